use std::fmt;

use serde::{Deserialize, Serialize};

/// A migration's version: what Diesel's ledger holds. The text of the directory's name before the first `_`,
/// without `-`. Ordered as Diesel orders: byte by byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(String);

impl Version {
    /// The longest version, in characters, that fits Diesel's ledger.
    pub const MAX_LENGTH: usize = 50;

    /// The version of a directory of this name.
    pub fn of_directory(name: &str) -> Self {
        Self(name.split('_').next().unwrap_or_default().replace('-', ""))
    }

    /// A version as the ledger or a header has it, with or without dashes.
    pub fn new(text: &str) -> Self {
        Self(text.replace('-', ""))
    }

    /// A version exactly as a ledger has it: other tools' rows may have dashes, which mean something there.
    pub(crate) fn of_ledger(text: String) -> Self {
        Self(text)
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

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_what_diesel_makes_of_names() {
        for (name, version) in [
            ("2026-01-01-000000-0000_first", "202601010000000000"),
            ("2026-01-02-000000_old", "20260102000000"),
            ("20151219180527_create_users", "20151219180527"),
            ("0001_django", "0001"),
            ("noversion", "noversion"),
            ("_x", ""),
            ("v1.2_x", "v1.2"),
            ("2026-01-01-000000-0000_add-user_names", "202601010000000000"),
        ] {
            assert_eq!(Version::of_directory(name).as_str(), version);
        }
    }
}
