//! Names for what the models leave unnamed, in PostgreSQL's manner.

use crate::dialect::NameKind;
use crate::schema::Table;

/// The longest name, in bytes: PostgreSQL's limit, so that a schema can move there.
const LONGEST: usize = 63;

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
        .map(|number| put_together(&table.name.name, &columns, &format!("{ending}{number}")))
        .find(|name| !is_taken(table, name))
        .unwrap_or_default()
}

/// `table_columns_ending`; where that is too long, the longer of the first two loses its end.
fn put_together(table: &str, columns: &str, ending: &str) -> String {
    let separators = if columns.is_empty() { 1 } else { 2 };
    let room = LONGEST.saturating_sub(ending.len() + separators);
    let (mut first, mut second) = (table.len(), columns.len());
    if first + second > room {
        let half = room / 2;
        first = first.min(room.saturating_sub(second.min(half)));
        second = second.min(room.saturating_sub(first));
    }
    let (first, second) = (cut(table, first), cut(columns, second));
    if columns.is_empty() { format!("{first}_{ending}") } else { format!("{first}_{second}_{ending}") }
}

/// The text's first bytes, no character cut in two.
fn cut(text: &str, length: usize) -> &str {
    let end = (0..=length.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
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
    fn names_follow_postgresql() {
        let long = "a".repeat(70);
        for (table, columns, kind, expected) in [
            ("users", vec!["email"], NameKind::Unique, "users_email_key".to_owned()),
            ("posts", vec!["a", "b"], NameKind::Index, "posts_a_b_idx".to_owned()),
            ("posts", vec!["author_id"], NameKind::ForeignKey, "posts_author_id_fkey".to_owned()),
            ("posts", vec![], NameKind::Check, "posts_check".to_owned()),
            ("t", vec![&long], NameKind::Index, format!("t_{}_idx", "a".repeat(57))),
            (&long, vec!["b"], NameKind::Index, format!("{}_b_idx", "a".repeat(57))),
            (&long, vec![&long], NameKind::Check, format!("{}_{}_check", "a".repeat(28), "a".repeat(28))),
            ("t", vec![&"é".repeat(40)], NameKind::Index, format!("t_{}_idx", "é".repeat(28))),
        ] {
            let name = default_name(&Table::new(table), kind, &columns);
            assert_eq!(name, expected);
            assert!(name.len() <= 63);
        }
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
