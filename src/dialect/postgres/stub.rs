//! Rows for a new table that rows of an old one refer to, so that a table that comes back empty when a migration is
//! undone can be referred to again.

use super::quote::{quote, quote_all, quote_name};
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Column, ForeignKey, Schema, Table, TableName};

/// The rows that the key needs in the table that it refers to, which is new.
pub(super) fn stub(schema: &Schema, child: &TableName, key: &ForeignKey) -> Option<Rendered> {
    let (child, parent) = (schema.table(child)?, schema.table(&key.table)?);
    let others: Vec<&Column> = parent
        .columns
        .iter()
        .filter(|column| !column.may_be_left_out() && !key.references.contains(&column.name))
        .collect();
    let first = quote(key.columns.first()?);
    let names: Vec<&String> = key.references.iter().chain(others.iter().map(|column| &column.name)).collect();
    let mut values: Vec<String> = key.columns.iter().map(|column| quote(column)).collect();
    values.extend(others.iter().map(|column| {
        // What must differ follows the key that the row is made for.
        if must_differ(parent, &column.name) { first.clone() } else { zero(schema, column).text().to_owned() }
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
            "INSERT INTO {} ({})\nSELECT DISTINCT {}\nFROM {}\nWHERE {}\nON CONFLICT DO NOTHING",
            quote_name(&parent.name),
            quote_all(&names),
            values.join(", "),
            quote_name(&child.name),
            present.join(" AND ")
        ),
    })
}

fn must_differ(table: &Table, column: &str) -> bool {
    let alone = |columns: &[String]| matches!(columns, [only] if only == column);
    alone(table.key_columns()) || table.uniques.iter().any(|unique| alone(&unique.columns))
}
