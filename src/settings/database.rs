use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::entry::Entry;
use super::{Address, DriverName, Late, Origin, ServerAddress, Text, Variables};
use crate::dialect::Driver;
use crate::dialect::mysql::AlterClause;
use crate::error::Result;

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
    pub fn origin(&self) -> &Origin {
        &self.entry.origin
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

    /// The first number of the oldest server's version that its migrations have to run on, where the settings say one.
    pub fn server_version(&self) -> Option<u32> {
        self.entry.server_version
    }

    /// What it speaks, as settings spell it.
    ///
    /// # Errors
    /// When a variable is missing.
    pub(crate) fn driver_name(&self) -> Result<DriverName> {
        self.entry.connection.driver(&self.variables)
    }

    /// What it speaks.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn driver(&self) -> Result<Driver> {
        Ok(self.driver_name()?.driver())
    }

    /// How it is reached.
    ///
    /// # Errors
    /// When a variable is missing, or the URL is malformed.
    pub fn address(&self) -> Result<Address> {
        match self.driver()? {
            Driver::Sqlite => self.entry.connection.sqlite(&self.variables, &self.folder).map(Address::Sqlite),
            Driver::Postgres => self.server().map(Address::Postgres),
            Driver::Mysql => self.server().map(Address::Mysql),
        }
    }

    /// How the server is reached on which temporary databases are made: that of `scratch`, else the database's own.
    ///
    /// # Errors
    /// When a variable is missing, or the URL is malformed, or for another kind of database.
    pub fn scratch_address(&self) -> Result<Address> {
        let Some(scratch) = &self.entry.scratch else { return self.address() };
        let (own, other) = (self.driver_name()?, scratch.driver(&self.variables)?);
        if own.driver() != other.driver() {
            return Err(scratch.another_driver(own, other));
        }
        let server = self.limited(scratch.server(&self.variables, &self.folder)?);
        Ok(match own.driver() {
            Driver::Sqlite => return self.address(),
            Driver::Postgres => Address::Postgres(server),
            Driver::Mysql => Address::Mysql(server),
        })
    }

    fn server(&self) -> Result<ServerAddress> {
        Ok(self.limited(self.entry.connection.server(&self.variables, &self.folder)?))
    }

    /// The address with the limits that the settings set to statements.
    fn limited(&self, mut address: ServerAddress) -> ServerAddress {
        address.lock_timeout = self.entry.lock_timeout;
        address.statement_timeout = self.entry.statement_timeout;
        address
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

    /// The columns that keep the types and NULLs that the migrations gave them, as patterns `table.column`.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn ignore_types(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.ignore_types)
    }

    /// The statements that are run on every connection before migrations.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn session(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.session)
    }

    /// The extensions that the database is to have (PostgreSQL).
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn extensions(&self) -> Result<Vec<String>> {
        self.expand_all(&self.entry.extensions)
    }

    /// How tables are to be changed while others use them (MySQL and MariaDB).
    ///
    /// # Errors
    /// When a variable is missing, it is none, or the database is another one.
    pub fn alter(&self) -> Result<Option<AlterClause>> {
        let Some(text) = &self.entry.alter else { return Ok(None) };
        if self.driver()? != Driver::Mysql {
            return Err(text.error(format_args!("`{}` is for MySQL and MariaDB", text.path)));
        }
        let clause = AlterClause::parse(&self.variables.expand(text)?);
        clause.map(Some).map_err(|what| text.error(format_args!("`{}` {what}", text.path)))
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
}
