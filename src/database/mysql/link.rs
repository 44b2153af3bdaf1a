use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel_async::AsyncMysqlConnection;
use diesel_async::async_connection_wrapper::AsyncConnectionWrapper;
use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Value};

use super::connect::connect;
use super::error::{of_client, of_diesel};
use super::row::TextRow;
use crate::database::server::{Blocking, Cancellable, block_on, enter};
use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::Result;
use crate::settings::ServerAddress;

/// Diesel's connection to MySQL and MariaDB, without any C library: what `diesel::MysqlConnection` is to libmysqlclient.
pub type MysqlConnection = AsyncConnectionWrapper<AsyncMysqlConnection, Blocking>;

/// What Diesel arranges in a session.
const SET_UP: &str = "SET time_zone = '+00:00', character_set_client = 'utf8mb4', \
                      character_set_connection = 'utf8mb4', character_set_results = 'utf8mb4'";

/// A session on a MySQL or MariaDB server. It speaks by itself until code asks for Diesel's connection, and through that
/// from then on: settings, locks and an open transaction stay.
pub(crate) struct MysqlLink {
    speaker: Speaker,
    /// Stops what runs when the process is asked to end.
    _cancellable: Cancellable,
    id: u32,
}

enum Speaker {
    Own(Box<Conn>),
    Diesel(Box<MysqlConnection>),
    /// What the change to Diesel's connection leaves behind when it fails.
    Nobody,
}

impl MysqlLink {
    /// Connects, and arranges what Diesel arranges: times are UTC, texts UTF-8.
    ///
    /// # Errors
    /// When there is no connection to be had.
    pub(crate) fn connect(address: &ServerAddress) -> Result<Self> {
        enter()?;
        let (connection, options) = connect(address)?;
        let id = connection.id();
        let cancellable = Cancellable::new(move || {
            let options = options.clone();
            async move {
                if let Ok(mut second) = Conn::new(options).await {
                    let _ = second.query_drop(format!("KILL QUERY {id}")).await;
                    let _ = second.disconnect().await;
                }
            }
        });
        let mut link = Self { speaker: Speaker::Own(Box::new(connection)), _cancellable: cancellable, id };
        let mut arranged = SET_UP.to_owned();
        if let Some(limit) = address.lock_timeout {
            // Whole seconds; none at all would be no waiting.
            let seconds = limit.as_secs().max(1);
            arranged.push_str(&format!(", lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"));
        }
        let began = |error: SqlError| error.during(format!("cannot begin a session at {address}"));
        if let Some(limit) = address.statement_timeout {
            let version =
                link.query("SELECT VERSION()").map_err(began)?.into_iter().flatten().flatten().collect::<String>();
            // MySQL has a limit for queries alone.
            arranged.push_str(&match version.contains("MariaDB") {
                true => format!(", max_statement_time = {}", limit.as_secs_f64()),
                false => format!(", max_execution_time = {}", limit.as_millis()),
            });
        }
        link.execute(&arranged).map_err(began)?;
        Ok(link)
    }

    /// Its number on the server.
    #[allow(dead_code)]
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Runs one statement, or several in one round trip.
    ///
    /// # Errors
    /// With what the server says.
    pub(crate) fn execute(&mut self, sql: &str) -> Result<(), SqlError> {
        let done = match &mut self.speaker {
            Speaker::Own(connection) => block_on(connection.query_drop(sql)).map_err(|error| of_client(&error)),
            Speaker::Diesel(connection) => connection.batch_execute(sql).map_err(of_diesel),
            Speaker::Nobody => Err(gone()),
        };
        done.map_err(SqlError::unless_interrupted)
    }

    /// Runs a query, and gives each value as text; NULL is `None`.
    ///
    /// # Errors
    /// With what the server says.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let rows = match &mut self.speaker {
            Speaker::Own(connection) => block_on(connection.query::<mysql_async::Row, _>(sql))
                .map(|rows| {
                    rows.into_iter()
                        .map(|row| row.unwrap_raw().into_iter().map(|value| value.and_then(text)).collect())
                        .collect()
                })
                .map_err(|error| of_client(&error)),
            Speaker::Diesel(connection) => diesel::sql_query(sql)
                .load::<TextRow>(&mut **connection)
                .map(|rows| rows.into_iter().map(|row| row.0).collect())
                .map_err(of_diesel),
            Speaker::Nobody => Err(gone()),
        };
        rows.map_err(SqlError::unless_interrupted)
    }

    /// Diesel's connection, which this session speaks through from now on.
    ///
    /// # Errors
    /// When the session is lost.
    pub(crate) fn diesel(&mut self) -> Result<&mut MysqlConnection, SqlError> {
        if let Speaker::Own(_) = self.speaker {
            // Diesel arranges them once more; a statement of the settings may have chosen otherwise.
            let kept = self.query(
                "SELECT @@time_zone, @@character_set_client, @@character_set_connection, @@character_set_results, \
                 @@collation_connection",
            )?;
            if let Speaker::Own(connection) = std::mem::replace(&mut self.speaker, Speaker::Nobody) {
                let connection = block_on(AsyncMysqlConnection::try_from(*connection))
                    .map_err(|error| SqlError::new(error.to_string(), SqlErrorKind::ConnectionLost))?;
                self.speaker = Speaker::Diesel(Box::new(MysqlConnection::from(connection)));
            }
            self.execute(&again(&kept.concat()))?;
        }
        match &mut self.speaker {
            Speaker::Diesel(connection) => Ok(connection),
            _ => Err(gone()),
        }
    }

    /// Diesel's connection alone.
    ///
    /// # Errors
    /// As for [`MysqlLink::diesel`].
    pub(crate) fn into_diesel(mut self) -> Result<MysqlConnection, SqlError> {
        self.diesel()?;
        match self.speaker {
            Speaker::Diesel(connection) => Ok(*connection),
            _ => Err(gone()),
        }
    }
}

/// The statement that sets these to what they were. A collation sets the character set that it is of.
fn again(values: &[Option<String>]) -> String {
    let names = [
        "time_zone",
        "character_set_client",
        "character_set_connection",
        "character_set_results",
        "collation_connection",
    ];
    let assignments = names.iter().zip(values).map(|(name, value)| match value {
        Some(value) => format!("{name} = '{}'", value.replace('\'', "''")),
        None => format!("{name} = NULL"),
    });
    format!("SET {}", assignments.collect::<Vec<_>>().join(", "))
}

/// A value of the text protocol.
fn text(value: Value) -> Option<String> {
    match value {
        Value::NULL => None,
        // Bytes that are no UTF-8 are replaced: an odd comment in a schema is no reason to fail.
        Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        other => Some(other.as_sql(true)),
    }
}

fn gone() -> SqlError {
    SqlError::new("the session is gone", SqlErrorKind::ConnectionLost)
}
