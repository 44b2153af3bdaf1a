use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl};

use super::access::Access;
use super::row::TextRow;
use crate::database::session::{Definitions, Session, SqlError, SqlErrorKind};
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::lock::LockFile;
use crate::schema::{Schema, TableName};
use crate::settings::SqliteAddress;

/// How long a statement waits for other programs' locks, unless it is told otherwise.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection to a SQLite database.
pub struct SqliteSession {
    connection: SqliteConnection,
    /// The file; a scratch database has none.
    address: Option<SqliteAddress>,
    /// Released before the connection is closed or after, no matter: its statements end with the process.
    pub(super) lock: Option<LockFile>,
    /// Whether foreign keys are to be switched on again when the transaction has ended.
    pub(super) keys_off: bool,
    /// Whether Diesel knows of the transaction that is open.
    pub(super) shared: bool,
}

impl std::fmt::Debug for SqliteSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqliteSession").field("address", &self.address).finish_non_exhaustive()
    }
}

impl SqliteSession {
    /// A scratch database in memory, gone with the session.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        Self::establish(":memory:", None)
    }

    /// Opens a database, and reads enough of it to know that it is one.
    ///
    /// # Errors
    /// When the file is missing, a folder, not readable, not a database or locked, each with what helps.
    pub fn open(address: &SqliteAddress, access: Access) -> Result<Self> {
        look_at(address.path(), access)?;
        Self::establish(&access.uri(address), Some(address))
    }

    fn establish(uri: &str, address: Option<&SqliteAddress>) -> Result<Self> {
        let cannot_open = |error: SqlError| error.during(format!("the database `{}` cannot be opened", shown(address)));
        let connection = SqliteConnection::establish(uri).map_err(|error| {
            let error = sql_error(error.to_string());
            let kind = if error.kind == SqlErrorKind::Statement { SqlErrorKind::CannotOpen } else { error.kind };
            cannot_open(SqlError { kind, ..error })
        })?;
        let mut session = Self { connection, address: address.cloned(), lock: None, keys_off: false, shared: false };
        session.set_busy_timeout(BUSY_TIMEOUT).map_err(cannot_open)?;
        // SQLite opens a file when it first reads from it: only now is it known whether it is a database.
        session.query("SELECT count(*) FROM sqlite_schema").map_err(cannot_open)?;
        Ok(session)
    }

    /// How long a statement waits for the locks of other programs.
    ///
    /// # Errors
    /// With what the database says.
    pub fn set_busy_timeout(&mut self, timeout: Duration) -> Result<(), SqlError> {
        let milliseconds = i32::try_from(timeout.as_millis()).unwrap_or(i32::MAX);
        self.execute(&format!("PRAGMA busy_timeout = {milliseconds}"))
    }

    /// The file of the database; a scratch database has none.
    pub fn path(&self) -> Option<&Path> {
        self.address.as_ref().map(SqliteAddress::path)
    }

    /// The name of the database, for a person.
    pub(super) fn name(&self) -> String {
        shown(self.address.as_ref())
    }

    /// Diesel's connection alone.
    pub(crate) fn into_connection(self) -> SqliteConnection {
        self.connection
    }

    /// Diesel's connection, for code that is written against it.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }
}

impl Session for SqliteSession {
    fn dialect(&self) -> &'static dyn Dialect {
        Driver::Sqlite.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        self.connection.batch_execute(statement).map_err(|error| sql_error(error.to_string()))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let rows: Vec<TextRow> =
            diesel::sql_query(query).load(&mut self.connection).map_err(|error| sql_error(error.to_string()))?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    fn definitions(&mut self) -> Result<Option<Definitions>> {
        super::introspect::definitions(self).map(Some)
    }

    fn introspect(&mut self) -> Result<Schema> {
        super::introspect::introspect(self, None)
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        super::introspect::introspect(self, Some(tables))
    }
}

/// Finds out what SQLite would only call "unable to open database file".
fn look_at(path: &Path, access: Access) -> Result<()> {
    let shown = path.display();
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Error::failure(format!("the database `{shown}` is a folder"))
            .hint(format!("name a file in it, such as `{}`", path.join("db.sqlite3").display()))),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == IoErrorKind::NotFound && access == Access::Create => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            match folder {
                Some(folder) if !folder.is_dir() => Err(Error::failure(format!(
                    "the database `{shown}` cannot be made: there is no folder `{}`",
                    folder.display()
                ))
                .hint(format!("make it (`mkdir -p '{}'`), or correct the path in the settings", folder.display()))),
                _ => Ok(()),
            }
        }
        Err(error) if error.kind() == IoErrorKind::NotFound => {
            Err(Error::failure(format!("there is no database `{shown}`")).hint("`manage migrate` creates it"))
        }
        Err(error) => Err(Error::failure(format!("the database `{shown}` cannot be opened"))
            .because(error)
            .hint(SqlErrorKind::CannotOpen.hint().unwrap_or_default())),
    }
}

fn shown(address: Option<&SqliteAddress>) -> String {
    address.map_or_else(|| ":memory:".to_owned(), |address| address.path().display().to_string())
}

/// What SQLite said. Diesel keeps its words and loses its codes, but the words are fixed for each code.
pub(crate) fn sql_error(message: String) -> SqlError {
    const KINDS: [(&str, SqlErrorKind); 10] = [
        ("database is locked", SqlErrorKind::Busy),
        ("database table is locked", SqlErrorKind::Busy),
        ("database schema is locked", SqlErrorKind::Busy),
        ("attempt to write a readonly database", SqlErrorKind::ReadOnly),
        ("database or disk is full", SqlErrorKind::Full),
        ("disk i/o error", SqlErrorKind::Io),
        ("unable to open database file", SqlErrorKind::CannotOpen),
        ("file is not a database", SqlErrorKind::NotADatabase),
        ("database disk image is malformed", SqlErrorKind::Corrupt),
        ("malformed database schema", SqlErrorKind::Corrupt),
    ];
    let kind = KINDS
        .iter()
        .find(|(words, _)| message.to_lowercase().starts_with(words))
        .map_or(SqlErrorKind::Statement, |(_, kind)| *kind);
    SqlError { message, kind }
}
