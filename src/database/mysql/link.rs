use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Opts, OptsBuilder, Row, Value};

use crate::database::server::runtime::runtime;
use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::{Error, Result};
use crate::settings::ServerAddress;

/// A connection to a server.
pub(super) struct Link {
    conn: Conn,
}

impl Link {
    /// Connects; without a database where that is not asked for.
    pub(super) fn connect(address: &ServerAddress, with_database: bool) -> Result<Self> {
        let failed = |error: mysql_async::Error| cannot_connect(address, error);
        let opts = Opts::from_url(address.url()).map_err(|error| failed(error.into()))?;
        let builder = OptsBuilder::from_opts(opts.clone()).prefer_socket(false);
        let builder = if with_database { builder } else { builder.db_name(None::<String>) };
        let conn = runtime()?.block_on(Conn::new(builder)).map_err(failed)?;
        Ok(Self { conn })
    }

    pub(super) fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        let runtime = runtime().map_err(|error| SqlError { message: error.to_string(), kind: SqlErrorKind::Io })?;
        runtime.block_on(self.conn.query_drop(statement)).map_err(|error| sql_error(&error))
    }

    pub(super) fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        let runtime = runtime().map_err(|error| SqlError { message: error.to_string(), kind: SqlErrorKind::Io })?;
        let rows: Vec<Row> = runtime.block_on(self.conn.query(query)).map_err(|error| sql_error(&error))?;
        let text = |value: Value| match value {
            Value::NULL => None,
            Value::Bytes(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            value => Some(value.as_sql(true)),
        };
        Ok(rows.into_iter().map(|row| row.unwrap().into_iter().map(text).collect()).collect())
    }
}

fn cannot_connect(address: &ServerAddress, error: mysql_async::Error) -> Error {
    let missing = matches!(&error, mysql_async::Error::Server(server) if server.code == 1049);
    let failed = Error::failure(format!("{address}: no connection")).because(error);
    if missing {
        failed
            .hint("make the database (`CREATE DATABASE … CHARACTER SET utf8mb4`), or correct its name in the settings")
    } else {
        failed
    }
}

fn sql_error(error: &mysql_async::Error) -> SqlError {
    match error {
        mysql_async::Error::Server(server) => {
            let kind = if server.code == 1205 { SqlErrorKind::Busy } else { SqlErrorKind::Statement };
            SqlError { message: format!("{} (error {}, {})", server.message, server.code, server.state), kind }
        }
        error => SqlError { message: error.to_string(), kind: SqlErrorKind::Statement },
    }
}
