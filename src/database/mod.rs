//! Databases: connecting, looking, and running migrations with a lock, a ledger and a journal.

mod ledger;
mod session;
pub mod sqlite;

pub use session::{Session, SqlError, SqlErrorKind};
