use std::collections::BTreeSet;

use super::event::Reporter;
use super::journal::{self, Entry};
use super::ledger;
use super::plan::newer;
use super::run::{Options, under_lock};
use super::session::SqlError;
use super::status::{MigrationState, examine};
use super::target::Target;
use crate::error::{Error, Result};
use crate::history::{Migration, Version};

/// What a database is to count as.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// What is applied from now on.
    pub applied: BTreeSet<Version>,
    /// What is not, unless it is among those: the other migrations of the same directory.
    pub own: BTreeSet<Version>,
    /// Whether ledger and journal are emptied first, whatever is in them.
    pub purge: bool,
}

/// What came of it, by the names of migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamped {
    /// These count as applied now, and did not before.
    pub applied: Vec<String>,
    /// These count as not applied now, and did before.
    pub removed: Vec<String>,
    /// Rows of the ledger that have no directory, and stayed.
    pub left: Vec<String>,
}

/// Writes ledger and journal as if the migrations had run, or had not, in one transaction and under the lock. No migration
/// is run.
///
/// # Errors
/// When the lock is not had in time, the journal is a newer program's or cannot be read, or the database refuses: then
/// nothing is changed.
pub fn stamp(
    target: &mut dyn Target,
    migrations: &[Migration],
    stamp: &Stamp,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<Stamped> {
    under_lock(target, options, reporter, |target, _| {
        let (states, broken) = examine(target, migrations)?;
        if let Some(error) = newer(&states) {
            return Err(error);
        }
        if let Some(broken) = broken.as_ref().filter(|_| !stamp.purge) {
            return Err(Error::history(format!("the journal cannot be read: {broken}"))
                .hint("`--purge` makes it anew, and so does `manage repair --adopt`, which keeps what is applied"));
        }
        let fails = |error: SqlError| error.during("nothing was changed");
        let transactional = target.dialect().transactional_ddl();
        if !transactional {
            tables(target, broken.is_some()).map_err(fails)?;
        }
        target.begin().map_err(fails)?;
        let mut write = || {
            if transactional {
                tables(target, broken.is_some())?;
            }
            let stamped = rows(target, migrations, &states, stamp)?;
            target.commit().map(|()| stamped)
        };
        let written = write().map_err(fails);
        if written.is_err() {
            target.roll_back();
        }
        written
    })
}

/// Makes what is written to; a journal that cannot be read makes place.
fn tables(target: &mut dyn Target, anew: bool) -> Result<(), SqlError> {
    if anew {
        journal::drop_table(target)?;
    }
    ledger::create(target)?;
    journal::create(target)?;
    journal::complete(target)
}

fn rows(
    target: &mut dyn Target,
    migrations: &[Migration],
    states: &[MigrationState],
    stamp: &Stamp,
) -> Result<Stamped, SqlError> {
    let mut stamped = Stamped::default();
    for state in states {
        let (version, name) = (&state.version, state.name.clone());
        let (wanted, applied) = (stamp.applied.contains(version), state.is_applied());
        let leaves = stamp.purge || (stamp.own.contains(version) && !wanted);
        if wanted && applied && !stamp.purge {
            continue;
        }
        if applied && leaves {
            ledger::remove(target, version)?;
        }
        if leaves || (wanted && state.entry.is_some()) {
            journal::remove(target, version)?;
        }
        match (wanted, applied) {
            (true, false) => stamped.applied.push(name),
            (false, true) if leaves => stamped.removed.push(name),
            (false, true) if !state.has_directory => stamped.left.push(name),
            _ => {}
        }
        let place = migrations.binary_search_by(|own| own.version.cmp(version)).ok();
        if let Some(migration) = place.and_then(|place| migrations.get(place)).filter(|_| wanted) {
            let run_on = ledger::insert(target, version)?;
            journal::write(target, &Entry::applied(migration, &migration.up, Some(run_on)))?;
        }
    }
    Ok(stamped)
}
