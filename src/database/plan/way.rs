//! The ways on that errors name: commands that can be pasted.

use crate::database::status::MigrationState;
use crate::history::{Migration, Version};

/// How many names a sentence lists.
const MOST: usize = 3;

/// A migration's name as an argument.
pub(crate) fn quoted(name: &str) -> String {
    shell_words::quote(name).into_owned()
}

/// A call of `manage repair` with this flag for each of the names; for many, with `all`.
pub(super) fn repair(flag: &str, names: &[&str]) -> String {
    if names.len() > MOST {
        return format!("`manage repair {flag} all`");
    }
    let flags: Vec<String> = names.iter().map(|name| format!("{flag} {}", quoted(name))).collect();
    format!("`manage repair {}`", flags.join(" "))
}

/// The call of `manage downgrade` that takes back everything from the version on, if all of it can be taken back.
pub(super) fn downgrade(states: &[MigrationState], migrations: &[Migration], from: &Version) -> Option<String> {
    let leads_back = |state: &MigrationState| {
        let own = migrations.binary_search_by(|migration| migration.version.cmp(&state.version)).ok();
        match own.and_then(|place| migrations.get(place)) {
            Some(migration) => {
                migration.way_back_from(state.entry.as_ref().and_then(|entry| entry.variant.as_deref())).is_ok()
            }
            None => state.entry.as_ref().is_some_and(|entry| entry.down.is_some()),
        }
    };
    from_on(states, from).all(leads_back).then(|| back_to(states, from))
}

/// The same, whether it can or not.
pub(super) fn back_to(states: &[MigrationState], from: &Version) -> String {
    format!("`manage downgrade -{}`", from_on(states, from).count())
}

/// What is applied from the version on.
fn from_on<'a>(states: &'a [MigrationState], from: &Version) -> impl Iterator<Item = &'a MigrationState> {
    states.iter().filter(move |state| state.is_applied() && state.version >= *from)
}

/// Names in a sentence: a few of them, and how many more there are.
pub(super) fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
