use std::collections::{BTreeMap, BTreeSet};

use super::fit::{fits_together, notes, ours_to_write};
use super::step::{Plan, Step};
use super::way;
use crate::database::status::MigrationState;
use crate::error::{Error, Result};
use crate::history::{Migration, Touches, Version};

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
    goal: Option<&[Version]>,
    late: Late,
) -> Result<Plan> {
    fits_together(states, migrations)?;
    let wanted = match goal {
        Some(goal) => with_ancestors(migrations, goal)?,
        None => migrations.iter().map(|migration| &migration.version).collect(),
    };
    let all = states;
    let states: BTreeMap<&Version, &MigrationState> = states.iter().map(|state| (&state.version, state)).collect();
    // Nothing is known of strangers, which may belong to another program altogether.
    let counts = |state: &MigrationState| state.is_applied() && !state.is_stranger();
    let newest_applied = states.values().rev().find(|state| counts(state));
    let mut plan = Plan { warnings: notes(all), ..Plan::default() };
    let mut touches = None;
    for migration in migrations.iter().filter(|migration| wanted.contains(&migration.version)) {
        let Some(state) = states.get(&migration.version).filter(|state| !state.is_applied()) else { continue };
        let is_late = |newest: &&&MigrationState| newest.version > state.version && late != Late::Allow;
        if let Some(newest) = newest_applied.filter(is_late) {
            let applied_after =
                || states.range::<&Version, _>(&state.version..).rev().filter(|(_, other)| counts(other));
            let touches = touches.get_or_insert_with(|| Touches::of(migrations));
            // What is older and applied ran first here, as it does on an empty database: only what is newer can clash.
            let clash = applied_after().find_map(|(_, other)| {
                touches.common(&migration.version, &other.version).map(|common| (*other, common))
            });
            // A merge that is still to come was tried after both orders.
            if let Some((other, common)) = &clash
                && late != Late::Refuse
                && let Some(merge) = merge_of(migrations, &states, &migration.version, &other.version)
            {
                plan.warnings.push(format!(
                    "{} is older than {}, which is applied already, and both touch {common}; {} joins them",
                    migration.name, other.name, merge.name
                ));
                plan.steps.push(Step::up(migration, state)?);
                continue;
            }
            judge(migration, newest, clash, late, all, migrations, &mut plan)?;
        }
        plan.steps.push(Step::up(migration, state)?);
    }
    ours_to_write(all, &mut plan)?;
    Ok(plan)
}

/// Whether a late migration may run, with a warning where only Diesel's ways allow it.
fn judge(
    migration: &Migration,
    newest: &MigrationState,
    clash: Option<(&MigrationState, String)>,
    late: Late,
    states: &[MigrationState],
    migrations: &[Migration],
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
            let refused = Error::history(format!(
                "{name} is older than {}, which is applied already, and both touch {common}",
                other.name
            ))
            .hint("`manage migrate --allow-late` runs it all the same, if you know that the order does not matter");
            let refused = match in_order(migrations, &migration.version, &other.version) {
                Some(merge) => refused.hint(format!("{} joins them where they ran in their order only", merge.name)),
                None => refused.hint("`manage merge` writes a migration that joins them"),
            };
            return Err(match way::downgrade(states, migrations, &other.version) {
                Some(downgrade) => refused
                    .hint(format!("{downgrade} takes {} back first, so that both run in their order", other.name)),
                None => refused,
            });
        }
        (Some(_), None) => {}
    }
    Ok(())
}

/// The migration that joins two others whatever order they ran in, and is not applied.
fn merge_of<'a>(
    migrations: &'a [Migration],
    states: &BTreeMap<&Version, &MigrationState>,
    one: &Version,
    other: &Version,
) -> Option<&'a Migration> {
    let is_pending = |own: &Migration| states.get(&own.version).is_none_or(|state| !state.is_applied());
    joining(migrations, one, other).find(|own| is_pending(own) && !own.joins_in_order_only())
}

/// The one that joins them only where they ran in their order.
fn in_order<'a>(migrations: &'a [Migration], one: &Version, other: &Version) -> Option<&'a Migration> {
    joining(migrations, one, other).find(|own| own.joins_in_order_only())
}

/// The migrations that say that they build on both, and on several.
fn joining<'a>(migrations: &'a [Migration], one: &Version, other: &Version) -> impl Iterator<Item = &'a Migration> {
    let mut above = [BTreeSet::from([one.clone()]), BTreeSet::from([other.clone()])];
    migrations.iter().filter(move |own| {
        let mut both = true;
        for versions in &mut above {
            let builds_on = own.parents.iter().any(|parent| versions.contains(parent));
            if builds_on {
                versions.insert(own.version.clone());
            }
            both &= builds_on;
        }
        both && own.header.is_some() && own.parents.len() > 1
    })
}

/// The migrations and all that they build on.
fn with_ancestors<'a>(migrations: &'a [Migration], goals: &[Version]) -> Result<BTreeSet<&'a Version>> {
    let by_version: BTreeMap<&Version, &Migration> =
        migrations.iter().map(|migration| (&migration.version, migration)).collect();
    let mut found = BTreeSet::new();
    let mut open = Vec::new();
    for goal in goals {
        let unknown =
            || Error::usage(format!("there is no migration {goal}")).hint("`manage showmigrations` lists them");
        open.push(*by_version.get(goal).ok_or_else(unknown)?);
    }
    while let Some(migration) = open.pop() {
        if found.insert(&migration.version) {
            open.extend(migration.parents.iter().filter_map(|parent| by_version.get(parent)));
        }
    }
    Ok(found)
}
