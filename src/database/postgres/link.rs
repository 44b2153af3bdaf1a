use std::sync::{Arc, Mutex, PoisonError};

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel_async::AsyncPgConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::connect::{Connected, connect};
use super::error::{of_client, of_diesel};
use super::row::{TextRow, fields};
use crate::database::server::{Blocking, Cancellable, block_on, enter};
use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::Result;
use crate::settings::ServerAddress;

/// Diesel's connection to PostgreSQL, without any C library: what `diesel::PgConnection` is to libpq.
pub type PgConnection = AsyncConnectionWrapper<AsyncPgConnection, Blocking>;

/// A session on a PostgreSQL server. It speaks by itself until code asks for Diesel's connection, and through that from
/// then on: settings, locks and an open transaction stay.
pub(crate) struct PostgresLink {
    speaker: Speaker,
    /// Stops what runs when the process is asked to end.
    _cancellable: Cancellable,
    /// The last words of a server that has ended the session.
    ended: Arc<Mutex<Option<SqlError>>>,
    reads_backslashes: bool,
}

enum Speaker {
    Own(Client),
    Diesel(Box<PgConnection>),
    /// What the change to Diesel's connection leaves behind when it fails.
    Nobody,
}

impl PostgresLink {
    /// Connects, and arranges what Diesel arranges: times are UTC, texts UTF-8. Further statements may go with that.
    ///
    /// # Errors
    /// When there is no connection to be had.
    pub(crate) fn connect(address: &ServerAddress, more: &str) -> Result<Self> {
        enter()?;
        let Connected { client, ended, cancellable, reads_backslashes } = connect(address)?;
        let mut link = Self { speaker: Speaker::Own(client), _cancellable: cancellable, ended, reads_backslashes };
        // The journal compares moments as they are written; which way round day and month are stays the database's.
        let mut arranged = "SET TIME ZONE 'UTC'; SET datestyle = ISO".to_owned();
        if !more.is_empty() {
            arranged.push_str("; ");
            arranged.push_str(more);
        }
        for (name, limit) in [("lock_timeout", address.lock_timeout), ("statement_timeout", address.statement_timeout)]
        {
            if let Some(limit) = limit {
                arranged.push_str(&format!("; SET {name} = {}", limit.as_millis()));
            }
        }
        link.execute(&arranged).map_err(|error| error.during(format!("cannot begin a session at {address}")))?;
        Ok(link)
    }

    /// Whether the database or the role has backslashes escape in plain strings, as all had before PostgreSQL 9.1.
    pub(crate) fn reads_backslashes(&self) -> bool {
        self.reads_backslashes
    }

    /// Runs one statement, or several in one round trip; without a transaction around them the server makes one of
    /// several.
    ///
    /// # Errors
    /// With what the server says.
    pub(crate) fn execute(&mut self, sql: &str) -> Result<(), SqlError> {
        let done = match &mut self.speaker {
            Speaker::Own(client) => block_on(client.batch_execute(sql)).map_err(|error| of_client(&error)),
            Speaker::Diesel(connection) => connection.batch_execute(sql).map_err(of_diesel),
            Speaker::Nobody => Err(gone()),
        };
        done.map_err(|error| self.placed(error))
    }

    /// Runs a query, and gives each value in the server's own spelling; NULL is `None`.
    ///
    /// # Errors
    /// With what the server says.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let rows = match &mut self.speaker {
            Speaker::Own(client) => block_on(client.simple_query(sql)).map(texts).map_err(|error| of_client(&error)),
            Speaker::Diesel(connection) => through_diesel(connection, sql),
            Speaker::Nobody => Err(gone()),
        };
        rows.map_err(|error| self.placed(error))
    }

    /// Runs statements and, in the same round trip where that can be had, a query, whose rows are given.
    ///
    /// # Errors
    /// With what the server says.
    pub(crate) fn query_after(&mut self, statements: &str, sql: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        if statements.is_empty() || matches!(self.speaker, Speaker::Own(_)) {
            return self.query(&format!("{statements}{sql}"));
        }
        self.execute(statements)?;
        self.query(sql)
    }

    /// Diesel's connection, which this session speaks through from now on.
    ///
    /// # Errors
    /// When the session is lost, or its transaction has failed already.
    pub(crate) fn diesel(&mut self) -> Result<&mut PgConnection, SqlError> {
        if let Speaker::Own(_) = self.speaker {
            // Diesel sets it to UTC once more; a statement of the settings may have chosen another.
            let zone =
                self.query("SELECT pg_catalog.set_config('TimeZone', pg_catalog.current_setting('TimeZone'), false)")?;
            if let Speaker::Own(client) = std::mem::replace(&mut self.speaker, Speaker::Nobody) {
                let connection = block_on(AsyncPgConnection::try_from(client))
                    .map_err(|error| SqlError::new(error.to_string(), SqlErrorKind::ConnectionLost))?;
                self.speaker = Speaker::Diesel(Box::new(PgConnection::from(connection)));
            }
            if let Some(zone) = zone.into_iter().flatten().flatten().next() {
                self.execute(&format!("SET TIME ZONE '{}'", zone.replace('\'', "''")))?;
            }
        }
        match &mut self.speaker {
            Speaker::Diesel(connection) => Ok(connection),
            _ => Err(gone()),
        }
    }

    /// Diesel's connection alone.
    ///
    /// # Errors
    /// As for [`PostgresLink::diesel`].
    pub(crate) fn into_diesel(mut self) -> Result<PgConnection, SqlError> {
        self.diesel()?;
        match self.speaker {
            Speaker::Diesel(connection) => Ok(*connection),
            _ => Err(gone()),
        }
    }

    /// An error that only says that there is no connection is one that the server may have said more about; and what
    /// ended because the process is to end is no failure.
    fn placed(&self, error: SqlError) -> SqlError {
        if error.kind == SqlErrorKind::ConnectionLost
            && error.code.is_none()
            && let Some(last) = self.ended.lock().unwrap_or_else(PoisonError::into_inner).clone()
        {
            return SqlError { kind: SqlErrorKind::ConnectionLost, ..last };
        }
        error.unless_interrupted()
    }
}

/// Texts, as the simple protocol has them: the rows of the last statement that has some.
fn texts(messages: Vec<SimpleQueryMessage>) -> Vec<Vec<Option<String>>> {
    let mut rows = Vec::new();
    for message in messages {
        match message {
            SimpleQueryMessage::RowDescription(_) => rows.clear(),
            SimpleQueryMessage::Row(row) => {
                rows.push((0..row.len()).map(|place| row.try_get(place).ok().flatten().map(str::to_owned)).collect());
            }
            _ => {}
        }
    }
    rows
}

/// Diesel's connection asks for values in the binary form of their types; a row as one value has them as texts.
fn through_diesel(connection: &mut PgConnection, sql: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
    let bare = sql.trim().trim_end_matches(';');
    let word = bare.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default().to_ascii_lowercase();
    if ["select", "with", "values", "table"].contains(&word.as_str()) {
        // A line of its own for the end: the query may close with a comment.
        let wrapped = format!("SELECT whole_row::text FROM ({bare}\n) AS whole_row");
        let rows: Vec<TextRow> = diesel::sql_query(wrapped).load(connection).map_err(of_diesel)?;
        return Ok(rows.into_iter().flat_map(|row| row.0).flatten().map(|row| fields(&row)).collect());
    }
    let rows: Vec<TextRow> = diesel::sql_query(sql).load(connection).map_err(of_diesel)?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

fn gone() -> SqlError {
    SqlError::new("the session is gone", SqlErrorKind::ConnectionLost)
}
