//! Rows for a new table that rows of an old one refer to, so that a table that comes back empty when a migration is
//! undone can be referred to again.

use super::kind::Kind;
use super::particular::numbered;
use super::quote::{quote, quote_all};
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{ForeignKey, Schema, Table, TableName};

/// The rows that the key needs in the table that it refers to, which is new.
pub(super) fn stub(schema: &Schema, child: &TableName, key: &ForeignKey) -> Option<Rendered> {
    let (child, parent) = (schema.table(child)?, schema.table(&key.table)?);
    let others: Vec<&crate::schema::Column> = parent
        .columns
        .iter()
        .filter(|column| !column.may_be_left_out() && !key.references.contains(&column.name))
        .collect();
    let (name, first) = (key.columns.first()?, quote(key.columns.first()?));
    let counts = child.column(name).is_some_and(|column| matches!(Kind::of(&column.ty), Kind::Integer { .. }));
    let names: Vec<&String> = key.references.iter().chain(others.iter().map(|column| &column.name)).collect();
    let mut values: Vec<String> = key.columns.iter().map(|column| quote(column)).collect();
    values.extend(others.iter().map(|column| {
        // What must differ follows the key that the row is made for.
        match must_differ(parent, &column.name) {
            true if counts => numbered(column, &first).unwrap_or_else(|| first.clone()),
            true => first.clone(),
            false => zero(column).text().to_owned(),
        }
    }));
    let present: Vec<String> = key.columns.iter().map(|column| format!("{} IS NOT NULL", quote(column))).collect();
    Some(Rendered {
        comments: vec![format!(
            "{} is new, and {}.{} refers to it: the rows that it needs, with their keys and plain values.",
            parent.name,
            child.name,
            key.columns.join(", ")
        )],
        sql: format!(
            "INSERT IGNORE INTO {} ({})\nSELECT DISTINCT {}\nFROM {}\nWHERE {}",
            quote(&parent.name.name),
            quote_all(&names),
            values.join(", "),
            quote(&child.name.name),
            present.join(" AND ")
        ),
    })
}

fn must_differ(table: &Table, column: &str) -> bool {
    let alone = |columns: &[String]| matches!(columns, [only] if only == column);
    alone(table.key_columns()) || table.uniques.iter().any(|unique| alone(&unique.columns))
}
