//! What connections to servers have in common: the runtime that they run on, and how a running statement is stopped.

mod cancellation;
mod runtime;

pub(super) use cancellation::Cancellable;
pub use runtime::Blocking;
pub(super) use runtime::{block_on, enter, spawn};
