use super::event::{Direction, Reporter};
use super::journal::{self, Entry, TOOL, Unread};
use super::ledger;
use super::plan::{newer, renamed};
use super::run::{Options, now, under_lock};
use super::session::SqlError;
use super::status::{MigrationState, State, examine};
use super::target::Target;
use crate::error::{Error, Result};
use crate::history::{Migration, Script, Version};

/// What can be done about a migration whose record does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// It is right as its file is now.
    Accept,
    /// What was begun is done: it is applied, or was taken back.
    Done,
    /// What was begun is not done, and counts as never begun.
    Undone,
    /// It goes from the ledger; what it did stays in the database.
    Prune,
    /// Its directory has this version now.
    Rename(Version),
    /// The journal is to know of it what its files say.
    Adopt,
}

/// What is to be done about one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What is known of it: it must be the same still when the repair begins.
    pub state: MigrationState,
    /// What is done.
    pub remedy: Remedy,
}

/// How a database was found.
#[derive(Clone, Debug, Default)]
pub struct Examined {
    /// What has become of every migration.
    pub states: Vec<MigrationState>,
    /// Why the journal as a whole cannot be read, if it cannot.
    pub broken: Option<String>,
}

impl Examined {
    /// What can be done about a migration, the first being the likeliest; nothing where nothing needs to be.
    pub fn remedies(&self, state: &MigrationState, migrations: &[Migration]) -> Vec<Remedy> {
        match (state.state, &state.unread) {
            (State::Edited, _) => vec![Remedy::Accept],
            (State::HalfDone, _) => vec![Remedy::Done, Remedy::Undone],
            (State::Missing, _) if !state.is_stranger() => {
                let twin = renamed(state, &self.states, migrations);
                twin.map(|twin| Remedy::Rename(twin.version.clone())).into_iter().chain([Remedy::Prune]).collect()
            }
            (State::Pending, Some(Unread::Damaged(_))) => vec![Remedy::Done, Remedy::Undone],
            (State::Applied, Some(Unread::Damaged(_))) => vec![Remedy::Adopt],
            _ => Vec::new(),
        }
    }

    /// Whether the journal could know more of it than it does.
    pub fn is_unknown_to_journal(&self, state: &MigrationState) -> bool {
        state.state == State::Applied && state.entry.is_none()
    }
}

/// How a database is now; nothing is written.
///
/// # Errors
/// When the ledger cannot be read, or the journal was written by a newer program: nobody here knows what to repair.
pub fn examined(target: &mut dyn Target, migrations: &[Migration]) -> Result<Examined> {
    let (states, broken) = examine(target, migrations)?;
    match newer(&states) {
        Some(error) => Err(error),
        None => Ok(Examined { states, broken }),
    }
}

/// Does all of it in one transaction, under the lock. `anew`: the journal is made anew first.
///
/// # Errors
/// When the lock is not had in time, a migration is not any more as it was found, or the database refuses: then nothing
/// is changed.
pub fn repair(
    target: &mut dyn Target,
    migrations: &[Migration],
    repairs: &[Repair],
    anew: bool,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<()> {
    under_lock(target, options, reporter, |target, _| {
        let fails = |error: SqlError| error.during("the repair failed, and nothing was changed");
        let transactional = target.dialect().transactional_ddl();
        // Where DDL commits by itself they are made beforehand.
        if !transactional {
            unchanged(target, migrations, repairs)?;
            made(target, anew).map_err(fails)?;
        }
        target.begin().map_err(fails)?;
        let looked_at = if transactional { unchanged(target, migrations, repairs) } else { Ok(()) };
        let done = looked_at.and_then(|()| {
            let mut all = || {
                if transactional {
                    made(target, anew)?;
                }
                repairs.iter().try_for_each(|repair| one(target, migrations, repair))?;
                target.commit()
            };
            all().map_err(fails)
        });
        if done.is_err() {
            target.roll_back();
        }
        done
    })
}

/// Makes ledger and journal where they are not.
fn made(target: &mut dyn Target, anew: bool) -> std::result::Result<(), SqlError> {
    if anew {
        journal::drop_table(target)?;
    }
    ledger::create(target)?;
    journal::create(target)?;
    journal::complete(target)
}

/// Nobody may have been at it since it was looked at.
fn unchanged(target: &mut dyn Target, migrations: &[Migration], repairs: &[Repair]) -> Result<()> {
    let now = examined(target, migrations)?;
    let same = |repair: &&Repair| {
        let place = now.states.binary_search_by(|state| state.version.cmp(&repair.state.version));
        place.is_ok_and(|place| now.states.get(place) == Some(&repair.state))
    };
    match repairs.iter().find(|repair| !same(repair)) {
        None => Ok(()),
        Some(repair) => Err(Error::failure(format!(
            "{} is not any more as it was found: somebody worked on the database in the meantime",
            repair.state.name
        ))
        .hint("run the command again; nothing was changed")),
    }
}

fn one(target: &mut dyn Target, migrations: &[Migration], repair: &Repair) -> std::result::Result<(), SqlError> {
    let Repair { state, remedy } = repair;
    let version = &state.version;
    let find = |version: &Version| {
        let place = migrations.binary_search_by(|migration| migration.version.cmp(version)).ok();
        place.and_then(|place| migrations.get(place))
    };
    let migration = find(version);
    let back = state.half_way() == Some(Direction::Down);
    match remedy {
        Remedy::Accept | Remedy::Adopt => match migration {
            Some(migration) => journal::write(target, &complete(migration, state, state.run_on.clone())),
            None => journal::remove(target, version),
        },
        Remedy::Prune => forget(target, version),
        Remedy::Done if back => forget(target, version),
        Remedy::Done => {
            let run_on = Some(ledger::insert(target, version)?);
            let entry = match (migration, &state.entry) {
                (Some(migration), _) => complete(migration, state, run_on),
                (None, Some(entry)) => finished(entry, run_on),
                (None, None) => return journal::remove(target, version),
            };
            journal::write(target, &entry)
        }
        // It is applied still. What its up.sql was when it ran is not known any more.
        Remedy::Undone if back => match (migration, &state.entry) {
            (None, Some(entry)) => journal::write(target, &finished(entry, state.run_on.clone())),
            (Some(migration), _) => journal::write(target, &complete(migration, state, state.run_on.clone())),
            (None, None) => journal::remove(target, version),
        },
        Remedy::Undone => journal::remove(target, version),
        Remedy::Rename(new) => {
            let run_on = ledger::rename(target, version, new)?;
            journal::remove(target, version)?;
            match (find(new), &state.entry) {
                (Some(migration), Some(entry)) => {
                    let (version, name) = (new.clone(), migration.name.clone());
                    journal::write(target, &Entry { version, name, run_on, ..entry.clone() })
                }
                (Some(migration), None) => journal::write(target, &complete(migration, state, run_on)),
                (None, _) => Ok(()),
            }
        }
    }
}

fn forget(target: &mut dyn Target, version: &Version) -> std::result::Result<(), SqlError> {
    ledger::remove(target, version)?;
    journal::remove(target, version)
}

/// What the journal knows of a migration that ran as its files are now.
fn complete(migration: &Migration, state: &MigrationState, run_on: Option<String>) -> Entry {
    let ran = state.entry.as_ref().and_then(|entry| entry.variant.clone());
    // Another program runs up.sql alone; of what we began, the journal says which variant it was.
    let own = |script: &&Script| script.variant == ran;
    let up = migration.ups().find(own).unwrap_or_else(|| migration.plain_up());
    let rust = state.entry.as_ref().is_some_and(|entry| entry.rust);
    let total = up.statements.len() + usize::from(rust);
    Entry {
        rust,
        done: total,
        total,
        started_at: state.entry.as_ref().map_or_else(now, |entry| entry.started_at.clone()),
        duration_ms: state.entry.as_ref().and_then(|entry| entry.duration_ms),
        tool: state.entry.as_ref().map_or_else(|| by(state), |entry| entry.tool.clone()),
        ..Entry::applied(migration, up, run_on)
    }
}

/// What applied it, where the journal does not say.
fn by(state: &MigrationState) -> String {
    if state.is_applied() && state.unread.is_none() { "diesel".to_owned() } else { TOOL.to_owned() }
}

/// The entry of a migration that has no files here, complete by somebody's word. What ran is not known: it is compared
/// with nothing.
fn finished(entry: &Entry, run_on: Option<String>) -> Entry {
    Entry {
        run_on,
        checksum: String::new(),
        direction: Direction::Up,
        done: entry.total,
        intent: None,
        finished_at: Some(now()),
        error: None,
        ..entry.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Remedy, Repair, examined, repair};
    use crate::database::fixture::migration;
    use crate::database::sqlite::SqliteSession;
    use crate::database::{Event, Options, Session, migrate};

    #[test]
    fn what_somebody_else_changed_in_the_meantime_is_left_alone() {
        let mut session = SqliteSession::in_memory().unwrap();
        let silent = &mut |_: &Event<'_>| {};
        let old = [migration("1_a", "CREATE TABLE a (x);", ""), migration("2_b", "CREATE TABLE b (x);", "")];
        migrate(&mut session, &old, None, &Options::default(), silent).unwrap();
        let new = [migration("1_a", "SELECT 1;", ""), migration("2_b", "SELECT 2;", "")];
        let states = examined(&mut session, &new).unwrap().states;
        let accept = |place: usize| Repair { state: states[place].clone(), remedy: Remedy::Accept };
        session.execute("DELETE FROM __diesel_schema_migrations WHERE version = '2'").unwrap();
        let both = [accept(0), accept(1)];
        let error = repair(&mut session, &new, &both, false, &Options::default(), silent).unwrap_err();
        assert!(error.to_string().starts_with("2_b is not any more as it was found"), "{error}");
        assert_eq!(examined(&mut session, &new).unwrap().states[0], states[0], "nothing was changed");
        repair(&mut session, &new, &both[..1], false, &Options::default(), silent).unwrap();
        assert_eq!(examined(&mut session, &new).unwrap().states[0].state.sign(), "[X]");
    }
}
