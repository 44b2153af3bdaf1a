use std::fmt;

use super::mask_url;

/// A database on a server, and how it is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerAddress {
    url: String,
}

impl ServerAddress {
    /// The database of this URL, in which variables are expanded.
    pub(crate) fn of_url(url: &str) -> Self {
        Self { url: url.to_owned() }
    }

    /// Another database on the same server.
    pub(crate) fn with_database(&self, database: &str) -> Self {
        let url = &self.url;
        Self {
            // What comes last counts.
            url: match url.contains("://") {
                true if url.contains('?') => format!("{url}&dbname={database}"),
                true => format!("{url}?dbname={database}"),
                false => format!("{url} dbname={database}"),
            },
        }
    }

    /// The URL, password included: for connecting, never for showing.
    #[allow(dead_code)]
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

/// As it may be shown: without the password.
impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask_url(&self.url))
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
