use std::io;

use rustix::fd::BorrowedFd;

use super::left::Left;
use crate::interruption::{self, Manner, Signal};

/// Signals are kept for the question as long as this is there.
pub(super) struct Held {
    _held: interruption::Held,
    wake: BorrowedFd<'static>,
}

impl Held {
    /// From now on.
    pub(super) fn begin() -> io::Result<Self> {
        let held = interruption::hold(Manner::Asking);
        let wake = interruption::wake().ok_or_else(|| io::Error::other("signals cannot be watched"))?;
        Ok(Self { _held: held, wake })
    }

    /// The signal that has come, if one has.
    pub(super) fn check(&self) -> Result<(), Left> {
        match interruption::take() {
            None => Ok(()),
            Some(Signal::Interrupt) => Err(Left::Interrupted),
            Some(Signal::Terminate) => Err(Left::Terminated),
            Some(Signal::HangUp) => Err(Left::HungUp),
        }
    }

    /// What becomes readable with a signal.
    pub(super) fn wake(&self) -> BorrowedFd<'_> {
        self.wake
    }
}
