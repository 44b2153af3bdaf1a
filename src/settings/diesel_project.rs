use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;
use serde::Deserialize;

use super::entry::{Entry, Late};
use super::{Connection, DriverName, EXAMPLE, FILE_NAME, Origin, Settings, Text, Variables, mask_url};
use crate::error::{Error, Result};

/// What Diesel's own command line would go by in a folder.
#[derive(Clone, Debug)]
pub(crate) struct DieselProject {
    /// The folder of the package, or the one with `diesel.toml` where that is nearer: where Diesel is called, as a
    /// rule, and what it takes a relative path in `DATABASE_URL` from.
    pub(crate) folder: PathBuf,
    /// `DATABASE_URL`, from the environment or the nearest `.env`.
    pub(crate) url: Option<String>,
    /// The folder of the nearest `.env`, where `DATABASE_URL` stands in it and not in the environment.
    pub(crate) env_folder: Option<PathBuf>,
    /// The directory of the migrations.
    pub(crate) migrations: PathBuf,
    /// The files that hold the tables.
    pub(crate) schemas: Vec<PathBuf>,
    /// The tables that `diesel print-schema` leaves out, as patterns.
    pub(crate) left_out: Vec<String>,
}

/// What matters here of a `diesel.toml`.
#[derive(Default, Deserialize)]
pub(super) struct DieselToml {
    migrations_directory: Option<MigrationsDirectory>,
    pub(super) print_schema: Option<toml::Table>,
}

#[derive(Deserialize)]
struct MigrationsDirectory {
    dir: PathBuf,
}

impl DieselProject {
    /// What there is in this folder and above it.
    ///
    /// # Errors
    /// When `.env` or `diesel.toml` cannot be read or understood.
    pub(crate) fn find(directory: &Path, variables: Variables) -> Result<Self> {
        Ok(Self::with_variables(directory, variables)?.0)
    }

    /// The `diesel.toml` that Diesel would go by there, whether there is one or not.
    pub(super) fn toml_file(directory: &Path, variables: &Variables) -> PathBuf {
        let above = |name: &str| directory.ancestors().find(|folder| folder.join(name).is_file());
        let folder = above("diesel.toml").or_else(|| above("Cargo.toml")).unwrap_or(directory);
        match variables.get_os("DIESEL_CONFIG_FILE") {
            Some(file) => directory.join(file),
            None => folder.join("diesel.toml"),
        }
    }

    fn with_variables(directory: &Path, variables: Variables) -> Result<(Self, Variables)> {
        let above = |name: &str| directory.ancestors().find(|folder| folder.join(name).is_file());
        let in_environment = variables.get_os("DATABASE_URL").is_some();
        let env_folder = above(".env").unwrap_or(directory);
        let variables = variables.with_file_of(env_folder)?;
        let folder = above("diesel.toml").or_else(|| above("Cargo.toml")).unwrap_or(directory);
        let toml_file = Self::toml_file(directory, &variables);
        let config = DieselToml::read(&toml_file)?;
        let base = toml_file.parent().unwrap_or(folder);
        let migrations = match (variables.get_os("MIGRATION_DIRECTORY"), &config.migrations_directory) {
            (Some(named), _) => directory.join(named),
            (None, Some(named)) => base.join(&named.dir),
            (None, None) => above_folder(directory, "migrations").unwrap_or_else(|| folder.join("migrations")),
        };
        let is_home = |folder: &&Path| ["Cargo.toml", "diesel.toml"].iter().any(|name| folder.join(name).is_file());
        let home = directory.ancestors().find(is_home).unwrap_or(directory);
        let mut schemas: Vec<PathBuf> =
            config.printed("file").iter().filter_map(|file| Some(base.join(file.as_str()?))).collect();
        if schemas.is_empty() {
            schemas.push(home.join("src").join("schema.rs"));
        }
        let url = variables.get("DATABASE_URL")?.filter(|url| !url.is_empty()).map(str::to_owned);
        let project = Self {
            folder: home.to_owned(),
            env_folder: url.as_ref().filter(|_| !in_environment).map(|_| env_folder.to_owned()),
            url,
            migrations,
            schemas,
            left_out: config.left_out(),
        };
        Ok((project, variables))
    }
}

impl Settings {
    /// A plain Diesel project as one database, `default`: `DATABASE_URL` (from the environment or the nearest `.env`),
    /// the migrations and the `schema.rs` that `diesel.toml` names, or else `migrations/` and `src/schema.rs`.
    pub(super) fn of_diesel(directory: &Path, variables: Variables) -> Result<Self> {
        let (project, variables) = DieselProject::with_variables(directory, variables)?;
        let Some(url) = &project.url else {
            let nothing = format!("there is no {FILE_NAME} in {} or above it", directory.display());
            return Err(Error::failure(nothing)
                .hint("`manage init` makes a new project, or settings for what is there")
                .hint(EXAMPLE));
        };
        if let Err(scheme) = DriverName::of_url(url) {
            let unknown = format!("DATABASE_URL: unknown scheme `{scheme}`: {}", mask_url(url));
            return Err(Error::failure(unknown).hint("URLs begin with `sqlite://`, `postgres://` or `mysql://`"));
        }
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
            migrations: vec![path_text("migrations", &project.migrations)?],
            models: project.schemas.iter().map(|file| path_text("models", file)).collect::<Result<_>>()?,
            ignore_tables: project.left_out.iter().map(|name| text("ignore_tables", name)).collect(),
            ignore_columns: Vec::new(),
            ignore_types: Vec::new(),
            session: Vec::new(),
            extensions: Vec::new(),
            alter: None,
            scratch: None,
            server_version: None,
            lock_timeout: None,
            statement_timeout: None,
            late: Late::Warn,
        };
        let mut settings = Self {
            shown: PathBuf::from("DATABASE_URL"),
            file: None,
            folder: Arc::from(project.folder.as_path()),
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
    pub(super) fn read(file: &Path) -> Result<Self> {
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

    /// This key of `[print_schema]`, and of the `[print_schema.NAME]` below it.
    fn printed(&self, key: &str) -> Vec<&toml::Value> {
        let Some(all) = &self.print_schema else { return Vec::new() };
        let named = all.values().filter_map(|value| value.as_table()?.get(key));
        all.get(key).into_iter().chain(named).collect()
    }

    /// The tables of `except_tables` as patterns, where they can be told by one: Diesel has regular expressions there,
    /// which need only match a part of the name.
    fn left_out(&self) -> Vec<String> {
        let lists = self.printed("filter").into_iter().filter_map(|filter| filter.get("except_tables")?.as_array());
        lists.flatten().filter_map(toml::Value::as_str).flat_map(|text| text.split('|')).filter_map(pattern).collect()
    }
}

fn pattern(expression: &str) -> Option<String> {
    let (start, rest) = expression.strip_prefix('^').map_or(("*", expression), |rest| ("", rest));
    let (rest, end) = rest.strip_suffix('$').map_or((rest, "*"), |rest| (rest, ""));
    let plain = !rest.is_empty() && rest.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    plain.then(|| format!("{start}{rest}{end}"))
}

fn above_folder(directory: &Path, name: &str) -> Option<PathBuf> {
    directory.ancestors().map(|folder| folder.join(name)).find(|folder| folder.is_dir())
}
