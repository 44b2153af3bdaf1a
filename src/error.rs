//! What can go wrong, in the one shape that reaches a person: a line that says what and where, its causes, and hints.

use std::error::Error as StdError;
use std::fmt;

/// `Result` with the crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kinds of failure. Each has its exit code: see [`ErrorKind::exit_code`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The command line is wrong.
    Usage,
    /// A question needs an answer.
    Question,
    /// The lock was not had in time.
    Lock,
    /// The history needs repair: edited, missing, colliding, half done.
    History,
    /// Anything else: settings, models, database, SQL, files.
    Failure,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
}

impl ErrorKind {
    /// The exit code, as documented: stable.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Usage => exit_code::USAGE,
            Self::Question => exit_code::QUESTION,
            Self::Lock => exit_code::LOCK,
            Self::History => exit_code::HISTORY,
            Self::Failure => exit_code::FAILURE,
            Self::Interrupted => exit_code::INTERRUPTED,
            Self::Terminated => exit_code::TERMINATED,
        }
    }
}

impl ErrorKind {
    /// What it is called in data: stable.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Question => "question",
            Self::Lock => "lock",
            Self::History => "history",
            Self::Failure => "failure",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

/// Exit codes, stable and documented.
///
/// A panic, which is always a fault of the program, is none of them: Rust ends it with 101.
pub mod exit_code {
    /// Done.
    pub const DONE: u8 = 0;
    /// The answer is no: `--check`, `check` or `verify` found something.
    pub const NO: u8 = 1;
    /// The command line is wrong.
    pub const USAGE: u8 = 2;
    /// A question needs an answer.
    pub const QUESTION: u8 = 3;
    /// The lock was not had in time.
    pub const LOCK: u8 = 4;
    /// The history needs repair: edited, missing, colliding, half done.
    pub const HISTORY: u8 = 5;
    /// An error: settings, models, database, SQL, files.
    pub const FAILURE: u8 = 6;
    /// What an own command can give a meaning to: see [`Outcome::Code`](crate::Outcome::Code).
    pub const OWN: std::ops::RangeInclusive<u8> = 10..=99;
    /// Ctrl-C.
    pub const INTERRUPTED: u8 = 130;
    /// SIGTERM.
    pub const TERMINATED: u8 = 143;
}

/// An error: one line that says what went wrong and where, its causes, and what helps.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    hints: Vec<String>,
    others: Vec<Error>,
}

impl Error {
    /// An error of this kind. The message is one line, begins in lower case and has no full stop.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None, hints: Vec::new(), others: Vec::new() }
    }

    /// An error of the kind [`ErrorKind::Failure`], exit code 6.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failure, message)
    }

    /// An error of the kind [`ErrorKind::Usage`], exit code 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// An error of the kind [`ErrorKind::History`], exit code 5.
    pub fn history(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::History, message)
    }

    /// The same error, caused by another.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The same error with a command or an edit that helps.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The same error with another that was found with it: mistakes are told all at once, as a compiler does.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.others.push(other);
        self
    }

    /// Its kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The same without what helps, where that is said elsewhere.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn without_hints(mut self) -> Self {
        self.hints.clear();
        self
    }

    /// The same with what helps said otherwise, also of what was found with it.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) fn with_hints_as(mut self, say: &dyn Fn(&str) -> String) -> Self {
        self.hints = self.hints.iter().map(|hint| say(hint)).collect();
        self.others = self.others.into_iter().map(|other| other.with_hints_as(say)).collect();
        self
    }

    /// What helps, in the order to try it.
    pub fn hints(&self) -> &[String] {
        &self.hints
    }

    /// What was found with it, in the order to tell it.
    pub fn others(&self) -> &[Self] {
        &self.others
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
