use std::error::Error as StdError;

/// Why an application cannot work with a database as it is. See [`check`](super::check).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// No migration was ever applied.
    #[error("the database was never migrated, this build needs {needs}; run `manage migrate`")]
    Empty {
        /// The newest migration that the build knows.
        needs: String,
        /// All that it knows, oldest first.
        pending: Vec<String>,
    },
    /// Migrations that the build knows are not applied.
    #[error("the schema is at {at}, this build needs {needs} ({} not applied: {}); run `manage migrate`", .pending.len(), listed(.pending))]
    Behind {
        /// The newest migration that is applied: its name, or its version if the build does not know it.
        at: String,
        /// The newest migration that the build knows.
        needs: String,
        /// Those that are not applied, oldest first.
        pending: Vec<String>,
        /// Versions that are applied and that the build does not know: two branches that have not met.
        unknown: Vec<String>,
    },
    /// Migrations are applied that the build does not know. Only [`Standing::exact`](super::Standing::exact) minds.
    #[error("the schema is at {at}, this build knows only {}", .knows.as_deref().unwrap_or("an empty one"))]
    Ahead {
        /// The newest version that is applied.
        at: String,
        /// The newest migration that the build knows; none if it knows none.
        knows: Option<String>,
        /// The versions that it does not know.
        unknown: Vec<String>,
    },
    /// `manage` was stopped in the middle of a migration that runs outside a transaction.
    #[error("half done: {}; `manage migrate` (or `downgrade`) goes on with it", listed(.migrations))]
    HalfDone {
        /// Their names, or versions.
        migrations: Vec<String>,
    },
    /// The build's own migrations cannot be read.
    #[error("the migrations of this build cannot be read")]
    Migrations(#[source] Box<dyn StdError + Send + Sync>),
    /// What is applied cannot be read.
    #[error("what is applied cannot be read from the database")]
    Database(#[from] diesel::result::Error),
}

/// The first of the names; a history can be long.
pub(super) fn listed(names: &[String]) -> String {
    const MOST: usize = 5;
    let shown = names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MOST) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}
