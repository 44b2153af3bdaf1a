use chrono::{DateTime, Utc};

use crate::error::{Error, Result};
use crate::settings::Variables;

/// The variable that holds the clock still, as RFC 3339 (`2026-11-21T10:15:00Z`).
///
/// `SOURCE_DATE_EPOCH` would be the usual name, but build environments set it to 1980 for everything that runs in them,
/// and migrations made there would sort before all others.
const VARIABLE: &str = "MANAGE_NOW";

/// What time it is.
#[derive(Clone, Copy, Debug, Default)]
pub enum Clock {
    /// The system's time.
    #[default]
    System,
    /// Always this time, so that the same input gives the same bytes.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The clock that the environment asks for.
    ///
    /// # Errors
    /// When `MANAGE_NOW` is no time.
    pub fn of(variables: &Variables) -> Result<Self> {
        let Some(text) = variables.get(VARIABLE)? else { return Ok(Self::System) };
        DateTime::parse_from_rfc3339(text).map(|time| Self::Fixed(time.to_utc())).map_err(|error| {
            Error::usage(format!("the environment variable `{VARIABLE}` is no time"))
                .because(error)
                .hint(format!("write it like 2026-11-21T10:15:00Z, or unset {VARIABLE}"))
        })
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(time) => *time,
        }
    }
}
