use super::deployed::Deployed;
use super::scratch::scratch;
use crate::cli::Context;
use crate::database::MigrationState;
use crate::error::{Error, Result};
use crate::history::{Migration, Version, replay_each};
use crate::schema::{Schema, TableName};

/// What one migration leads to, beside what is there.
struct Stage<'a> {
    migration: &'a Migration,
    /// What differs in what it and all before it make, in words.
    differences: Vec<String>,
    /// Of the tables that are there, those that it and all before it make.
    makes: Vec<bool>,
}

/// The first migrations, where the database holds what they make and knows nothing of them. Every definition is compared
/// with what the migrations lead to on a scratch database. `None` where there is nothing that they make, or where something
/// is applied already.
///
/// # Errors
/// When there are tables of these names and they are not what the migrations lead to: with what differs, one by one.
pub(super) fn initial(context: &Context, deployed: &Deployed) -> Result<Option<Vec<Version>>> {
    let ours = |state: &MigrationState| state.is_applied() && !state.is_stranger();
    if deployed.status()?.iter().any(ours) {
        return Ok(None);
    }
    let there = deployed.look()?.introspect()?;
    let migrations = deployed.migrations();
    if there.tables.is_empty() || migrations.is_empty() {
        return Ok(None);
    }
    let names: Vec<&TableName> = there.tables.keys().collect();
    let mut session = scratch(&deployed.database)?;
    let mut stages = Vec::new();
    let work = context.ui.work(format!("{}: comparing", deployed.database.alias()), Some(migrations.len()));
    replay_each(migrations, session.as_mut(), &mut |migration, schema| {
        let makes = names.iter().map(|name| schema.tables.contains_key(*name)).collect();
        // Found again by its version: what is told lives no longer than the call.
        let place = migrations.binary_search_by(|own| own.version.cmp(&migration.version)).ok();
        if let Some(migration) = place.and_then(|place| migrations.get(place)) {
            stages.push(Stage { migration, differences: schema.differences(&part_of(&there, &schema)), makes });
        }
        Ok(())
    })?;
    drop(work);
    // What a later one makes and is there already would be in its way.
    let mut made_by: Vec<Option<&Migration>> = vec![None; names.len()];
    for stage in stages.iter_mut().rev() {
        for ((place, makes), maker) in stage.makes.iter().enumerate().zip(&mut made_by) {
            if *makes {
                *maker = Some(stage.migration);
            } else if let (Some(maker), Some(name)) = (maker, names.get(place)) {
                stage.differences.push(format!("table {name} is there, and {} is yet to make it", maker.name));
            }
        }
    }
    if made_by.iter().all(Option::is_none) {
        return Ok(None);
    }
    if let Some(last) = stages.iter().rposition(|stage| stage.differences.is_empty() && stage.makes.contains(&true)) {
        return Ok(Some(stages.iter().take(last + 1).map(|stage| stage.migration.version.clone()).collect()));
    }
    let nearest = stages.iter().rev().min_by_key(|stage| stage.differences.len());
    Err(nearest.map_or_else(|| Error::history("there is nothing to compare with"), |stage| refused(deployed, stage)))
}

fn refused(deployed: &Deployed, stage: &Stage<'_>) -> Error {
    let name = &stage.migration.name;
    let all = Error::history(stage.differences.join("\n"));
    Error::history(format!("the tables of {} are not what the migrations make", deployed.place()))
        .because(Error::history(format!("what is nearest is {name}; beside it:")).because(all))
        .hint("bring the database there by hand, then run the command again; nothing was written")
        .hint(format!("`manage stamp {}` writes it down all the same", stage.migration.version))
}

/// Of what is there, what bears the name of something that the schema has: the rest is somebody else's.
fn part_of(there: &Schema, schema: &Schema) -> Schema {
    let mut part = there.clone();
    part.tables.retain(|name, _| schema.tables.contains_key(name));
    part.enums.retain(|name, _| schema.enums.contains_key(name));
    part.namespaces.retain(|name| schema.namespaces.contains(name));
    part.extensions.retain(|name| schema.extensions.contains(name));
    part.objects.retain(|object| schema.objects.iter().any(|own| own.name == object.name && own.kind == object.kind));
    part
}
