use crate::error::{ErrorKind, exit_code};

/// How a command ended that did not end with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// The answer is no: a check found something.
    No,
    /// It failed for some databases, and their errors have been shown; this is the gravest kind.
    Failed(ErrorKind),
}

impl Outcome {
    /// The exit code, as documented: stable.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => exit_code::DONE,
            Self::No => exit_code::NO,
            Self::Failed(kind) => kind.exit_code(),
        }
    }

    /// The graver of the two: 6, 5, 4, 3, 1, as they are numbered; an interruption before all.
    #[must_use]
    pub fn or_graver(self, other: Self) -> Self {
        if other.exit_code() > self.exit_code() { other } else { self }
    }
}
