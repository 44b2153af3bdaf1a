//! Which index of a table a foreign key leans on: the server wants one for each, and makes one where there is none.

use super::canonical::brought_name;
use crate::schema::{ForeignKey, IndexKey, Table};

/// Whether a key, a unique set or an index of the table begins with the columns.
pub(super) fn is_covered(table: &Table, columns: &[String]) -> bool {
    let indexes = table.indexes.iter().map(|index| {
        let whole = index.parts.iter().map_while(|part| match &part.key {
            IndexKey::Column(name) if part.prefix.is_none() => Some(name),
            _ => None,
        });
        whole.collect::<Vec<_>>()
    });
    let uniques = table.uniques.iter().map(|unique| unique.columns.iter().collect());
    let key: Vec<&String> = table.key_columns().iter().collect();
    let mut all = indexes.chain(uniques).chain(std::iter::once(key));
    all.any(|own| own.len() >= columns.len() && own.iter().zip(columns).all(|(own, column)| *own == column))
}

/// The keys that leaned on something that the table has before and not after, with the name of the index that they
/// need now.
pub(super) fn left_alone<'a>(before: &'a Table, after: &Table) -> Vec<(String, &'a ForeignKey)> {
    let mut found: Vec<(String, &ForeignKey)> = Vec::new();
    for key in &before.foreign_keys {
        let alone = is_covered(before, &key.columns) && !is_covered(after, &key.columns);
        if alone && !found.iter().any(|(_, other)| other.columns == key.columns) {
            found.push((brought_name(before, key), key));
        }
    }
    found
}

/// What becomes of the index that the key brought when the key goes.
pub(super) enum Brought {
    /// There is none: another index serves.
    None,
    /// It goes too.
    Goes(String),
    /// Another key on the same columns needs it, under that key's name.
    Stays {
        /// Its name.
        from: String,
        /// The other key's.
        to: String,
    },
}

/// The index that the key brought.
pub(super) fn brought(table: &Table, key: &ForeignKey) -> Brought {
    if is_covered(table, &key.columns) {
        return Brought::None;
    }
    let same: Vec<&ForeignKey> = table.foreign_keys.iter().filter(|own| own.columns == key.columns).collect();
    let from = brought_name(table, key);
    match same.as_slice() {
        // The first of several made the index.
        [first, second, ..] if first.name == key.name => Brought::Stays { from, to: brought_name(table, second) },
        [_, _, ..] => Brought::None,
        _ => Brought::Goes(from),
    }
}
