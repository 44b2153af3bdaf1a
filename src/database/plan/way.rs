//! The ways on that errors name: commands that can be pasted.

use crate::database::status::MigrationState;
use crate::history::Version;

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

/// The call of `manage downgrade` that takes back everything from the version on.
pub(super) fn downgrade(states: &[MigrationState], from: &Version) -> String {
    let count = states.iter().filter(|state| state.is_applied() && state.version >= *from).count();
    format!("`manage downgrade -{count}`")
}

/// Names in a sentence: a few of them, and how many more there are.
pub(super) fn listed(names: &[&str]) -> String {
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
