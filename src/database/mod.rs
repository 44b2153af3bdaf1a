//! Databases: connecting, looking, and running migrations with a lock, a ledger and a journal.

mod session;

pub use session::{Session, SqlError};
