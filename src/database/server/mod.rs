//! What connections to servers have in common: the runtime that they run on, and how a running statement is stopped.

mod cancellation;
mod refusal;
mod runtime;
mod tls;

pub(super) use cancellation::Cancellable;
pub(super) use refusal::Refusal;
pub(super) use runtime::{Blocking, block_on, enter, spawn};
pub(super) use tls::{client_config, trusted, unreadable};
