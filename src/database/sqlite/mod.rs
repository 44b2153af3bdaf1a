//! SQLite: files and scratch databases in memory, by way of Diesel's own connection.

mod create_index;
mod create_table;
mod cursor;
mod introspect;
mod location;
mod lock_file;
mod row;
mod session;
mod target;

pub use location::{Access, Location};
pub use session::SqliteSession;
