use std::io;

use crate::error::{Error, ErrorKind};

/// Why a question got no answer.
#[derive(Debug)]
pub(super) enum Left {
    /// Esc, Ctrl-D, or the end of the input: whoever was there has left.
    Away,
    /// Ctrl-C.
    Interrupted,
    /// SIGTERM.
    Terminated,
    /// SIGHUP.
    HungUp,
    /// The terminal cannot be read.
    Failed(io::Error),
}

impl Left {
    /// The same as a result: nothing for who has left, an error for what ends the command.
    pub(super) fn result<T>(self) -> Result<Option<T>, Error> {
        match self {
            Self::Away => Ok(None),
            Self::Interrupted => Err(Error::new(ErrorKind::Interrupted, "interrupted")),
            Self::Terminated => Err(Error::new(ErrorKind::Terminated, "terminated")),
            Self::HungUp => Err(Error::new(ErrorKind::Terminated, "hung up")),
            Self::Failed(error) => Err(Error::failure("cannot read from the terminal").because(error)),
        }
    }
}

impl From<io::Error> for Left {
    fn from(error: io::Error) -> Self {
        /// What a terminal gives that was closed: EIO, ENXIO and ENOTTY of every Unix.
        const CLOSED: [i32; 3] = [5, 6, 25];
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Away,
            _ if cfg!(unix) && error.raw_os_error().is_some_and(|code| CLOSED.contains(&code)) => Self::Away,
            _ => Self::Failed(error),
        }
    }
}
