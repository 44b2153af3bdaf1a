use std::thread::{Builder, JoinHandle};

use super::access::Access;
use super::mysql::{MysqlScratch, MysqlSession};
use super::postgres::{self, PostgresSession};
use super::session::Session;
use super::sqlite::SqliteSession;
use super::target::Target;
use crate::error::Result;
use crate::settings::{Address, ServerAddress};

/// Connects to a database to run migrations on it, or to look at it.
///
/// # Errors
/// When it is not there, refuses the connection, or is none, each with what helps.
pub fn open(address: &Address, access: Access) -> Result<Box<dyn Target>> {
    match address {
        Address::Sqlite(address) => Ok(Box::new(SqliteSession::open(address, access)?)),
        Address::Postgres(address) => Ok(Box::new(PostgresSession::open(address, access)?)),
        Address::Mysql(address) => Ok(Box::new(MysqlSession::open(address, access)?)),
    }
}

/// Begins to connect to a server, while something else is done.
pub fn begin_to_open(address: &ServerAddress, access: Access) -> Option<Opening> {
    let address = address.clone();
    Builder::new().spawn(move || PostgresSession::open(&address, access)).ok()
}

/// A connection to PostgreSQL that is on its way.
pub type Opening = JoinHandle<Result<PostgresSession>>;

/// A database that is empty, and gone when the session ends: in memory, or beside the one of the address.
///
/// # Errors
/// When there can be none.
pub fn scratch(address: &Address) -> Result<Box<dyn Session>> {
    match address {
        Address::Sqlite(_) => Ok(Box::new(SqliteSession::in_memory()?)),
        Address::Postgres(address) => postgres::scratch(address),
        Address::Mysql(address) => Ok(Box::new(MysqlScratch::create(address)?)),
    }
}
