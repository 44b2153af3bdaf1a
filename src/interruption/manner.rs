use std::fmt;
use std::sync::Arc;

use super::Signal;

/// What a signal does while somebody holds it back.
#[derive(Clone)]
pub(crate) enum Manner {
    /// It ends the process at once, in words of its own: there is nothing to be lost.
    AtOnce(Ending),
    /// It is noticed by whoever asks, which is done where the work can stop. Work that does not come to such a place in
    /// time, or not before the second signal, is ended all the same, in these words.
    AtBoundary(Ending),
    /// It is an answer to a question.
    Asking,
}

/// Says that the process ends, and ends it.
pub(crate) type Ending = Arc<dyn Fn(Signal) + Send + Sync>;

impl fmt::Debug for Manner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtOnce(_) => "AtOnce",
            Self::AtBoundary(_) => "AtBoundary",
            Self::Asking => "Asking",
        })
    }
}
