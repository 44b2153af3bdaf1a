use std::collections::{BTreeMap, BTreeSet};

use super::fit::{half_way, ours_to_write};
use super::step::{Plan, Step};
use super::way;
use crate::database::event::Direction;
use crate::database::status::MigrationState;
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::history::{Migration, Version};

/// How far back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// So many migrations, the highest versions first, as Diesel does.
    Steps(usize),
    /// Until this one is the last of its branch: what builds on it is taken back, it stays itself.
    To(Version),
    /// All the way.
    Base,
}

/// What has to be taken back, newest first. Everything that stands in the way is found before anything runs.
///
/// # Errors
/// When a migration cannot be undone, the goal is not applied, or a migration stopped half way forward.
pub fn plan_down(
    states: &[MigrationState],
    migrations: &[Migration],
    goal: &Back,
    dialect: &dyn Dialect,
) -> Result<Plan> {
    let forward = |state: &&MigrationState| state.half_way() == Some(Direction::Up);
    if let Some(state) = states.iter().find(forward) {
        return Err(half_way(state, states).unwrap_or_else(|| {
            Error::history(format!("{} stopped half way", state.name))
                .hint("`manage migrate` goes on with it; then it can be taken back whole")
                .hint(format!(
                    "`manage repair --undone {}` forgets that it was begun; what it did stays in the database",
                    way::quoted(&state.name)
                ))
        }));
    }
    let mut plan = Plan::default();
    let known: BTreeMap<&Version, &Migration> =
        migrations.iter().map(|migration| (&migration.version, migration)).collect();
    for state in chosen(states, migrations, goal)? {
        let step = match known.get(&state.version) {
            Some(migration) => Step::down(migration, state, dialect)?,
            None => Step::down_from_journal(state, dialect)?,
        };
        if step.statements.is_empty() {
            plan.warnings.push(format!("{} holds no statement: nothing is undone", step.file.display()));
        }
        plan.steps.push(step);
    }
    ours_to_write(states, &mut plan)?;
    Ok(plan)
}

fn chosen<'a>(states: &'a [MigrationState], migrations: &[Migration], goal: &Back) -> Result<Vec<&'a MigrationState>> {
    let applied: Vec<&MigrationState> = states.iter().rev().filter(|state| state.is_applied()).collect();
    match goal {
        Back::Base => Ok(applied),
        Back::Steps(steps) if *steps > applied.len() => Err(Error::usage(format!(
            "cannot go back {steps}: {} applied",
            match applied.len() {
                0 => "no migration is".to_owned(),
                1 => "only one migration is".to_owned(),
                number => format!("only {number} migrations are"),
            }
        ))
        .hint("`manage showmigrations` lists what is applied, and `base` goes all the way back")),
        Back::Steps(steps) => Ok(applied.into_iter().take(*steps).collect()),
        Back::To(goal) => {
            let Some(state) = applied.iter().find(|state| state.version == *goal) else {
                return Err(Error::usage(format!("{goal} is not applied: there is no way back to it"))
                    .hint(format!("`manage migrate {goal}` goes forward to it"))
                    .hint("`manage showmigrations` lists what is applied"));
            };
            let known = migrations.iter().any(|migration| migration.version == state.version);
            let built = descendants(migrations, goal);
            let files: BTreeSet<&Version> = migrations.iter().map(|migration| &migration.version).collect();
            let has_file = |version: &Version| files.contains(version);
            // Nobody knows what a migration without its file builds on: take it for everything that is older.
            let goes = |state: &&MigrationState| {
                built.contains(&state.version) || (state.version > *goal && (!known || !has_file(&state.version)))
            };
            Ok(applied.into_iter().filter(goes).collect())
        }
    }
}

/// What builds on the migration, directly or not. The migrations are sorted by version, and parents are older.
fn descendants(migrations: &[Migration], of: &Version) -> BTreeSet<Version> {
    let mut found = BTreeSet::from([of.clone()]);
    for migration in migrations {
        if migration.parents.iter().any(|parent| found.contains(parent)) {
            found.insert(migration.version.clone());
        }
    }
    found.remove(of);
    found
}
