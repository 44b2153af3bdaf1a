//! Names for what the models leave unnamed, in PostgreSQL's manner.

use crate::dialect::NameKind;
use crate::schema::Table;

/// The longest name, in characters.
pub(super) const LONGEST: usize = 64;

/// `users_email_key`; a number is appended while the table has something of that name. Foreign keys and checks share
/// one room of names in the whole database: where the table's name has to be cut, a digest keeps them apart.
pub(super) fn default_name(table: &Table, kind: NameKind, columns: &[&str]) -> String {
    let ending = match kind {
        NameKind::Index => "idx",
        NameKind::Unique => "key",
        NameKind::ForeignKey => "fkey",
        NameKind::Check => "check",
    };
    let mut parts = vec![table.name.name.as_str()];
    parts.extend(columns);
    let start = parts.join("_");
    let numbers = std::iter::once(String::new()).chain((1_usize..).map(|number| number.to_string()));
    numbers
        .map(|number| fitting(&start, &format!("_{ending}{number}")))
        .find(|name| !is_taken(table, name))
        .unwrap_or_default()
}

/// The start and the ending, the start cut where both are too long.
pub(super) fn fitting(start: &str, ending: &str) -> String {
    let room = LONGEST.saturating_sub(ending.chars().count());
    if start.chars().count() <= room {
        return format!("{start}{ending}");
    }
    let kept: String = start.chars().take(room.saturating_sub(9)).collect();
    format!("{kept}_{:08x}{ending}", digest(start))
}

/// FNV-1a: the same on every run and every machine.
fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn is_taken(table: &Table, name: &str) -> bool {
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    let indexes = table.indexes.iter().map(|index| &index.name);
    let keys = table.foreign_keys.iter().map(|key| &key.name);
    let checks = table.checks.iter().map(|check| &check.name);
    let mut names = uniques.chain(indexes).chain(keys).chain(checks).flatten();
    names.any(|own| own.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::default_name;
    use crate::dialect::NameKind;
    use crate::schema::{Index, Table};

    #[test]
    fn names_fit_and_differ() {
        let users = Table::new("users");
        assert_eq!(default_name(&users, NameKind::Unique, &["email"]), "users_email_key");
        assert_eq!(default_name(&users, NameKind::ForeignKey, &["a", "b"]), "users_a_b_fkey");
        assert_eq!(default_name(&users, NameKind::Check, &[]), "users_check");
        let long = |last: &str| {
            default_name(&Table::new(format!("{}{last}", "é".repeat(70)).as_str()), NameKind::Check, &["c"])
        };
        assert_eq!(long("a").chars().count(), 64);
        assert_eq!(long("a"), long("a"));
        assert_ne!(long("a"), long("b"));
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut table = Table::new("t");
        for expected in ["t_a_idx", "t_a_idx1", "t_a_idx2"] {
            let name = default_name(&table, NameKind::Index, &["a"]);
            assert_eq!(name, expected);
            table.indexes.push(Index { name: Some(name), ..Index::on(["a"]) });
        }
    }
}
