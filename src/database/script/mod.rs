//! Migrations as a script that the database's own command line runs to the same result.

mod client;
mod guarded;
mod mark;
mod rehearsal;
#[allow(clippy::module_inception)]
mod script;
mod supposed;

pub use rehearsal::Rehearsal;
pub use script::SqlScript;
pub use supposed::supposed;
