//! That every migration holds: forward, back and forward again on a scratch database, with rows in its tables.

mod agreed;
mod astray;
mod catalog;
mod contents;
mod copied;
mod fill;
mod finding;
mod ground;
mod loss;
mod picture;
mod renames;
mod run;
mod touched;
#[allow(clippy::module_inception)]
mod verification;

pub use finding::{Fault, Finding, Remark};
pub(super) use run::{Way, run};
pub use verification::{Verification, Verified};
