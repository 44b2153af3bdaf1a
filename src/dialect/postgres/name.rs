//! Names for what the models leave unnamed: those that PostgreSQL would choose itself.

use crate::dialect::NameKind;
use crate::schema::Table;

/// The longest name, in bytes.
pub(super) const LONGEST: usize = 63;

/// `users_email_key`; a number is appended while the table has something of that name.
pub(super) fn default_name(table: &Table, kind: NameKind, columns: &[&str]) -> String {
    let ending = match kind {
        NameKind::Index => "idx",
        NameKind::Unique => "key",
        NameKind::ForeignKey => "fkey",
        NameKind::Check => "check",
    };
    let columns = columns.join("_");
    let numbers = std::iter::once(String::new()).chain((1_usize..).map(|number| number.to_string()));
    numbers
        .map(|number| object_name(&table.name.name, &columns, &format!("{ending}{number}")))
        .find(|name| !is_taken(table, name))
        .unwrap_or_default()
}

/// PostgreSQL's `makeObjectName`: `table_columns_ending`; where that is too long, the longer of the first two loses
/// bytes at its end until it fits, no character cut in two.
pub(super) fn object_name(table: &str, columns: &str, ending: &str) -> String {
    let separators = if columns.is_empty() { 1 } else { 2 };
    let room = LONGEST.saturating_sub(ending.len() + separators);
    let (mut first, mut second) = (table.len(), columns.len());
    while first + second > room {
        if first > second { first -= 1 } else { second -= 1 }
    }
    let (first, second) = (cut(table, first), cut(columns, second));
    if columns.is_empty() { format!("{first}_{ending}") } else { format!("{first}_{second}_{ending}") }
}

/// The text's first bytes, no character cut in two.
pub(super) fn cut(text: &str, length: usize) -> &str {
    let end = (0..=length.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

fn is_taken(table: &Table, name: &str) -> bool {
    let uniques = table.uniques.iter().map(|unique| &unique.name);
    let indexes = table.indexes.iter().map(|index| &index.name);
    let keys = table.foreign_keys.iter().map(|key| &key.name);
    let checks = table.checks.iter().map(|check| &check.name);
    uniques.chain(indexes).chain(keys).chain(checks).flatten().any(|own| own == name)
}

#[cfg(test)]
mod tests {
    use super::object_name;

    #[test]
    fn long_names_are_cut_as_the_server_cuts_them() {
        assert_eq!(object_name("users", "email", "key"), "users_email_key");
        assert_eq!(object_name("users", "", "pkey"), "users_pkey");
        let (a, b) = ("a".repeat(60), "b".repeat(40));
        assert_eq!(object_name(&a, &b, "key"), format!("{}_{}_key", "a".repeat(29), "b".repeat(29)));
        assert_eq!(object_name(&a, "b", "key"), format!("{}_b_key", "a".repeat(57)));
        assert!(object_name(&"é".repeat(60), "c", "key").len() <= 63);
    }
}
