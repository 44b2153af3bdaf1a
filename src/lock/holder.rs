use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// Who holds the lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The machine.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What it runs: `manage migrate`.
    pub command: String,
}

impl Holder {
    /// This process, from now on.
    pub fn here(command: impl Into<String>) -> Self {
        Self {
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            pid: std::process::id(),
            since: Utc::now(),
            command: command.into(),
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.to_rfc3339_opts(SecondsFormat::Secs, true);
        let seconds = (Utc::now() - self.since).num_seconds().max(0);
        write!(f, "`{}` on {}, process {}, since {since} ({seconds} s)", self.command, self.host, self.pid)
    }
}
