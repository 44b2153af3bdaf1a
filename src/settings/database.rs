use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::{Connection, Entry};
use super::{Address, DriverName, Late, SqliteAddress, Text, Variables, mask_url};
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::schema::Place;

/// A database of the settings. Its variables are expanded when they are asked for, so that one that is missing stops
/// nothing that does not need it.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) entry: Arc<Entry>,
    pub(super) folder: Arc<Path>,
    pub(super) variables: Arc<Variables>,
}

impl Database {
    /// Its name in the settings.
    pub fn alias(&self) -> &str {
        &self.entry.alias
    }

    /// Where it stands in the settings.
    pub fn place(&self) -> &Place {
        &self.entry.place
    }

    /// The folder that relative paths start from: that of the settings file.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether commands that cover all databases cover this one.
    pub fn managed(&self) -> bool {
        self.entry.managed
    }

    /// What happens to late migrations.
    pub fn late(&self) -> Late {
        self.entry.late
    }

    /// What it speaks.
    ///
    /// # Errors
    /// When a variable is missing, or when this version does not speak it.
    pub fn driver(&self) -> Result<Driver> {
        let name = self.driver_name(&self.entry.connection)?;
        name.spoken().ok_or_else(|| {
            Error::failure(format!(
                "{}: the database `{}` is {name}, and this version of manage speaks SQLite only",
                self.entry.place, self.entry.alias
            ))
            .hint("leave it out with `--database ALIAS` for the others, or set `\"managed\": false` for it")
        })
    }

    /// How it is reached.
    ///
    /// # Errors
    /// When a variable is missing, the URL is malformed, or this version does not speak to such a database.
    pub fn address(&self) -> Result<Address> {
        match self.driver()? {
            Driver::Sqlite => self.sqlite_address().map(Address::Sqlite),
        }
    }

    /// The directories of its migrations, absolute. New migrations go to the first; the others are chains of their own.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn migrations(&self) -> Result<Vec<PathBuf>> {
        self.entry.migrations.iter().map(|text| self.directory(text)).collect()
    }

    /// The directory that new migrations and `schema.json` go to, absolute.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn migrations_directory(&self) -> Result<PathBuf> {
        self.entry.migrations.first().map_or_else(|| Ok(self.folder.to_path_buf()), |text| self.directory(text))
    }

    /// The entries of `models`: files, folders, globs, `crate:NAME`; relative ones start from [`folder`](Self::folder).
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn models(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.models)
    }

    /// The tables that are left alone, as patterns.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn ignore_tables(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.ignore_tables)
    }

    /// The columns that are left alone, as patterns `table.column`.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn ignore_columns(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.ignore_columns)
    }

    /// The statements that are run on every connection before migrations.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn session(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.session)
    }

    fn expand_all(&self, texts: &[Text]) -> Result<Vec<String>> {
        texts.iter().map(|text| self.variables.expand(text)).collect()
    }

    fn directory(&self, text: &Text) -> Result<PathBuf> {
        let path = self.variables.expand(text)?;
        if path.trim().is_empty() {
            return Err(text.error(format_args!("`{}` is empty", text.path)));
        }
        Ok(self.folder.join(path))
    }

    fn driver_name(&self, connection: &Connection) -> Result<DriverName> {
        let named = match &connection.driver {
            Some(text) => Some(connection.driver_name(&self.variables.expand(text)?)?),
            None => None,
        };
        let Some(url) = &connection.url else {
            // One of the two is there: see Connection::check.
            return Ok(named.unwrap_or(DriverName::Sqlite));
        };
        if let (Some(name), None) = (named, url.plain()?) {
            // The URL need not be known to know what it is for.
            return Ok(name);
        }
        let expanded = self.variables.expand(url)?;
        let told = DriverName::of_url(&expanded).map_err(|scheme| {
            url.error(format_args!("unknown scheme `{scheme}` in `{}`: {}", url.path, mask_url(&expanded)))
                .hint("URLs begin with `sqlite://`, `postgres://` or `mysql://`")
        })?;
        match named {
            Some(name) if name != told => Err(url.error(format_args!(
                "the driver of `{}` is {name}, but its URL is for {told}: {}",
                connection.path,
                mask_url(&expanded)
            ))),
            _ => Ok(told),
        }
    }

    fn sqlite_address(&self) -> Result<SqliteAddress> {
        let connection = &self.entry.connection;
        if let Some(url) = &connection.url {
            let expanded = self.variables.expand(url)?;
            if DriverName::of_url(&expanded) != Ok(DriverName::Sqlite) {
                return Err(url.error(format_args!("`{}` is no URL of SQLite: {}", url.path, mask_url(&expanded))));
            }
            return SqliteAddress::of_url(&expanded, &self.folder).map_err(|problem| {
                url.error(format_args!("`{}`: {problem}", url.path)).hint("the form is `sqlite://path/to/db.sqlite3`")
            });
        }
        if let Some((key, text)) = connection.server.first() {
            return Err(text.error(format_args!("SQLite has no `{key}`: `{}`", text.path)).hint("take the key away"));
        }
        let Some(database) = &connection.database else {
            let nowhere = Error::failure(format!("{}: `{}` has no `database`", connection.place, connection.path));
            return Err(nowhere.hint(r#"give the path of the file: "database": "db.sqlite3""#));
        };
        let options = &connection.options;
        let parameters = options.iter().map(|(name, text)| Ok((name.clone(), self.variables.expand(text)?)));
        let path = self.variables.expand(database)?;
        SqliteAddress::of_path(&path, &self.folder, parameters.collect::<Result<_>>()?)
            .map_err(|problem| database.error(format_args!("`{}`: {problem}", database.path)))
    }
}
