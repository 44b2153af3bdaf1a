use std::error::Error as StdError;
use std::time::Duration;

use super::check_error::listed;

/// Why an application's migrations did not all run. See [`migrate`](super::migrate).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MigrateError {
    /// A migration failed. It is rolled back, unless it runs outside a transaction; those before it are applied.
    #[error("the migration {name} failed")]
    Migration {
        /// Its name.
        name: String,
        /// What was applied before it.
        applied: Vec<String>,
        /// What the database says.
        #[source]
        source: Box<dyn StdError + Send + Sync>,
    },
    /// Another program holds the lock, and has held it for too long.
    #[error("the database is locked by {holder}; waited {} s for it", .waited.as_secs())]
    Locked {
        /// Who holds it, as far as that is known.
        holder: String,
        /// How long it was waited for.
        waited: Duration,
    },
    /// The lock was lost: somebody removed or replaced its file.
    #[error("the lock on the database was lost: somebody removed or replaced its file")]
    LockLost {
        /// What was applied before that.
        applied: Vec<String>,
    },
    /// There can be no lock.
    #[error("the database cannot be locked")]
    Lock(#[source] Box<dyn StdError + Send + Sync>),
    /// `manage` was stopped in the middle of a migration that runs outside a transaction: to run it again from its
    /// beginning would do a part of it twice.
    #[error("half done: {}; `manage migrate` (or `downgrade`) goes on with it", listed(.migrations))]
    HalfDone {
        /// Their versions.
        migrations: Vec<String>,
    },
    /// The build's own migrations, or what is applied of them, cannot be read.
    #[error("it is not known which migrations are to be applied")]
    Migrations(#[source] Box<dyn StdError + Send + Sync>),
    /// The database cannot be read.
    #[error("the database cannot be read")]
    Database(#[from] diesel::result::Error),
}
