use std::collections::BTreeSet;

use crate::database::journal::Entry;
use crate::database::status::{MigrationState, State};
use crate::history::{Migration, Version};

/// What would be known of the migrations in a database where these are applied, in this environment, and nothing else is.
pub fn supposed(migrations: &[Migration], applied: &BTreeSet<Version>) -> Vec<MigrationState> {
    let state = |migration: &Migration| {
        let (version, name) = (migration.version.clone(), migration.name.clone());
        let run_on = applied.contains(&version).then(String::new);
        let entry = run_on.clone().map(|run_on| Entry::applied(migration, &migration.up, Some(run_on)));
        let state = if run_on.is_some() { State::Applied } else { State::Pending };
        MigrationState { version, name, state, run_on, entry, unread: None, has_directory: true }
    };
    migrations.iter().map(state).collect()
}
