use std::collections::BTreeMap;

use super::StepFunction;
use crate::database::event::Direction;
use crate::database::journal::Entry;
use crate::database::status::MigrationState;
use crate::history::Version;
use crate::settings::Variables;

/// The Rust steps of the migrations of one database, and what they are told of it.
#[derive(Clone, Debug, Default)]
pub struct RustSteps {
    pub(super) alias: String,
    pub(super) environment: Option<String>,
    pub(super) variables: Variables,
    up: BTreeMap<Version, StepFunction>,
    down: BTreeMap<Version, StepFunction>,
}

impl RustSteps {
    /// None yet, for the database of this alias.
    pub fn new(alias: impl Into<String>, environment: Option<String>, variables: Variables) -> Self {
        Self { alias: alias.into(), environment, variables, ..Self::default() }
    }

    /// Adds the step of a migration. Gives whether it had none that way before.
    pub fn insert(&mut self, version: Version, direction: Direction, function: StepFunction) -> bool {
        let steps = match direction {
            Direction::Up => &mut self.up,
            Direction::Down => &mut self.down,
        };
        steps.insert(version, function).is_none()
    }

    /// The step of a migration, if it has one that way.
    pub fn get(&self, version: &Version, direction: Direction) -> Option<&StepFunction> {
        match direction {
            Direction::Up => self.up.get(version),
            Direction::Down => self.down.get(version),
        }
    }

    /// Whether the migration is applied and its step has not run with it: another program applied it, or there was
    /// no step yet.
    pub fn was_passed_over(&self, state: &MigrationState) -> bool {
        let ran = |entry: &Entry| entry.rust || entry.direction == Direction::Down;
        state.is_applied() && self.up.contains_key(&state.version) && !state.entry.as_ref().is_some_and(ran)
    }
}
