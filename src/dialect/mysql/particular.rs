//! Values for a column that comes back when a migration is undone, where one plain value for all rows could not stand.

use super::column_change::untouched;
use super::kind::Kind;
use super::quote::{quote, quote_all};
use crate::schema::{Column, ForeignKey, Table, TableName};

/// The UPDATE that gives every row a value that fits the table's keys; `None` where the plainest value does.
pub(super) fn particular(table: &Table, column: &Column, is_new: impl Fn(&TableName) -> bool) -> Option<String> {
    let (name, own) = (quote(&table.name.name), quote(&column.name));
    let key = table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()]);
    // A new parent gets the rows that are needed: each child may have one of its own.
    let is_free = |key: &&ForeignKey| is_new(&key.table) && must_differ(table, &column.name);
    if let Some(key) = key.filter(|key| !is_free(key)) {
        let parent = quote(&key.table.name);
        let value = match Kind::of(&column.ty) {
            // A key that counts up takes 0 for the next number.
            Kind::Integer { .. } if is_new(&key.table) => "1".to_owned(),
            _ if is_new(&key.table) => return None,
            _ => format!("(SELECT min({}) FROM {parent})", quote(key.references.first()?)),
        };
        return Some(format!("UPDATE {name} SET {own} = {value}{}", untouched(table, &column.name, "")));
    }
    if !must_differ(table, &column.name) {
        return None;
    }
    let keys: Vec<String> = table.key_columns().iter().filter(|key| **key != column.name).cloned().collect();
    if keys.is_empty() {
        return None;
    }
    let value = numbered(column, "numbered.n")?;
    let keys = quote_all(&keys);
    Some(format!(
        "UPDATE {name} JOIN (SELECT {keys}, row_number() OVER (ORDER BY {keys}) AS n FROM {name}) AS numbered USING ({keys})\nSET {name}.{own} = {value}{}",
        untouched(table, &column.name, &format!("{name}."))
    ))
}

/// A value made of a number that no other row has; of an enum one after the other, as long as there are some.
pub(super) fn numbered(column: &Column, number: &str) -> Option<String> {
    Some(match Kind::of(&column.ty) {
        Kind::Integer { .. } | Kind::Decimal | Kind::Float | Kind::Double | Kind::Text | Kind::Binary => {
            number.to_owned()
        }
        Kind::Bool => format!("{number} % 2"),
        Kind::Time => format!("SEC_TO_TIME({number})"),
        Kind::Year => format!("1970 + {number} % 180"),
        Kind::Date => format!("DATE '1970-01-01' + INTERVAL {number} DAY"),
        Kind::Timestamp => format!("TIMESTAMP '1970-01-02 00:00:00' + INTERVAL {number} SECOND"),
        Kind::Enum => format!("1 + ({number} - 1) % {}", column.values.as_ref()?.len().max(1)),
        _ => return None,
    })
}

/// Whether the column is part of what no two rows share.
pub(super) fn must_differ(table: &Table, column: &str) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    table.uniques.iter().any(|unique| holds(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && index.uses(column))
}
