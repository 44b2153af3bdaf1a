use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use super::entry::{Entry, Late};
use super::{Connection, DriverName, EXAMPLE, FILE_NAME, Origin, Settings, Text, Variables, mask_url};
use crate::error::{Error, Result};

/// What matters here of a `diesel.toml`.
#[derive(Default, Deserialize)]
struct DieselToml {
    migrations_directory: Option<MigrationsDirectory>,
    print_schema: Option<toml::Table>,
}

#[derive(Deserialize)]
struct MigrationsDirectory {
    dir: PathBuf,
}

impl Settings {
    /// A plain Diesel project as one database, `default`: `DATABASE_URL` (from the environment or the nearest `.env`),
    /// the migrations and the `schema.rs` that `diesel.toml` names, or else `migrations/` and `src/schema.rs`.
    pub(super) fn of_diesel(directory: &Path, variables: Variables) -> Result<Self> {
        let above = |name: &str| directory.ancestors().find(|folder| folder.join(name).is_file());
        let variables = variables.with_file_of(above(".env").unwrap_or(directory))?;
        let folder = above("diesel.toml").or_else(|| above("Cargo.toml")).unwrap_or(directory);
        let Some(url) = variables.get("DATABASE_URL")?.filter(|url| !url.is_empty()) else {
            let nothing = format!("there is no {FILE_NAME} in {} or above it", directory.display());
            return Err(Error::failure(nothing)
                .hint(EXAMPLE)
                .hint("an existing Diesel project will do, too: set DATABASE_URL"));
        };
        if let Err(scheme) = DriverName::of_url(url) {
            let unknown = format!("DATABASE_URL: unknown scheme `{scheme}`: {}", mask_url(url));
            return Err(Error::failure(unknown).hint("URLs begin with `sqlite://`, `postgres://` or `mysql://`"));
        }
        let toml_file = match variables.get_os("DIESEL_CONFIG_FILE") {
            Some(file) => directory.join(file),
            None => folder.join("diesel.toml"),
        };
        let config = DieselToml::read(&toml_file)?;
        let base = toml_file.parent().unwrap_or(folder);
        let migrations = match (variables.get_os("MIGRATION_DIRECTORY"), &config.migrations_directory) {
            (Some(named), _) => directory.join(named),
            (None, Some(named)) => base.join(&named.dir),
            (None, None) => above_folder(directory, "migrations").unwrap_or_else(|| folder.join("migrations")),
        };
        let models = config.schema_file().map_or_else(|| folder.join("src").join("schema.rs"), |file| base.join(file));
        let text = |what: &str, value: &str| Text::literal(Origin::Named(what.to_owned()), what, value);
        let path_text = |what: &str, path: &Path| match path.to_str() {
            Some(path) => Ok(text(what, path)),
            None => Err(Error::failure(format!("the path {} is not UTF-8", path.display()))),
        };
        let origin = Origin::Named("DATABASE_URL".to_owned());
        let entry = Entry {
            alias: "default".to_owned(),
            origin: origin.clone(),
            managed: true,
            connection: Connection {
                origin,
                path: "default".to_owned(),
                driver: None,
                url: Some(text("DATABASE_URL", url)),
                database: None,
                server: Vec::new(),
                options: Vec::new(),
            },
            migrations: vec![path_text("migrations", &migrations)?],
            models: vec![path_text("models", &models)?],
            ignore_tables: Vec::new(),
            ignore_columns: Vec::new(),
            session: Vec::new(),
            late: Late::Warn,
        };
        let mut settings = Self {
            shown: PathBuf::from("DATABASE_URL"),
            file: None,
            folder: Arc::from(folder),
            variables: Arc::new(variables),
            default: None,
            environment: None,
            templates: None,
            databases: IndexMap::new(),
        };
        settings.insert(entry);
        Ok(settings)
    }
}

impl DieselToml {
    fn read(file: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::failure(format!("cannot read {}", file.display())).because(error)),
        };
        toml::from_str(&text).map_err(|error: toml::de::Error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            let line = before.matches('\n').count() + 1;
            Error::failure(format!("{}:{line}:{column}: {}", file.display(), error.message().replace('\n', ", ")))
        })
    }

    fn schema_file(&self) -> Option<&str> {
        self.print_schema.as_ref()?.get("file")?.as_str()
    }
}

fn above_folder(directory: &Path, name: &str) -> Option<PathBuf> {
    directory.ancestors().map(|folder| folder.join(name)).find(|folder| folder.is_dir())
}
