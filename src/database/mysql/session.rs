use std::time::Duration;

use super::error;
use super::link::MysqlLink;
use crate::database::access::Access;
use crate::database::session::{Session, SqlError, SqlErrorKind};
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::schema::{Schema, TableName};
use crate::settings::ServerAddress;
use crate::sql::{MysqlMode, MysqlTokens, Statement, Tongue, words};

/// A connection to a database on a MySQL or MariaDB server.
pub struct MysqlSession {
    pub(super) link: MysqlLink,
    /// What code gets that asks for Diesel's connection where there is none.
    pub(super) nothing: (),
    /// What it is called in messages.
    pub(super) label: String,
    /// The database that it works on.
    pub(super) database: String,
    /// Whether it is MariaDB.
    pub(super) is_mariadb: bool,
    /// How the server is set where that matters to a person or to a way back.
    pub(super) home: Home,
    /// The name under which the lock is held.
    pub(super) lock: Option<String>,
    /// Whether a statement may have led the session away from its database and its variables.
    pub(super) wandered: bool,
    /// Whether a migration runs that may have nobody check foreign keys.
    pub(super) unchecked_for_now: bool,
    /// Whether Diesel knows of the transaction that is open.
    pub(super) shared: bool,
    /// How long it waits for the locks of others, where the settings say so.
    pub(super) lock_timeout: Option<Duration>,
    /// What was seen in the catalog, and may not be read.
    pub(super) unreadable: Vec<String>,
    /// Statements of ours that are sent with what comes next.
    pub(super) waiting: Vec<String>,
}

/// What a session begins with.
#[derive(Clone, Debug, Default)]
pub(super) struct Home {
    pub(super) sql_mode: String,
    pub(super) time_zone: String,
}

impl std::fmt::Debug for MysqlSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MysqlSession").field("label", &self.label).finish_non_exhaustive()
    }
}

impl MysqlSession {
    /// Opens a database.
    ///
    /// # Errors
    /// When the server cannot be reached, refuses, or has no such database.
    pub fn open(address: &ServerAddress, access: Access) -> Result<Self> {
        let mut session = Self::connect(address)?;
        if session.database.is_empty() {
            return Err(Error::failure(format!("{}: the address names no database", session.label))
                .hint("add its name behind the last `/` of the URL, or as `database`"));
        }
        if access == Access::ReadOnly {
            let cannot = |error: SqlError| error.during("the session cannot be made read-only");
            session.execute("SET SESSION TRANSACTION READ ONLY").map_err(cannot)?;
        }
        Ok(session)
    }

    /// Connects, with the database of the address, if it names one.
    pub(super) fn connect(address: &ServerAddress) -> Result<Self> {
        let mut session = Self {
            link: MysqlLink::connect(address)?,
            nothing: (),
            label: address.to_string(),
            database: String::new(),
            is_mariadb: false,
            home: Home::default(),
            lock: None,
            wandered: false,
            unchecked_for_now: false,
            shared: false,
            lock_timeout: address.lock_timeout,
            unreadable: Vec::new(),
            waiting: Vec::new(),
        };
        let label = session.label.clone();
        let cannot = |error: SqlError| error.during(format!("{label}: the session cannot be set up"));
        let found = session.query("SELECT DATABASE(), VERSION(), @@sql_mode, @@time_zone").map_err(cannot)?;
        let mut row = found.into_iter().next().unwrap_or_default().into_iter();
        let mut next = || row.next().flatten().unwrap_or_default();
        session.database = next();
        session.is_mariadb = next().to_lowercase().contains("mariadb");
        session.home = Home { sql_mode: next(), time_zone: next() };
        // What is ours is written with backslashes that escape, and in ours alone.
        session.wandered = MysqlMode::of(&session.home.sql_mode).plain_backslashes;
        Ok(session)
    }

    /// Sends what waits, several statements in one packet. One that fails leaves those behind it undone.
    pub(super) fn send_waiting(&mut self) -> Result<(), SqlError> {
        let mut packet = String::new();
        for statement in std::mem::take(&mut self.waiting) {
            // A server takes no packets of any size, and each of these may hold a whole file.
            if !packet.is_empty() && packet.len() + statement.len() > LARGEST_PACKET {
                self.link.execute(&std::mem::take(&mut packet))?;
            }
            if !packet.is_empty() {
                packet.push_str(";\n");
            }
            packet.push_str(&statement);
        }
        if packet.is_empty() { Ok(()) } else { self.link.execute(&packet) }
    }

    /// The first value of the first row.
    pub(super) fn value(&mut self, query: &str) -> Result<Option<String>, SqlError> {
        Ok(self.query(query)?.into_iter().next().and_then(|row| row.into_iter().next().flatten()))
    }

    /// Refuses a migration that was cut into statements as this session would not read it.
    pub(super) fn read_alike(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        if !statements.iter().any(|statement| statement.text.contains('\\')) {
            return Ok(());
        }
        let mode = self.value("SELECT @@sql_mode")?.unwrap_or_default();
        let mut now = MysqlMode::of(&mode);
        for statement in statements {
            let Tongue::Mysql(meant) = statement.tongue else { continue };
            let ends = |mode: MysqlMode| MysqlTokens::of(&statement.text, mode).map(|token| token.end());
            if !ends(meant).eq(ends(now)) {
                let message = format!(
                    "the statement of line {} is read otherwise by the server: `sql_mode` is {mode:?} there, and a \
                     backslash stands before a quote",
                    statement.line
                );
                let mut error = SqlError::new(message, SqlErrorKind::Statement);
                error.hint = Some(
                    "write the quote twice (`''`) instead, or begin the file with `SET sql_mode = …`, which is \
                     understood from there on"
                        .to_owned(),
                );
                return Err(error);
            }
            let after = meant.after(&statement.words());
            if after != meant || statement.words().iter().any(|word| word.is_word("sql_mode")) {
                now = after;
            }
        }
        Ok(())
    }

    pub(super) fn quoted(&self, text: &str) -> String {
        self.dialect().quote_text(text)
    }

    /// Whether the statement switches off what checks foreign keys.
    pub(super) fn unchecks(statement: &str) -> bool {
        statement.to_ascii_lowercase().contains("foreign_key_checks")
    }
}

/// So many bytes of statements at most are sent at once.
const LARGEST_PACKET: usize = 256 * 1024;

impl Session for MysqlSession {
    fn dialect(&self) -> &'static dyn Dialect {
        Driver::Mysql.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        let words = words(statement);
        let first = |word: &str| words.first().is_none_or(|own| own.is_word(word));
        // Without a word it is a comment that may be executed.
        if first("use") || first("set") || first("call") || first("execute") {
            self.wandered = true;
        }
        self.send_waiting()?;
        self.link.execute(statement).map_err(|error| error::placed(error, statement))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        self.send_waiting()?;
        self.link.query(query)
    }

    fn unreadable(&self) -> Vec<String> {
        self.unreadable.clone()
    }

    fn introspect(&mut self) -> Result<Schema> {
        self.unreadable.clear();
        super::introspect::introspect(self, None)
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        super::introspect::introspect(self, Some(tables))
    }

    fn arrange_for(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        self.unchecked_for_now = statements.iter().any(|statement| Self::unchecks(&statement.text));
        Ok(())
    }

    fn put_back(&mut self) {
        self.unchecked_for_now = false;
    }
}
