use super::{Manner, Signal};

/// Where there are no Unix signals, the system ends the process.
pub(crate) struct Held;

pub(crate) fn hold(_manner: Manner) -> Held {
    Held
}

pub(crate) fn take() -> Option<Signal> {
    None
}

pub(super) fn pending() -> Option<Signal> {
    None
}

pub(super) fn unnoticed() -> Option<Signal> {
    None
}
