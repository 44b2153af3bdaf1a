use std::fmt;

use serde::{Deserialize, Serialize};

/// A migration's version: what Diesel's ledger holds. The text of the directory's name before the first `_`,
/// without `-`. Ordered as Diesel orders: byte by byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(String);

impl Version {
    /// The version of a directory of this name.
    pub fn of_directory(name: &str) -> Self {
        Self(name.split('_').next().unwrap_or_default().replace('-', ""))
    }

    /// A version as the ledger or a header has it, with or without dashes.
    pub fn new(text: &str) -> Self {
        Self(text.replace('-', ""))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
