use std::collections::{BTreeMap, BTreeSet};

use super::event::Direction;
use super::journal::{self, Entry};
use super::ledger;
use super::session::SqlError;
use super::target::Target;
use crate::error::Result;
use crate::history::{Migration, Version, side_by_side};
use crate::sql::checksum;

/// What has become of a migration in one database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// `[X]`: applied.
    Applied,
    /// `[ ]`: not applied.
    Pending,
    /// `[!]`: applied, and its statements were changed afterwards.
    Edited,
    /// `[?]`: applied, and there is no such directory.
    Missing,
    /// `[-]`: begun outside a transaction and not finished.
    HalfDone,
}

impl State {
    /// The sign that stands for it in lists.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Applied => "[X]",
            Self::Pending => "[ ]",
            Self::Edited => "[!]",
            Self::Missing => "[?]",
            Self::HalfDone => "[-]",
        }
    }
}

/// A migration as one database sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationState {
    /// Its version.
    pub version: Version,
    /// The directory's name; without one, what the journal remembers, else the version.
    pub name: String,
    /// What has become of it.
    pub state: State,
    /// When the ledger says that it was applied.
    pub run_on: Option<String>,
    /// What the journal knows of it, unless that is stale.
    pub entry: Option<Entry>,
}

impl MigrationState {
    /// Whether it is in the ledger.
    pub fn is_applied(&self) -> bool {
        self.run_on.is_some()
    }
}

/// Every migration that the directories or the ledger know, by version. Nothing is written.
///
/// # Errors
/// When ledger or journal cannot be read.
pub fn status(target: &mut dyn Target, migrations: &[Migration]) -> Result<Vec<MigrationState>> {
    let failed = |error: SqlError| error.during("what is applied cannot be read");
    let applied = ledger::read(target).map_err(failed)?;
    let mut journal = journal::read(target).map_err(failed)?;
    // What takes longest where all is applied: every statement is looked at.
    let edited = side_by_side(migrations, |migration| {
        let version = &migration.version;
        applied.contains_key(version) && journal.get(version).is_some_and(|entry| is_edited(migration, entry))
    });
    let mut states = BTreeMap::new();
    for (migration, edited) in migrations.iter().zip(edited) {
        let version = &migration.version;
        let state = known(migration, applied.get(version), journal.remove(version), edited);
        states.insert(version.clone(), state);
    }
    let known: BTreeSet<&Version> = migrations.iter().map(|migration| &migration.version).collect();
    for (version, run_on) in applied.iter().filter(|(version, _)| !known.contains(version)) {
        let entry = journal.remove(version).filter(|entry| entry.run_on.as_ref() == Some(run_on));
        let name = entry.as_ref().map_or_else(|| version.to_string(), |entry| entry.name.clone());
        let (version, run_on) = (version.clone(), Some(run_on.clone()));
        states.insert(version.clone(), MigrationState { version, name, state: State::Missing, run_on, entry });
    }
    Ok(states.into_values().collect())
}

fn known(migration: &Migration, run_on: Option<&String>, entry: Option<Entry>, edited: bool) -> MigrationState {
    // An entry whose ledger row is gone or another was overtaken by Diesel, or by a restored backup.
    let entry = entry.filter(|entry| entry.run_on.as_ref() == run_on);
    let state = match (&entry, run_on) {
        (Some(entry), _) if entry.is_half_done() => State::HalfDone,
        (_, None) => State::Pending,
        (Some(_), Some(_)) if edited => State::Edited,
        (_, Some(_)) => State::Applied,
    };
    MigrationState {
        version: migration.version.clone(),
        name: migration.name.clone(),
        state,
        run_on: run_on.cloned(),
        entry,
    }
}

/// Whether the statements are others than those that ran. A variant that is gone cannot be compared.
fn is_edited(migration: &Migration, entry: &Entry) -> bool {
    let ran = migration.ups().find(|script| script.variant == entry.variant);
    entry.direction == Direction::Up && ran.is_some_and(|script| entry.checksum != checksum(&script.statements))
}
