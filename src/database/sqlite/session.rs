use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind as IoErrorKind;
use std::path::Path;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl};

use super::foreign_keys::KeyGraph;
use super::identity::Identity;
use super::keys::Keys;
use super::row::TextRow;
use crate::database::access::Access;
use crate::database::session::{Definitions, Session, SqlError, SqlErrorKind};
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::lock::LockFile;
use crate::schema::{Schema, TableName};
use crate::settings::SqliteAddress;
use crate::sql::Statement;

/// How long a statement waits for other programs' locks, unless it is told otherwise.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How much of a database is kept in memory while migrations run, in KiB at most.
const CACHE: u32 = 32 * 1024;

/// A connection to a SQLite database.
pub struct SqliteSession {
    connection: SqliteConnection,
    /// The file; a scratch database has none.
    address: Option<SqliteAddress>,
    /// Which file it was when it was opened.
    identity: Option<Identity>,
    /// Released before the connection is closed or after, no matter: its statements end with the process.
    pub(super) lock: Option<LockFile>,
    /// Whether foreign keys are to be switched on again when the migration has ended.
    keys_off: bool,
    /// Whether Diesel knows of the transaction that is open.
    pub(super) shared: bool,
    /// Which table refers to which, as far as that has been looked up.
    pub(super) keys: KeyGraph,
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

    /// Opens a database, and reads enough of it to know that it is one. Where it is to be written to, one that another
    /// program has for itself alone just now is taken for one: its lock is waited for later, and for longer.
    ///
    /// What a process that was killed left unfinished is taken back, also where the database is only to be looked at:
    /// until somebody has done so, it cannot be read at all.
    ///
    /// # Errors
    /// When the file is missing, a folder, not readable, not a database or locked, each with what helps.
    pub fn open(address: &SqliteAddress, access: Access) -> Result<Self> {
        look_at(address.path(), access)?;
        let mut session = Self::establish(&access.uri(address), Some(address))?;
        let probed = match session.probe(access) {
            Err(error) if error.kind == SqlErrorKind::ReadOnly => {
                Self::establish(&Access::ReadWrite.uri(address), Some(address))?
                    .probe(Access::ReadOnly)
                    .and_then(|()| session.probe(access))
                    .map_err(|error| unfinished(address, error))
            }
            probed => probed.map_err(|error| cannot_open(Some(address), error)),
        };
        probed?;
        session.identity = Identity::of(address.path());
        Ok(session)
    }

    /// Makes room in memory for a run of migrations: each DDL statement goes through the whole catalog, which in a
    /// large schema does not fit SQLite's 2 MB.
    pub(super) fn make_room(&mut self) {
        // What cannot be had is speed alone. Where the database is locked the next statement says so.
        let _ = self.execute(&format!("PRAGMA cache_size = -{CACHE}"));
    }

    fn establish(uri: &str, address: Option<&SqliteAddress>) -> Result<Self> {
        let connection = SqliteConnection::establish(uri).map_err(|error| {
            let error = sql_error(error.to_string());
            let kind = if error.kind == SqlErrorKind::Statement { SqlErrorKind::CannotOpen } else { error.kind };
            cannot_open(address, SqlError { kind, ..error })
        })?;
        let (address, keys) = (address.cloned(), KeyGraph::default());
        let mut session =
            Self { connection, address, identity: None, lock: None, keys_off: false, shared: false, keys };
        session.set_busy_timeout(BUSY_TIMEOUT).map_err(|error| cannot_open(session.address.as_ref(), error))?;
        Ok(session)
    }

    /// SQLite opens a file when it first reads from it: only then is it known whether it is a database.
    fn probe(&mut self, access: Access) -> Result<(), SqlError> {
        const PROBE: &str = "SELECT count(*) FROM sqlite_schema";
        if access == Access::ReadOnly {
            return self.query(PROBE).map(drop);
        }
        self.set_busy_timeout(Duration::ZERO)?;
        let probed = self.query(PROBE);
        self.set_busy_timeout(BUSY_TIMEOUT)?;
        match probed {
            Err(error) if error.kind != SqlErrorKind::Busy => Err(error),
            _ => Ok(()),
        }
    }

    /// The error, in better words where the file is gone: SQLite says then that it may not write, or cannot.
    pub(super) fn placed(&self, error: SqlError) -> SqlError {
        if matches!(error.kind, SqlErrorKind::ReadOnly | SqlErrorKind::Io) && self.is_moved() {
            return SqlError { kind: SqlErrorKind::Moved, ..error };
        }
        error
    }

    /// Whether the path leads to another file than the one that is open, or to none.
    pub(super) fn is_moved(&self) -> bool {
        self.identity.is_some() && self.identity != self.path().and_then(Identity::of)
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
        self.connection.batch_execute(statement).map_err(|error| self.placed(sql_error(error.to_string())))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let rows: Vec<TextRow> =
            diesel::sql_query(query).load(&mut self.connection).map_err(|error| sql_error(error.to_string()))?;
        Ok(rows.into_iter().map(|row| row.0).collect())
    }

    fn definitions(&mut self, only: Option<&BTreeSet<String>>) -> Result<Option<Definitions>> {
        super::introspect::definitions(self, only).map(Some)
    }

    fn concern(&self, statements: &[Statement]) -> Option<BTreeSet<String>> {
        super::concern::concern(statements)
    }

    fn introspect(&mut self) -> Result<Schema> {
        super::introspect::introspect(self, None)
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        super::introspect::introspect(self, Some(tables))
    }

    /// What a migration drops to make it anew would take the rows of other tables along, were foreign keys on.
    fn arrange_for(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        if Keys::of(statements).must_be_off(self)? {
            let on = self.query("PRAGMA foreign_keys")?.concat() == [Some("1".to_owned())];
            self.execute("PRAGMA foreign_keys = OFF")?;
            self.keys_off = on;
        }
        Ok(())
    }

    fn put_back(&mut self) {
        if std::mem::take(&mut self.keys_off) {
            // Cannot fail outside a transaction.
            let _ = self.execute("PRAGMA foreign_keys = ON");
        }
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

fn cannot_open(address: Option<&SqliteAddress>, error: SqlError) -> Error {
    error.during(format!("the database `{}` cannot be opened", shown(address)))
}

/// A process was killed while it wrote, and what it left cannot be taken back here.
fn unfinished(address: &SqliteAddress, error: SqlError) -> Error {
    let path = address.path().display();
    let cause = Error::failure(error.message);
    Error::failure(format!("the database `{path}` has a transaction that a killed process left unfinished"))
        .because(cause)
        .hint("whoever opens it next and may write takes it back: run the command once as such a user")
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
    SqlError::new(message, kind)
}
