use std::collections::{BTreeMap, BTreeSet};

use super::step::{Plan, Step};
use super::touch::Touches;
use crate::database::event::Direction;
use crate::database::status::{MigrationState, State};
use crate::error::{Error, Result};
use crate::history::{Migration, Version};

/// What to do about a migration that is older than one that is applied, and is not applied itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Late {
    /// Run it if that comes to the same: see the design, "Running".
    #[default]
    Judge,
    /// Run it.
    Allow,
    /// Never.
    Refuse,
}

/// What has to run to get to the goal, or to get everything applied.
///
/// # Errors
/// Of kind [`History`](crate::error::ErrorKind::History) where the database and the directories do not fit together,
/// each with the ways out; a migration that cannot run as it stands is an error, too.
pub fn plan_up(
    states: &[MigrationState],
    migrations: &[Migration],
    goal: Option<&Version>,
    late: Late,
) -> Result<Plan> {
    fits_together(states)?;
    let wanted = match goal {
        Some(goal) => with_ancestors(migrations, goal)?,
        None => migrations.iter().map(|migration| &migration.version).collect(),
    };
    let states: BTreeMap<&Version, &MigrationState> = states.iter().map(|state| (&state.version, state)).collect();
    let newest_applied = states.values().rev().find(|state| state.is_applied());
    let mut plan = Plan::default();
    let mut touches = None;
    for migration in migrations.iter().filter(|migration| wanted.contains(&migration.version)) {
        let Some(state) = states.get(&migration.version).filter(|state| !state.is_applied()) else { continue };
        let is_late = |newest: &&&MigrationState| newest.version > state.version && late != Late::Allow;
        if let Some(newest) = newest_applied.filter(is_late) {
            let applied_after =
                || states.range::<&Version, _>(&state.version..).rev().filter(|(_, other)| other.is_applied());
            let touches = touches.get_or_insert_with(|| Touches::of(migrations));
            // What is older and applied ran first here, as it does on an empty database: only what is newer can clash.
            let clash = applied_after().find_map(|(_, other)| {
                touches.common(&migration.version, &other.version).map(|common| (other.name.as_str(), common))
            });
            judge(migration, newest, clash, late, &mut plan)?;
        }
        plan.steps.push(Step::up(migration, state)?);
    }
    Ok(plan)
}

/// Whether a late migration may run, with a warning where only Diesel's ways allow it.
fn judge(
    migration: &Migration,
    newest: &MigrationState,
    clash: Option<(&str, String)>,
    late: Late,
    plan: &mut Plan,
) -> Result<()> {
    let name = &migration.name;
    if late == Late::Refuse {
        return Err(Error::history(format!("{name} is older than {}, which is applied already", newest.name))
            .hint("`manage migrate --allow-late` runs it all the same")
            .hint("or give it a newer version: rename its directory"));
    }
    match (&migration.header, clash) {
        (None, _) => plan.warnings.push(format!(
            "{name} is older than {}, which is applied already; it runs now, as it would under `diesel`",
            newest.name
        )),
        (Some(_), Some((other, common))) => {
            return Err(Error::history(format!(
                "{name} is older than {other}, which is applied already, and both touch {common}"
            ))
            .hint("`manage migrate --allow-late` runs it all the same, if you know that the order does not matter")
            .hint(format!("`manage downgrade` takes {other} back first, so that both run in their order")));
        }
        (Some(_), None) => {}
    }
    Ok(())
}

/// Refuses what has to be put right first.
fn fits_together(states: &[MigrationState]) -> Result<()> {
    let names = |state: State| -> Vec<&str> {
        states.iter().filter(|own| own.state == state).map(|own| own.name.as_str()).collect()
    };
    let edited = names(State::Edited);
    if !edited.is_empty() {
        return Err(Error::history(format!("changed after {} applied: {}", was(&edited), edited.join(", ")))
            .hint("put the files back as they were, and write what is new as a migration of its own")
            .hint("`manage downgrade` takes a migration back, `manage migrate` then applies it as it is now"));
    }
    let missing = names(State::Missing);
    if !missing.is_empty() {
        return Err(Error::history(format!("applied, but there is no such directory: {}", missing.join(", ")))
            .hint("bring the directories back (are they on another branch?)")
            .hint("`manage downgrade` takes a migration back with the down.sql that the journal remembers"));
    }
    let going_back = |state: &&MigrationState| {
        state.state == State::HalfDone && state.entry.as_ref().is_some_and(|entry| entry.direction == Direction::Down)
    };
    match states.iter().find(going_back) {
        Some(state) => Err(Error::history(format!("taking back {} stopped half way", state.name))
            .hint("`manage downgrade` goes on with it")),
        None => Ok(()),
    }
}

fn was(names: &[&str]) -> &'static str {
    if names.len() == 1 { "it was" } else { "they were" }
}

/// The migration and all that it builds on.
fn with_ancestors<'a>(migrations: &'a [Migration], goal: &Version) -> Result<BTreeSet<&'a Version>> {
    let by_version: BTreeMap<&Version, &Migration> =
        migrations.iter().map(|migration| (&migration.version, migration)).collect();
    let Some(goal) = by_version.get(goal) else {
        return Err(Error::usage(format!("there is no migration {goal}")).hint("`manage showmigrations` lists them"));
    };
    let mut found = BTreeSet::new();
    let mut open = vec![*goal];
    while let Some(migration) = open.pop() {
        if found.insert(&migration.version) {
            open.extend(migration.parents.iter().filter_map(|parent| by_version.get(parent)));
        }
    }
    Ok(found)
}
