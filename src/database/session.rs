use std::collections::BTreeSet;
use std::fmt;

use crate::dialect::Dialect;
use crate::error::{Error, ErrorKind, Result};
use crate::interruption;
use crate::schema::{Schema, TableName};
use crate::sql::Statement;

/// The rows of a catalog.
pub(super) type Definitions = Vec<Vec<Option<String>>>;

/// A connection on which migrations run, or on which a scratch database is looked at.
pub trait Session {
    /// The dialect that is spoken on it.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Runs one statement.
    ///
    /// # Errors
    /// With what the database says.
    fn execute(&mut self, statement: &str) -> Result<(), SqlError>;

    /// Runs statements one after the other, in one message where the server takes one: which of them failed is not told.
    ///
    /// # Errors
    /// With what the database says of the first that fails.
    fn execute_all(&mut self, statements: &[&str]) -> Result<(), SqlError> {
        statements.iter().try_for_each(|statement| self.execute(statement))
    }

    /// Whether the statements of a migration come to the same in one message, and in one transaction, with those of
    /// others: no round trip for each then.
    ///
    /// # Errors
    /// With what the database says when it is asked.
    fn sends_as_one(&mut self, _statements: &[Statement]) -> Result<bool, SqlError> {
        Ok(false)
    }

    /// On a scratch database, makes the schema that is searched first, as the live one may have it from elsewhere: tables
    /// are made in it then, and not in the next one. `comes` says of one whether the statements to come make it.
    ///
    /// # Errors
    /// With what the database says.
    fn make_home(&mut self, _comes: &dyn Fn(&str) -> bool) -> Result<(), SqlError> {
        Ok(())
    }

    /// Runs a query and gives every row as one text per column; NULL is `None`.
    ///
    /// # Errors
    /// With what the database says.
    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError>;

    /// The catalog that the schema is read from, as it stands: while it is the same, the schema is. `None` where that
    /// cannot be said. Each row begins with the kind of a thing, its name and that of the table that it belongs to; with
    /// `only`, those that bear one of these names, in lower case, or belong to one of them.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    fn definitions(&mut self, _only: Option<&BTreeSet<String>>) -> Result<Option<Definitions>> {
        Ok(None)
    }

    /// The names, in lower case, of all that the statements can change in the catalog, with what belongs to it; `None`
    /// where that can be anything.
    fn concern(&self, _statements: &[Statement]) -> Option<BTreeSet<String>> {
        None
    }

    /// What the last look at the database saw and could not read, for want of a right: `procedure p`.
    fn unreadable(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the database holds, ledger and journal left out, in the dialect's canonical form.
    ///
    /// # Errors
    /// When the catalog cannot be read or holds something that cannot be understood.
    fn introspect(&mut self) -> Result<Schema>;

    /// The same for some tables alone, with the objects that bear one of the names or belong to one of them.
    /// A table that is not there is left out.
    ///
    /// # Errors
    /// As for [`Session::introspect`].
    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema>;

    /// Arranges what the statements of a migration ask of the session and can only be had outside a transaction, before
    /// the first of them runs.
    ///
    /// # Errors
    /// With what the database says.
    fn arrange_for(&mut self, _statements: &[Statement]) -> Result<(), SqlError> {
        Ok(())
    }

    /// Brings back what ledger and journal depend on, where the statements of a migration may have changed it: where
    /// tables are looked for, and as whom.
    ///
    /// # Errors
    /// With what the database says.
    fn restore(&mut self) -> Result<(), SqlError> {
        Ok(())
    }

    /// Takes back, when the last of them has run, what was arranged for them.
    fn put_back(&mut self) {}
}

/// What a database says when a statement fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlError {
    /// Its message.
    pub message: String,
    /// What kind of failure it is, as far as that changes what to do next.
    pub kind: SqlErrorKind,
    /// The SQLSTATE of PostgreSQL, the number of MySQL.
    pub code: Option<Box<str>>,
    /// The SQLSTATE that MySQL says beside its number.
    pub state: Option<Box<str>>,
    /// What the server says beside its message.
    pub detail: Option<Box<str>>,
    /// What the server proposes.
    pub hint: Option<String>,
    /// The character of the statement that it is about, counted from 1.
    pub position: Option<usize>,
}

impl SqlError {
    /// Whether a table that the statement names is not there.
    pub fn is_of_no_table(&self) -> bool {
        matches!(self.code.as_deref(), Some("1146" | "42P01")) || self.message.ends_with("doesn't exist")
    }

    /// Whether rows do not keep to a rule: a key, a unique set, a check or NOT NULL.
    pub fn breaks_a_rule(&self) -> bool {
        // Of MySQL and MariaDB: NULL where there must be a value, duplicates, rows that refer to nothing, checks.
        const NUMBERS: [&str; 16] = [
            "1048", "1062", "1138", "1169", "1216", "1217", "1263", "1265", "1451", "1452", "1586", "1761", "1762",
            "1859", "3819", "4025",
        ];
        match self.code.as_deref() {
            Some(number) if self.state.is_some() => NUMBERS.contains(&number),
            Some(state) => state.starts_with("23"),
            None => self.message.to_lowercase().contains("constraint"),
        }
    }
}

/// All that is said of it but the hint, on as many lines as it has.
impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match (&self.code, &self.state) {
            (Some(number), Some(state)) => write!(f, " (error {number}, SQLSTATE {state})")?,
            (Some(state), None) => write!(f, " (SQLSTATE {state})")?,
            (None, _) => {}
        }
        self.detail.as_ref().map_or(Ok(()), |detail| write!(f, ": {detail}"))
    }
}

impl std::error::Error for SqlError {}

impl SqlError {
    /// An error of which nothing more is known.
    pub fn new(message: impl Into<String>, kind: SqlErrorKind) -> Self {
        Self { message: message.into(), kind, code: None, state: None, detail: None, hint: None, position: None }
    }

    /// The same, or the request to end the process where that is why the statement was cancelled.
    pub(super) fn unless_interrupted(self) -> Self {
        if self.kind != SqlErrorKind::Cancelled {
            return self;
        }
        match interruption::check() {
            Ok(()) => self,
            Err(asked) => Self { kind: SqlErrorKind::Asked(asked.kind()), ..self },
        }
    }

    /// An error of this message that the database's own words are the cause of, with what helps.
    pub(crate) fn during(self, message: impl Into<String>) -> Error {
        let (own, hint) = (self.hint.clone(), self.kind.hint());
        let error = Error::new(self.kind.error_kind(), message).because(self);
        own.iter().map(String::as_str).chain(hint).fold(error, Error::hint)
    }
}

/// Kinds of [`SqlError`] that call for something else than a look at the statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SqlErrorKind {
    /// Another connection holds a lock on the database.
    Busy,
    /// The database, or the folder that it is in, cannot be written.
    ReadOnly,
    /// The file of the database was removed or replaced while it was open.
    Moved,
    /// There is no room left.
    Full,
    /// Reading or writing the file failed.
    Io,
    /// The file cannot be opened.
    CannotOpen,
    /// The file is no database.
    NotADatabase,
    /// The database is damaged.
    Corrupt,
    /// The connection to the server is gone.
    ConnectionLost,
    /// The locks of others were not had within `lock_timeout`.
    LockTimeout,
    /// The statement took longer than `statement_timeout`.
    StatementTimeout,
    /// Somebody has cancelled the statement on the server.
    Cancelled,
    /// The statement was cancelled because the process was asked to end.
    Asked(ErrorKind),
    /// The role may not do that.
    Denied,
    /// The server, or the session, takes no changes.
    ReadOnlySession,
    /// The statement itself, or the rows that it meets.
    Statement,
}

impl SqlErrorKind {
    /// What kind of error it is for the command: a lock that was not had in time is worth another try.
    pub fn error_kind(self) -> ErrorKind {
        match self {
            Self::Busy | Self::LockTimeout => ErrorKind::Lock,
            Self::Asked(kind) => kind,
            _ => ErrorKind::Failure,
        }
    }

    /// What helps, where something else than the statement is at fault.
    pub fn hint(self) -> Option<&'static str> {
        match self {
            Self::Busy => Some("another program is using the database: wait until it is done, or stop it"),
            Self::ReadOnly => Some("make the database file and the folder that it is in writable for this user"),
            Self::Moved => Some(
                "the file was removed or replaced while it was in use, and what ran since went to the old one: run the \
                 command again",
            ),
            Self::Full => Some("make room on the disk (or raise `max_page_count`), then run the command again"),
            Self::Io => Some(
                "the disk may be full, a limit on the size of files may be reached (`ulimit -f`), or the disk may fail: \
                 look at `df` and at the system's log, then run the command again",
            ),
            Self::CannotOpen => Some("check that the folder exists and that this user may read and write in it"),
            Self::NotADatabase => Some("check the path in the settings: the file holds something else"),
            Self::Corrupt => Some("restore the database from a backup, or try `.recover` in the sqlite3 shell"),
            Self::ConnectionLost => Some(
                "the server stopped, ended the session, or the network between was cut: look at the server's log, then \
                 run the command again",
            ),
            Self::LockTimeout => Some(
                "another session holds a lock: run the command again when it is done, or raise `lock_timeout` of the \
                 database in the settings",
            ),
            Self::StatementTimeout => Some("raise `statement_timeout` of the database in the settings (0 is no limit)"),
            Self::Cancelled => Some("somebody cancelled it on the server: ask who, then run the command again"),
            Self::Denied => Some("grant the role what it takes, or connect as another one"),
            Self::ReadOnlySession => Some(
                "this server, or this role's sessions, take no changes: connect to the primary, or as another role",
            ),
            Self::Asked(_) | Self::Statement => None,
        }
    }
}

impl From<SqlError> for Error {
    /// An error of which the database's message is the whole; where more is known, say more.
    fn from(error: SqlError) -> Self {
        let wrapped = Self::new(error.kind.error_kind(), error.to_string());
        error.hint.iter().map(String::as_str).chain(error.kind.hint()).fold(wrapped, Self::hint)
    }
}
