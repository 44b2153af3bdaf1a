use crate::error::{Error, ErrorKind, Result, exit_code};

/// How a command ended that did not end with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is done: exit code 0.
    Done,
    /// The answer is no: a check found something. Exit code 1.
    No,
    /// Something that only this command knows the meaning of. Codes from 10 to 99 are free for that
    /// ([`exit_code::OWN`]); another one is an error.
    Code(u8),
    /// It failed for some databases, and their errors have been shown; this is the gravest kind.
    Failed(ErrorKind),
}

impl Outcome {
    /// The exit code, as documented: stable.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Done => exit_code::DONE,
            Self::No => exit_code::NO,
            Self::Code(code) => code,
            Self::Failed(kind) => kind.exit_code(),
        }
    }

    /// The graver of the two: 6, 5, 4, 3, a command's own code, 1; an interruption before all.
    #[must_use]
    pub fn or_graver(self, other: Self) -> Self {
        if other.gravity() > self.gravity() { other } else { self }
    }

    fn gravity(self) -> (u8, u8) {
        let rank = if matches!(self, Self::Code(_)) { exit_code::USAGE } else { self.exit_code() };
        (rank, self.exit_code())
    }

    /// The same, if its exit code does not mean something else.
    pub(super) fn checked(self) -> Result<Self> {
        match self {
            Self::Code(code) if !exit_code::OWN.contains(&code) => {
                Err(Error::failure(format!("the command ended with the exit code {code}, which is not free"))
                    .hint("codes of own commands are from 10 to 99; `Outcome::Done` is 0, `Outcome::No` is 1"))
            }
            outcome => Ok(outcome),
        }
    }
}
