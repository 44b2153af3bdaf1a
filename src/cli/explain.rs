use std::error::Error as StdError;

use crate::database::SqlError;
use crate::database::sqlite::sql_error;
use crate::error::Error;

/// Says what was being done when something failed: `fs::read(file).context("cannot read the names")?`.
///
/// Whatever is an error becomes an [`Error`] that it is the cause of. What `manage` itself reports keeps its kind, and
/// so its exit code, and its hints.
///
/// ```
/// use diesel_manage::{Error, ErrorContext, ErrorKind};
///
/// let failed = "no number".parse::<u8>().context("cannot read the count").unwrap_err();
/// assert_eq!(failed.to_string(), "cannot read the count");
///
/// let locked: Result<(), Error> = Err(Error::new(ErrorKind::Lock, "the lock is taken"));
/// assert_eq!(locked.context("cannot seed").unwrap_err().kind(), ErrorKind::Lock);
/// ```
pub trait ErrorContext<T> {
    /// The same, or an error of this message. It is one line, begins in lower case and has no full stop.
    ///
    /// # Errors
    /// When this is one.
    fn context(self, message: impl Into<String>) -> Result<T, Error>;

    /// The same with a message that is only made when it is needed.
    ///
    /// # Errors
    /// When this is one.
    fn with_context<M: Into<String>>(self, message: impl FnOnce() -> M) -> Result<T, Error>;
}

impl<T, E: Into<Box<dyn StdError + Send + Sync>>> ErrorContext<T> for Result<T, E> {
    fn context(self, message: impl Into<String>) -> Result<T, Error> {
        self.with_context(|| message)
    }

    fn with_context<M: Into<String>>(self, message: impl FnOnce() -> M) -> Result<T, Error> {
        self.map_err(|error| match error.into().downcast::<Error>() {
            Ok(own) => {
                let hints = own.hints().to_vec();
                hints.into_iter().fold(Error::new(own.kind(), message()).because(own.without_hints()), Error::hint)
            }
            Err(other) => Error::failure(message()).because(other),
        })
    }
}

/// What the database says is the whole message. [`ErrorContext`] says what was being done.
impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        of_database(error.to_string())
    }
}

/// What the database says is the whole message. [`ErrorContext`] says what was being done.
impl From<diesel::ConnectionError> for Error {
    fn from(error: diesel::ConnectionError) -> Self {
        of_database(error.to_string())
    }
}

fn of_database(message: String) -> Error {
    let error: SqlError = sql_error(message);
    error.into()
}

/// What the system says is the whole message. [`ErrorContext`] says which file it is about.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::failure(error.to_string())
    }
}

/// The error itself where it is one of ours, so that it keeps its exit code; else its message.
impl From<Box<dyn StdError + Send + Sync>> for Error {
    fn from(error: Box<dyn StdError + Send + Sync>) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => *own,
            Err(other) => {
                let message = other.to_string();
                let source = other.source().map(ToString::to_string);
                let error = Self::failure(message);
                if let Some(source) = source { error.because(source) } else { error }
            }
        }
    }
}
