use super::access::Access;
use super::postgres::{self, PostgresSession};
use super::session::Session;
use super::sqlite::SqliteSession;
use super::target::Target;
use crate::error::{Error, Result};
use crate::settings::Address;

/// Connects to a database to run migrations on it, or to look at it.
///
/// # Errors
/// When it is not there, refuses the connection, or is none, each with what helps.
pub fn open(address: &Address, access: Access) -> Result<Box<dyn Target>> {
    match address {
        Address::Sqlite(address) => Ok(Box::new(SqliteSession::open(address, access)?)),
        Address::Postgres(address) => Ok(Box::new(PostgresSession::open(address, access)?)),
        Address::Mysql(_) => Err(unspoken(address)),
    }
}

/// A database that is empty, and gone when the session ends: in memory, or beside the one of the address.
///
/// # Errors
/// When there can be none.
pub fn scratch(address: &Address) -> Result<Box<dyn Session>> {
    match address {
        Address::Sqlite(_) => Ok(Box::new(SqliteSession::in_memory()?)),
        Address::Postgres(address) => postgres::scratch(address),
        Address::Mysql(_) => Err(unspoken(address)),
    }
}

fn unspoken(address: &Address) -> Error {
    Error::failure(format!("{address}: this version of manage speaks no MySQL"))
        .hint("leave it out with `--database ALIAS` for the others, or set `\"managed\": false` for it")
}
