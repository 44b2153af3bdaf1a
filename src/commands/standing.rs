use std::collections::BTreeSet;

use super::deployed::Deployed;
use crate::database::{MigrationState, State};
use crate::history::{Migration, Version};

/// Where a database stands in its histories.
pub(super) struct Standing {
    /// What is applied and nothing that is applied builds on, the newest last.
    pub(super) current: Vec<MigrationState>,
    /// What no migration builds on.
    pub(super) heads: BTreeSet<Version>,
    /// How many are not applied.
    pub(super) pending: usize,
    /// Whether all is applied, and nothing beside it.
    pub(super) is_at_heads: bool,
}

impl Standing {
    pub(super) fn of(deployed: &Deployed, states: &[MigrationState]) -> Self {
        let heads = heads(deployed.migrations()).into_iter().map(|head| head.version.clone()).collect();
        let applied: BTreeSet<&Version> =
            states.iter().filter(|state| state.is_applied()).map(|state| &state.version).collect();
        // Whatever something applied builds on is behind it, whether it is applied or not.
        let mut behind: BTreeSet<&Version> = BTreeSet::new();
        for migration in deployed.migrations().iter().rev() {
            if applied.contains(&migration.version) || behind.contains(&migration.version) {
                behind.extend(&migration.parents);
            }
        }
        let is_current =
            |state: &&MigrationState| state.is_applied() && !state.is_stranger() && !behind.contains(&state.version);
        let current: Vec<MigrationState> = states.iter().filter(is_current).cloned().collect();
        let pending = states.iter().filter(|state| state.state == State::Pending).count();
        let is_there =
            |state: &MigrationState| matches!(state.state, State::Applied | State::Edited) || state.is_stranger();
        let is_at_heads = states.iter().all(is_there);
        Self { current, heads, pending, is_at_heads }
    }
}

/// The migrations that no other builds on, the oldest first.
pub(super) fn heads(migrations: &[Migration]) -> Vec<&Migration> {
    let parents: BTreeSet<&Version> = migrations.iter().flat_map(|migration| &migration.parents).collect();
    migrations.iter().filter(|migration| !parents.contains(&migration.version)).collect()
}
