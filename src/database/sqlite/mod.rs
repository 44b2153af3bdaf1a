//! SQLite: files and scratch databases in memory, by way of Diesel's own connection.

mod concern;
mod create_index;
mod create_table;
mod cursor;
mod foreign_keys;
mod identity;
mod introspect;
mod keys;
mod row;
mod session;
mod target;
mod uri;

pub use session::SqliteSession;
pub(crate) use session::sql_error;
