//! Databases: connecting, looking, and running migrations with a lock, a ledger and a journal.

mod event;
mod holder;
mod journal;
mod ledger;
mod lock;
mod session;
pub mod sqlite;
mod status;
mod target;

pub use event::{Direction, Event, Reporter};
pub use holder::Holder;
pub use journal::Entry;
pub use session::{Session, SqlError, SqlErrorKind};
pub use status::{MigrationState, State, status};
pub use target::{LockAttempt, Target, Violation};
