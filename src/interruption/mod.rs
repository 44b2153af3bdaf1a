//! Requests from outside to end: Ctrl-C, SIGTERM, a terminal that is gone. Signals are the process's, and so is this.

mod manner;
mod signal;
#[cfg_attr(not(unix), path = "watch_elsewhere.rs")]
mod watch;

pub(crate) use manner::{Ending, Manner};
pub(crate) use signal::Signal;
#[cfg(unix)]
pub(crate) use watch::wake;
pub(crate) use watch::{Held, hold, take};

use crate::error::{Error, Result};

/// Whether the process was asked to end and nobody has noticed that yet, while somebody [holds](hold) that back. Now it
/// is noticed.
pub(crate) fn notice() -> bool {
    watch::unnoticed().is_some()
}

/// Whether the work may go on.
///
/// # Errors
/// Of kind `Interrupted` or `Terminated` when the process was asked to end while somebody [holds](hold) that back.
pub(crate) fn check() -> Result<()> {
    match watch::pending() {
        None => Ok(()),
        Some(signal) => Err(Error::new(signal.kind(), signal.word())),
    }
}
