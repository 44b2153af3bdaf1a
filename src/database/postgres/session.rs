use std::fmt;

use super::arranged::{Arranged, may_change};
use super::link::PostgresLink;
use super::scratch::Scratch;
use crate::database::access::Access;
use crate::database::session::{Session, SqlError};
use crate::dialect::{Dialect, Driver};
use crate::error::Result;
use crate::schema::{Schema, TableName};
use crate::settings::ServerAddress;
use crate::sql::Statement;

/// A session on a PostgreSQL server.
pub struct PostgresSession {
    pub(super) link: PostgresLink,
    /// What it is called in messages.
    pub(super) label: String,
    /// Whether Diesel knows of the transaction that is open.
    pub(super) shared: bool,
    /// Whether the lock that keeps other migrators out was taken.
    pub(super) locked: bool,
    /// Statements that are sent with the next that must be waited for, where they are gathered.
    pub(super) gathered: Option<String>,
    /// What the session was before the migration that runs.
    pub(super) arranged: Option<Arranged>,
    /// Where ledger and journal are found, and as whom: `search_path` and `role`.
    pub(super) base: Option<(String, String)>,
    /// Whether a constraint may be there that is checked at the end of a transaction.
    pub(super) deferring: bool,
    /// The database is for this session alone, and goes with it.
    pub(super) scratch: Option<Scratch>,
}

impl fmt::Debug for PostgresSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSession").field("label", &self.label).finish_non_exhaustive()
    }
}

impl PostgresSession {
    /// Connects to the database of the address.
    ///
    /// # Errors
    /// When it cannot be reached, with the reason.
    pub fn open(address: &ServerAddress, access: Access) -> Result<Self> {
        let mut session = Self::of(PostgresLink::connect(address)?, address.to_string());
        if access == Access::ReadOnly {
            session.execute("SET default_transaction_read_only = on")?;
        }
        Ok(session)
    }

    /// The session of a connection, in UTC as Diesel has it.
    pub(super) fn of(link: PostgresLink, label: String) -> Self {
        let (gathered, arranged, base, scratch) = (None, None, None, None);
        let mut session =
            Self { link, label, shared: false, locked: false, gathered, arranged, base, deferring: false, scratch };
        // A connection that is gone says so with the next statement.
        let _ = session.execute("SET client_min_messages = warning");
        session
    }

    /// Sends what was gathered.
    pub(super) fn flush(&mut self) -> Result<(), SqlError> {
        match self.gathered.as_mut().map(std::mem::take).filter(|gathered| !gathered.is_empty()) {
            Some(gathered) => self.link.execute(&gathered),
            None => Ok(()),
        }
    }

    /// Where ledger and journal are found.
    pub(super) fn note_base(&mut self) -> Result<(), SqlError> {
        if self.base.is_none() {
            self.base = Some(base(self.query(BASE)?));
        }
        Ok(())
    }
}

/// What [`PostgresSession::base`] is read with.
pub(super) const BASE: &str = "SELECT pg_catalog.current_setting('search_path'), pg_catalog.current_setting('role')";

pub(super) fn base(rows: Vec<Vec<Option<String>>>) -> (String, String) {
    let mut values = rows.into_iter().flatten().map(Option::unwrap_or_default);
    (values.next().unwrap_or_default(), values.next().unwrap_or_default())
}

impl Session for PostgresSession {
    fn dialect(&self) -> &'static dyn Dialect {
        Driver::Postgres.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        if !self.deferring && statement.to_ascii_lowercase().contains("deferred") {
            self.deferring = true;
        }
        match &mut self.gathered {
            Some(gathered) => {
                // A statement may end with a comment.
                gathered.push_str(statement);
                gathered.push_str("\n;\n");
                Ok(())
            }
            None => self.link.execute(statement),
        }
    }

    fn execute_all(&mut self, statements: &[&str]) -> Result<(), SqlError> {
        // A statement may end with a comment.
        self.execute(&statements.join("\n;\n"))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let gathered = self.gathered.as_mut().map(std::mem::take).unwrap_or_default();
        self.link.query_after(&gathered, query)
    }

    fn introspect(&mut self) -> Result<Schema> {
        super::introspect::introspect(self, None)
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        super::introspect::introspect(self, Some(tables))
    }

    fn arrange_for(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        self.note_base()?;
        if may_change(statements) {
            self.arranged = Some(Arranged::of(self.query(Arranged::QUERY)?));
        }
        Ok(())
    }

    fn restore(&mut self) -> Result<(), SqlError> {
        let Some((path, role)) = &self.base else { return Ok(()) };
        let literal = |text: &str| self.dialect().quote_text(text);
        // For the transaction: outside one of ours the file may go on with what it has set.
        let local = self.gathered.is_none();
        let statement = format!(
            "SELECT pg_catalog.set_config('role', {}, {local}), pg_catalog.set_config('search_path', {}, {local})",
            literal(role),
            literal(path)
        );
        self.execute(&statement)
    }

    fn put_back(&mut self) {
        self.base = None;
        let Some(arranged) = self.arranged.take() else { return };
        let dialect = self.dialect();
        // A session that cannot be spoken to is gone, and with it what was changed.
        let _ = self.link.execute(&arranged.way_back(|text| dialect.quote_text(text)));
        if self.locked {
            // `DISCARD ALL` gives back every lock.
            self.lock_again();
        }
    }
}
