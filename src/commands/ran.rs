use std::time::Duration;

use serde::Serialize;

use super::deployed::Deployed;
use super::planned::Planned;
use super::whereabouts::Whereabouts;
use crate::database::Direction;

/// What `--json` prints of commands that run migrations: also of what ran before something failed.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    databases: Vec<DatabaseEntry>,
    /// Where all of them are, if it failed in one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) whereabouts: Vec<Whereabouts>,
}

/// What ran, or would run, on one database.
#[derive(Debug, Default, Serialize)]
pub(super) struct DatabaseEntry {
    database: String,
    /// Where it is; never with a password.
    place: String,
    /// In the order in which they run.
    pub(super) migrations: Vec<Done>,
}

/// A migration that ran, or would run.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Done {
    /// It ran.
    Ran(Ran),
    /// It would run.
    Planned(Planned),
}

/// A migration that ran.
#[derive(Debug, Serialize)]
pub(super) struct Ran {
    /// The directory's name.
    name: String,
    /// Whether Rust runs with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rust_step: bool,
    /// How long it took; absent where it was only written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<u64>,
}

impl Report {
    /// Whether any database was come to.
    pub(super) fn has_begun(&self) -> bool {
        !self.databases.is_empty()
    }

    /// The entry of a database, in which nothing is yet.
    pub(super) fn of(&mut self, deployed: &Deployed) -> &mut DatabaseEntry {
        let (database, place) = (deployed.database.alias().to_owned(), deployed.place());
        self.databases.push_mut(DatabaseEntry { database, place, migrations: Vec::new() })
    }
}

impl DatabaseEntry {
    /// These would run.
    pub(super) fn planned(&mut self, planned: Vec<Planned>) {
        self.migrations.extend(planned.into_iter().map(Done::Planned));
    }

    /// This one ran, or was only written down.
    pub(super) fn ran(&mut self, name: &str, duration: Option<Duration>) {
        let duration_ms = duration.and_then(|duration| u64::try_from(duration.as_millis()).ok());
        self.migrations.push(Done::Ran(Ran { name: name.to_owned(), rust_step: false, duration_ms }));
    }

    /// Marks those that Rust runs with that way.
    pub(super) fn with_rust(&mut self, deployed: &Deployed, direction: Direction) {
        for own in &mut self.migrations {
            if let Done::Ran(own) = own {
                own.rust_step = deployed.has_step(&own.name, direction);
            }
        }
    }
}
