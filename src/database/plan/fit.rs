//! Whether ledger, journal and directories fit together, and the way on where they do not.

use super::step::Plan;
use super::way;
use crate::database::event::Direction;
use crate::database::journal::{Entry, Unread};
use crate::database::status::{MigrationState, State};
use crate::error::{Error, Result};
use crate::history::Migration;
use crate::sql::checksum;

/// For so many of those that are gone it is looked whether they were given another version.
const MOST_RENAMED: usize = 10;
/// So many files are compared for that.
const MOST_COMPARED: usize = 100;

/// Refuses what has to be put right first, all of it at once.
pub(super) fn fits_together(states: &[MigrationState], migrations: &[Migration]) -> Result<()> {
    let mut errors = vec![edited(states, migrations)];
    errors.push(missing(states, migrations));
    errors.extend(states.iter().map(|state| half_way(state, states)));
    errors.extend(states.iter().map(maybe_begun));
    let mut errors = errors.into_iter().flatten();
    match errors.next() {
        None => Ok(()),
        Some(first) => Err(errors.fold(first, Error::and)),
    }
}

fn edited(states: &[MigrationState], migrations: &[Migration]) -> Option<Error> {
    let found: Vec<&MigrationState> = states.iter().filter(|own| own.state == State::Edited).collect();
    let first = found.first()?;
    let names: Vec<&str> = found.iter().map(|own| own.name.as_str()).collect();
    let [was, it, as_now] = match names.len() {
        1 => ["it was", "it", "it is"],
        _ => ["they were", "them", "they are"],
    };
    let mut error = Error::history(format!("changed after {was} applied: {}", way::listed(&names)))
        .hint("put the files back as they were, and write what is new as a migration of its own");
    if let Some(downgrade) = way::downgrade(states, migrations, &first.version) {
        error = error.hint(format!(
            "{downgrade} goes back to before {it}, and `manage migrate` then applies {it} as {as_now} now"
        ));
    }
    Some(error.hint(format!(
        "{} accepts {it} as {as_now} now, where the database needs nothing of what changed",
        way::repair("--accept", &names)
    )))
}

fn missing(states: &[MigrationState], migrations: &[Migration]) -> Option<Error> {
    let gone = |own: &&MigrationState| own.state == State::Missing && !own.is_stranger();
    let found: Vec<&MigrationState> = states.iter().filter(gone).collect();
    let first = found.first()?;
    let names: Vec<&str> = found.iter().map(|own| own.name.as_str()).collect();
    let mut error = Error::history(format!("applied, but there is no such directory: {}", way::listed(&names)));
    for (state, twin) in
        found.iter().take(MOST_RENAMED).filter_map(|state| Some((state, renamed(state, states, migrations)?)))
    {
        error = error.hint(format!(
            "{} looks like {} under another version: `manage repair --rename {}:{}` writes that down, or give the \
             directory its old name",
            twin.name,
            state.name,
            way::quoted(&state.name),
            way::quoted(&twin.name)
        ));
    }
    let it = if names.len() == 1 { "it" } else { "them" };
    error = error.hint("bring the directories back (are they on another branch?)");
    if let Some(downgrade) = way::downgrade(states, migrations, &first.version) {
        error =
            error.hint(format!("{downgrade} goes back to before {it}, with the down.sql that the journal remembers"));
    }
    Some(error.hint(format!(
        "{} takes {it} out of the ledger and leaves in the database what was done",
        way::repair("--prune", &names)
    )))
}

/// The migration that is not applied and is this one under another version: the same name, or the same statements.
pub(in crate::database) fn renamed<'a>(
    gone: &MigrationState,
    states: &[MigrationState],
    migrations: &'a [Migration],
) -> Option<&'a Migration> {
    let slug = |name: &str| name.split_once('_').map(|(_, slug)| slug.to_owned()).filter(|slug| !slug.is_empty());
    let entry = gone.entry.as_ref()?;
    let is_pending = |migration: &&Migration| {
        let own = states.binary_search_by(|state| state.version.cmp(&migration.version));
        own.is_ok_and(|place| states.get(place).is_some_and(|own| own.state == State::Pending))
    };
    let mut pending: Vec<&Migration> = migrations.iter().filter(is_pending).collect();
    let same_statements = |migration: &&Migration| {
        !migration.up.statements.is_empty() && checksum(&migration.up.statements) == entry.checksum
    };
    let same_name = |migration: &&Migration| slug(&migration.name).is_some_and(|own| Some(own) == slug(&gone.name));
    let found = pending.iter().position(same_name);
    let found = found.or_else(|| pending.iter().take(MOST_COMPARED).position(same_statements));
    found.map(|place| pending.swap_remove(place))
}

/// One that stopped on its way and cannot simply go on.
pub(super) fn half_way(state: &MigrationState, states: &[MigrationState]) -> Option<Error> {
    let name = &state.name;
    let ways = |error: Error| {
        let quoted = way::quoted(name);
        error
            .hint(format!(
                "`manage repair --done {quoted}` writes down that it is done, where you have finished it by hand"
            ))
            .hint(format!(
                "`manage repair --undone {quoted}` forgets that it was begun; what it did stays in the database"
            ))
    };
    match state.half_way()? {
        Direction::Down => Some(ways(
            Error::history(format!("taking back {name} stopped half way"))
                .hint(format!("{} goes on with it", way::back_to(states, &state.version))),
        )),
        Direction::Up if !state.has_directory => Some(ways(
            Error::history(format!(
                "{name} stopped half way{}, and there is no such directory",
                so_far(state.entry.as_ref())
            ))
            .hint("bring the directory back (is it on another branch?): `manage migrate` then goes on with it"),
        )),
        Direction::Up => None,
    }
}

/// One that may have been begun, which nobody can tell.
fn maybe_begun(state: &MigrationState) -> Option<Error> {
    let Some(Unread::Damaged(column)) = &state.unread else { return None };
    if state.is_applied() {
        return None;
    }
    let (name, quoted) = (&state.name, way::quoted(&state.name));
    Some(
        Error::history(format!("the journal's row of {name} is damaged ({column}): it may have been begun"))
            .hint(format!("`manage repair --undone {quoted}` says that it was not begun, or that it can run once more"))
            .hint(format!("`manage repair --done {quoted}` says that it is done")),
    )
}

fn so_far(entry: Option<&Entry>) -> String {
    entry.map(|entry| format!(" after {} of {} statements", entry.done, entry.total)).unwrap_or_default()
}

/// What a person should know of the ledger and the journal, though nothing is in the way.
pub(super) fn notes(states: &[MigrationState]) -> Vec<String> {
    let mut notes = Vec::new();
    let named = |which: &dyn Fn(&&MigrationState) -> bool| -> Vec<&str> {
        states.iter().filter(|state| which(state)).map(|state| state.name.as_str()).collect()
    };
    let strangers = named(&|state| state.is_stranger());
    if !strangers.is_empty() {
        let are = match strangers.len() {
            1 => "a row of the ledger is of no migration here, nor did `manage` write it".to_owned(),
            count => format!("{count} rows of the ledger are of no migrations here, nor did `manage` write them"),
        };
        notes.push(format!("{are}: {}; passed over, as under `diesel`", way::listed(&strangers)));
    }
    let damaged = named(&|state| matches!(state.unread, Some(Unread::Damaged(_))) && state.is_applied());
    if !damaged.is_empty() {
        notes.push(format!(
            "the journal's rows of applied migrations are damaged: {}; `manage repair --adopt` writes them anew",
            way::listed(&damaged)
        ));
    }
    notes
}

/// Refuses to write into a journal that a newer program has written into, unless nothing is to be written.
pub(super) fn ours_to_write(states: &[MigrationState], plan: &mut Plan) -> Result<()> {
    match newer(states) {
        None => Ok(()),
        Some(error) if !plan.steps.is_empty() => Err(error),
        Some(error) => {
            plan.warnings.push(error.to_string());
            Ok(())
        }
    }
}

/// The error about a journal of a newer format.
pub(in crate::database) fn newer(states: &[MigrationState]) -> Option<Error> {
    let newer = states.iter().find_map(|state| match &state.unread {
        Some(Unread::Newer { tool, format }) => Some((tool, format)),
        _ => None,
    });
    let (tool, format) = newer?;
    Some(
        Error::history(format!(
            "the journal of this database is of a newer format ({format}, written by {tool}) than this program knows"
        ))
        .hint(format!("work on it with {tool} or a newer one; nothing was written")),
    )
}
