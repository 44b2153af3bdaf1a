use super::deployed::Deployed;
use super::scratch::scratch;
use crate::cli::Context;
use crate::database::MigrationState;
use crate::error::{Error, Result};
use crate::history::{Recognised, Version, recognise};
use crate::schema::VersionTable;

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
    let mut there = deployed.look()?.introspect()?;
    // Where other tools keep their migrations is no business of ours.
    let others: Vec<VersionTable> = there.tables.values().filter_map(VersionTable::of).collect();
    there.tables.retain(|name, _| !others.iter().any(|own| own.table == *name));
    let migrations = deployed.migrations();
    if there.tables.is_empty() || migrations.is_empty() {
        return Ok(None);
    }
    for own in &others {
        context.ui.say(format!("Left out: {}, in which {} keeps its migrations", own.table, own.tool));
    }
    let mut work = context.ui.work(format!("{}: comparing", deployed.database.alias()), Some(migrations.len()));
    let found = recognise(&there, migrations, &mut || scratch(&deployed.database), &mut |migration| {
        work.advance(&migration.name);
    })?;
    drop(work);
    match found {
        Recognised::Nothing => Ok(None),
        Recognised::After(versions) => Ok(Some(versions)),
        Recognised::Near { nearest, differences } => Err(refused(deployed, &nearest, &differences)),
    }
}

fn refused(deployed: &Deployed, nearest: &Version, differences: &[String]) -> Error {
    let all = deployed.migrations();
    let place = all.binary_search_by(|own| own.version.cmp(nearest)).ok();
    let name = place.and_then(|place| all.get(place)).map_or_else(|| nearest.to_string(), |own| own.name.clone());
    Error::history(format!("the tables of {} are not what the migrations make", deployed.place()))
        .because(
            Error::history(format!("what is nearest is {name}; beside it:"))
                .because(Error::history(differences.join("\n"))),
        )
        .hint("bring the database there by hand, then run the command again; nothing was written")
        .hint(format!("`manage stamp {nearest}` writes it down all the same"))
}
