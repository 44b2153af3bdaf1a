use std::time::Duration;

use diesel::migration::MigrationSource;

use super::ledger::{Ledger, names};
use super::patience::patiently;
use super::{CheckError, Read, Standing};

/// How long the database is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Finds out whether the schema is the one that this build needs. Nothing is written: a connection that may only read
/// will do.
///
/// A schema that is ahead of the build is no error, since it is what an old replica sees in a rolling deployment; for
/// those who mind, there is [`Standing::exact`]: `check(connection, MIGRATIONS)?.exact()?`.
///
/// # Errors
/// When a migration of the build is not applied, or half done, with what the schema is at and what the build needs; and
/// when migrations or database cannot be read.
// By value, as Diesel takes its sources: an `EmbeddedMigrations` is a constant.
#[allow(clippy::needless_pass_by_value)]
pub fn check<C, S>(connection: &mut C, migrations: S) -> Result<Standing, CheckError>
where
    C: Read,
    S: MigrationSource<C::Backend>,
{
    let known = names::<C, S>(&migrations).map_err(CheckError::Migrations)?;
    let ledger = patiently(connection, PATIENCE, Ledger::read)?;
    let name = |version: &String| known.get(version).unwrap_or(version).clone();
    if !ledger.half_done.is_empty() {
        return Err(CheckError::HalfDone { migrations: ledger.half_done.iter().map(name).collect() });
    }
    let newest = known.values().next_back().cloned();
    let pending: Vec<String> =
        known.iter().filter(|(version, _)| !ledger.applied.contains(*version)).map(|(_, name)| name.clone()).collect();
    let unknown: Vec<String> = ledger.applied.iter().filter(|version| !known.contains_key(*version)).cloned().collect();
    match (newest, ledger.applied.last().map(name)) {
        (Some(needs), None) => Err(CheckError::Empty { needs, pending }),
        (Some(needs), Some(at)) if !pending.is_empty() => Err(CheckError::Behind { at, needs, pending, unknown }),
        (knows, Some(at)) if !unknown.is_empty() => Ok(Standing::Ahead { at, knows, unknown }),
        _ => Ok(Standing::Exact),
    }
}
