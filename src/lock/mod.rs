//! The lock on an SQLite file, which `manage` and applications take alike. It needs no driver.

mod holder;
mod lock_file;

pub use holder::Holder;
pub(crate) use lock_file::{Attempt, LockFile};
