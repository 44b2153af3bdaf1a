use std::time::Duration;

use diesel::migration::MigrationSource;
use diesel_migrations::MigrationHarness;

use super::ledger::{Ledger, names};
use super::lock::Lock;
use super::patience::patiently;
use super::{MigrateError, Read};

/// How long the lock is waited for, unless it is said.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Applies what is not applied yet, and gives the names of what this call applied.
///
/// Each migration runs as Diesel runs it: in a transaction with its row in the ledger, the oldest version first. On
/// SQLite all of it happens under the lock that `manage migrate` takes, on PostgreSQL under an advisory one: replicas that
/// start at the same time wait for the first one, and then find nothing to do. **On MySQL there is no lock yet**, as under
/// Diesel: have one process migrate there, or `manage migrate` in the deployment. Where nothing is left to apply, nothing
/// is locked and nothing is written, so that a connection that may only read is enough.
///
/// # Errors
/// With the first migration that fails; those before it stay applied.
pub fn migrate<C, S>(connection: &mut C, migrations: S) -> Result<Vec<String>, MigrateError>
where
    C: Read + MigrationHarness<C::Backend>,
    S: MigrationSource<C::Backend>,
{
    migrate_within(connection, migrations, TIMEOUT)
}

/// As [`migrate`], waiting for the lock, and for statements of other programs, for so long.
///
/// # Errors
/// As for [`migrate`].
pub fn migrate_within<C, S>(
    connection: &mut C,
    migrations: S,
    lock_timeout: Duration,
) -> Result<Vec<String>, MigrateError>
where
    C: Read + MigrationHarness<C::Backend>,
    S: MigrationSource<C::Backend>,
{
    let known = names::<C, S>(&migrations).map_err(MigrateError::Migrations)?;
    patiently(connection, lock_timeout, |connection| {
        let ledger = Ledger::read(connection)?;
        if ledger.half_done.is_empty() && known.keys().all(|version| ledger.applied.contains(version)) {
            return Ok(Vec::new());
        }
        let lock = Lock::acquire(connection, lock_timeout)?;
        let done = run(connection, migrations, &lock);
        lock.release(connection);
        done
    })
}

fn run<C, S>(connection: &mut C, migrations: S, lock: &Lock) -> Result<Vec<String>, MigrateError>
where
    C: Read + MigrationHarness<C::Backend>,
    S: MigrationSource<C::Backend>,
{
    let half_done = Ledger::read(connection)?.half_done;
    if !half_done.is_empty() {
        return Err(MigrateError::HalfDone { migrations: half_done.into_iter().collect() });
    }
    let pending = connection.pending_migrations(migrations).map_err(MigrateError::Migrations)?;
    let mut applied = Vec::new();
    for migration in pending {
        if !lock.is_ours() {
            return Err(MigrateError::LockLost { applied });
        }
        let name = migration.name().to_string();
        match connection.run_migration(&migration) {
            Ok(_) => applied.push(name),
            Err(source) => return Err(MigrateError::Migration { name, applied, source }),
        }
    }
    Ok(applied)
}
