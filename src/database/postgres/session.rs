use std::fmt;

use super::arranged::{Arranged, contains, may_change, may_change_by};
use super::link::PostgresLink;
use super::scratch::Scratch;
use super::shareable::can_share;
use crate::database::access::Access;
use crate::database::session::{Session, SqlError, SqlErrorKind};
use crate::dialect::postgres::searched_first;
use crate::dialect::{Dialect, Driver, is_doubtful};
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
    /// Whether a statement was gathered that may have changed where tables are looked for.
    pub(super) restless: bool,
    /// Whether the settings say how long locks of others are waited for.
    pub(super) patient: bool,
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
        let more = if access == Access::ReadOnly { "; SET default_transaction_read_only = on" } else { "" };
        let link = PostgresLink::connect(address, &format!("{QUIET}{more}"))?;
        Ok(Self { patient: address.lock_timeout.is_some(), ..Self::of(link, address.to_string()) })
    }

    /// The session of a connection, in UTC as Diesel has it.
    pub(super) fn of(link: PostgresLink, label: String) -> Self {
        Self {
            link,
            label,
            shared: false,
            locked: false,
            gathered: None,
            arranged: None,
            base: None,
            deferring: false,
            restless: false,
            patient: false,
            scratch: None,
        }
    }

    /// Sends what was gathered.
    pub(super) fn send(&mut self) -> Result<(), SqlError> {
        match self.gathered.as_mut().map(std::mem::take).filter(|gathered| !gathered.is_empty()) {
            Some(gathered) => self.link.execute(&gathered),
            None => Ok(()),
        }
    }

    /// Whether a statement may have been cut in the wrong place, as far as the connection told at its beginning.
    pub(super) fn is_doubtful(&self, statements: &[Statement]) -> bool {
        self.link.reads_backslashes() && statements.iter().any(|own| is_doubtful(&own.text))
    }

    /// Refuses what may have been cut in the wrong place, since a quote that comes after a backslash ends a string or
    /// does not.
    fn refuse_doubtful(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        if !self.is_doubtful(statements) {
            return Ok(());
        }
        // The settings may have said otherwise for this session.
        if self.query("SHOW standard_conforming_strings")?.concat().contains(&Some("on".to_owned())) {
            return Ok(());
        }
        let message = "a backslash stands before a quote, and `standard_conforming_strings` is off here";
        let hint = "begin the string with E, `E'…'`, which means the same everywhere; or, where the backslash stands for \
                    itself, have it `\"session\": [\"SET standard_conforming_strings = on\"]` in the settings";
        Err(SqlError { hint: Some(hint.to_owned()), ..SqlError::new(message, SqlErrorKind::Statement) })
    }

    /// Where ledger and journal are found.
    pub(super) fn note_base(&mut self) -> Result<(), SqlError> {
        if self.base.is_none() {
            self.base = Some(base(self.query(BASE)?));
        }
        Ok(())
    }
}

/// What nobody looks at is not sent.
pub(super) const QUIET: &str = "SET client_min_messages = warning";

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
        self.deferring = self.deferring || contains(statement, "deferr");
        match &mut self.gathered {
            Some(gathered) => {
                self.restless = self.restless || may_change_by(statement);
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

    fn sends_as_one(&mut self, statements: &[Statement]) -> Result<bool, SqlError> {
        Ok(!self.is_doubtful(statements) && !may_change(statements) && can_share(statements))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let gathered = self.gathered.as_mut().map(std::mem::take).unwrap_or_default();
        self.link.query_after(&gathered, query)
    }

    fn make_home(&mut self, comes: &dyn Fn(&str) -> bool) -> Result<(), SqlError> {
        let searched = self.query("SHOW search_path")?.concat().into_iter().next().flatten();
        let home = searched.and_then(|list| searched_first(&list));
        match home.filter(|own| own != "public" && !comes(own)) {
            Some(home) => self.execute(&format!("CREATE SCHEMA IF NOT EXISTS {}", self.dialect().quote(&home))),
            None => Ok(()),
        }
    }

    fn introspect(&mut self) -> Result<Schema> {
        super::introspect::introspect(self, None)
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        super::introspect::introspect(self, Some(tables))
    }

    fn arrange_for(&mut self, statements: &[Statement]) -> Result<(), SqlError> {
        self.refuse_doubtful(statements)?;
        self.note_base()?;
        if may_change(statements) {
            self.arranged = Some(Arranged::of(self.query(Arranged::QUERY)?));
        }
        Ok(())
    }

    fn restore(&mut self) -> Result<(), SqlError> {
        // What is sent with others is looked at as it is gathered.
        if self.gathered.is_some() && !std::mem::take(&mut self.restless) {
            return Ok(());
        }
        let Some((path, role)) = &self.base else { return Ok(()) };
        let literal = |text: &str| self.dialect().quote_text_anywhere(text);
        // For the transaction: outside one of ours the file may go on with what it has set.
        let local = self.gathered.is_none();
        let statement = format!(
            "SELECT pg_catalog.set_config('role', {}, {local}), pg_catalog.set_config('search_path', {}, {local})",
            literal(role),
            literal(path)
        );
        self.execute(&statement)?;
        self.restless = false;
        Ok(())
    }

    fn put_back(&mut self) {
        self.base = None;
        let Some(arranged) = self.arranged.take() else { return };
        let dialect = self.dialect();
        // A session that cannot be spoken to is gone, and with it what was changed.
        let _ = self.link.execute(&arranged.way_back(|text| dialect.quote_text_anywhere(text)));
        if self.locked {
            // `DISCARD ALL` gives back every lock.
            self.lock_again();
        }
    }
}
