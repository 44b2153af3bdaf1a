use std::fmt;

use crate::schema::Place;

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A place in the settings file.
    File(Place),
    /// An environment variable, or a file that stands in for the settings.
    Named(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(place) => place.fmt(f),
            Self::Named(name) => f.write_str(name),
        }
    }
}
