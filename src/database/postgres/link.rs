use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, NoTls, SimpleQueryMessage};

use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::{Error, Result};
use crate::settings::ServerAddress;

static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();

fn block_on<T>(work: impl Future<Output = T>) -> Result<T, SqlError> {
    let runtime = RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build().ok());
    let none = || SqlError { message: "there is no runtime to speak to servers".to_owned(), kind: SqlErrorKind::Io };
    Ok(runtime.as_ref().ok_or_else(none)?.block_on(work))
}

/// A connection to a server.
pub(super) struct Link {
    pub(super) client: Client,
}

impl Link {
    /// Connects to the database of the address, or to another one of its server.
    pub(super) fn connect(address: &ServerAddress, database: Option<&str>) -> Result<Self> {
        let failed = |error: tokio_postgres::Error| {
            let message = format!("`{address}` cannot be reached");
            sql_error(&error).during(message)
        };
        let mut config: Config = address.url().parse().map_err(failed)?;
        if let Some(database) = database {
            config.dbname(database);
        }
        if config.get_application_name().is_none() {
            config.application_name("manage");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        let connected = block_on(async {
            let (client, connection) = config.connect(NoTls).await?;
            tokio::spawn(connection);
            Ok(client)
        });
        Ok(Self { client: connected.map_err(Error::from)?.map_err(failed)? })
    }

    /// Runs statements in one round trip, and gives the rows of the last that has some.
    pub(super) fn run(&mut self, statements: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let messages = block_on(self.client.simple_query(statements))?.map_err(|error| sql_error(&error))?;
        let mut rows = Vec::new();
        for message in messages {
            match message {
                SimpleQueryMessage::RowDescription(_) => rows.clear(),
                SimpleQueryMessage::Row(row) => {
                    rows.push((0..row.len()).map(|place| row.get(place).map(str::to_owned)).collect());
                }
                _ => {}
            }
        }
        Ok(rows)
    }
}

/// What the server says.
fn sql_error(error: &tokio_postgres::Error) -> SqlError {
    let Some(own) = error.as_db_error() else {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
        return SqlError { message: format!("{error}{cause}"), kind: SqlErrorKind::Statement };
    };
    let kind = match own.code().code() {
        "55P03" => SqlErrorKind::Busy,
        "53100" => SqlErrorKind::Full,
        _ => SqlErrorKind::Statement,
    };
    SqlError { message: own.message().to_owned(), kind }
}
