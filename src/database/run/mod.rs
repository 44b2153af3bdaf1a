//! Running migrations: under the lock, each whole or not at all, recorded in the same transaction.

mod batch;
mod failure;
mod inside;
mod options;
mod outside;
mod record;
#[allow(clippy::module_inception)]
mod run;
mod rust;
mod surroundings;

pub use options::Options;
pub(super) use record::now;
pub(super) use run::under_lock;
pub use run::{downgrade, migrate};

#[cfg(test)]
mod tests;
