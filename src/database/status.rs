use std::collections::BTreeMap;
use std::thread::{self, Builder};

use super::event::Direction;
use super::journal::{self, Entry, Journal, Unread};
use super::ledger;
use super::session::SqlError;
use super::sums::Sums;
use super::target::Target;
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::history::{Migration, Script, Version};
use crate::parallel::parallel;
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
    /// Why what the journal has of it is not gone by, if it has something that cannot be read.
    pub unread: Option<Unread>,
    /// Whether there is a directory for it.
    pub has_directory: bool,
}

impl MigrationState {
    /// Whether it is in the ledger.
    pub fn is_applied(&self) -> bool {
        self.run_on.is_some()
    }

    /// Whether nothing but the ledger knows of it: another program's migration, which Diesel passes over as well.
    pub fn is_stranger(&self) -> bool {
        self.state == State::Missing && self.entry.is_none() && self.unread.is_none()
    }

    /// Which way it was going when it stopped half way.
    pub fn half_way(&self) -> Option<Direction> {
        self.entry.as_ref().filter(|_| self.state == State::HalfDone).map(|entry| entry.direction)
    }
}

/// Every migration that the directories or the ledger know, and what was begun and is in neither, by version. Nothing
/// is written.
///
/// # Errors
/// When ledger or journal cannot be read, or are something else.
pub fn status(target: &mut dyn Target, migrations: &[Migration]) -> Result<Vec<MigrationState>> {
    match examine(target, migrations)? {
        (states, None) => Ok(states),
        (_, Some(broken)) => Err(Error::history(format!("the journal cannot be read: {broken}"))
            .hint("`manage repair --adopt` makes it anew; what is applied stands in diesel's ledger")),
    }
}

/// The same for a repair: where the journal as a whole cannot be read, by the ledger alone, with the reason.
pub(super) fn examine(
    target: &mut dyn Target,
    migrations: &[Migration],
) -> Result<(Vec<MigrationState>, Option<String>)> {
    let sums = Sums::of(migrations);
    // While a server is waited for, there is time for what takes longest where all is applied: every statement is looked
    // at. SQLite's answers leave none.
    let beside = target.dialect().driver() != Driver::Sqlite && migrations.len() > 64;
    let (mut applied, journal) = thread::scope(|scope| -> Result<_> {
        if beside {
            let _ = Builder::new().spawn_scoped(scope, || sums.make());
        }
        let read = read(target);
        match &read {
            Ok((applied, _)) if beside && !applied.is_empty() => sums.make(),
            _ => sums.stop(),
        }
        read
    })?;
    let Journal { mut entries, mut unread, broken } = journal;
    let places: Vec<usize> = (0..migrations.len()).collect();
    let edited = parallel(&places, if beside { usize::MAX } else { 64 }, |place| {
        let of = |migration: &Migration| {
            let version = &migration.version;
            let entry = entries.get(version).filter(|_| applied.contains_key(version));
            entry.is_some_and(|entry| is_edited(migration, entry, sums.get(*place)))
        };
        migrations.get(*place).is_some_and(of)
    });
    let mut states = BTreeMap::new();
    for (migration, edited) in migrations.iter().zip(edited) {
        let version = &migration.version;
        let (entry, unread) = (entries.remove(version), unread.remove(version));
        let known = known(migration, applied.remove(version), entry, unread, edited);
        states.insert(version.clone(), known);
    }
    for (version, run_on) in applied {
        let entry = entries.remove(&version).filter(|entry| entry.run_on.as_ref() == Some(&run_on));
        let unread = unread.remove(&version);
        let state = if entry.as_ref().is_some_and(Entry::is_half_done) { State::HalfDone } else { State::Missing };
        states.insert(version.clone(), without_directory(version, state, Some(run_on), entry, unread));
    }
    // Begun on another branch, outside a transaction, and not in the ledger yet.
    for (version, entry) in entries.into_iter().filter(|(_, entry)| entry.is_half_done() && entry.run_on.is_none()) {
        states.insert(version.clone(), without_directory(version, State::HalfDone, None, Some(entry), None));
    }
    Ok((states.into_values().collect(), broken))
}

/// What is in the ledger and in the journal.
fn read(target: &mut dyn Target) -> Result<(BTreeMap<Version, String>, Journal)> {
    let applied = ledger::read(target)?;
    let journal = journal::read(target).map_err(|error: SqlError| error.during("what is applied cannot be read"))?;
    Ok((applied, journal))
}

fn without_directory(
    version: Version,
    state: State,
    run_on: Option<String>,
    entry: Option<Entry>,
    unread: Option<Unread>,
) -> MigrationState {
    let name = entry.as_ref().map_or_else(|| version.to_string(), |entry| entry.name.clone());
    // Whoever wrote an empty one, it has to be seen.
    let name = if name.is_empty() { "''".to_owned() } else { name };
    MigrationState { version, name, state, run_on, entry, unread, has_directory: false }
}

fn known(
    migration: &Migration,
    run_on: Option<String>,
    entry: Option<Entry>,
    unread: Option<Unread>,
    edited: bool,
) -> MigrationState {
    // An entry whose ledger row is gone or another was overtaken by Diesel, or by a restored backup.
    let entry = entry.filter(|entry| entry.run_on == run_on);
    let state = match (&entry, &run_on) {
        (Some(entry), _) if entry.is_half_done() => State::HalfDone,
        (_, None) => State::Pending,
        (Some(_), Some(_)) if edited => State::Edited,
        (_, Some(_)) => State::Applied,
    };
    let (version, name) = (migration.version.clone(), migration.name.clone());
    MigrationState { version, name, state, run_on, entry, unread, has_directory: true }
}

/// Whether the statements are others than those that ran; the checksum of what runs here may be known. A variant that is
/// gone cannot be compared, nor can what nobody remembers.
fn is_edited(migration: &Migration, entry: &Entry, known: Option<&str>) -> bool {
    let differs = |script: &Script| match known.filter(|_| script.variant == migration.up.variant) {
        Some(known) => entry.checksum != known,
        None => entry.checksum != checksum(&script.statements),
    };
    entry.direction == Direction::Up
        && !entry.checksum.is_empty()
        && migration.ups().find(|script| script.variant == entry.variant).is_some_and(differs)
}
