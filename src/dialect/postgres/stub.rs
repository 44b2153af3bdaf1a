//! Rows for a new table that rows of an old one refer to, so that a table that comes back empty when a migration is
//! undone can be referred to again.

use super::fill::numbered;
use super::kind::Kind;
use super::quote::{quote, quote_all, quote_name};
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Column, ForeignKey, Identity, Schema, Table, TableName};

/// The rows that the key needs in the table that it refers to, which is new.
pub(super) fn stub(schema: &Schema, child: &TableName, key: &ForeignKey) -> Option<Rendered> {
    let (child, parent) = (schema.table(child)?, schema.table(&key.table)?);
    let others: Vec<&Column> = parent
        .columns
        .iter()
        .filter(|column| !column.may_be_left_out() && !key.references.contains(&column.name))
        .collect();
    let (name, first) = (key.columns.first()?, quote(key.columns.first()?));
    let counts = child.column(name).is_some_and(|column| matches!(Kind::of(&column.ty), Kind::Integer(_)));
    let names: Vec<&String> = key.references.iter().chain(others.iter().map(|column| &column.name)).collect();
    let mut values: Vec<String> = key.columns.iter().map(|column| quote(column)).collect();
    values.extend(others.iter().map(|column| {
        // What must differ follows the key that the row is made for.
        match must_differ(parent, &column.name) {
            true if counts => numbered(schema, &column.ty, &first).unwrap_or_else(|| first.clone()),
            true => first.clone(),
            false => constant(schema, column),
        }
    }));
    let is_given =
        |column: &&Column| key.references.contains(&column.name) && column.identity == Some(Identity::Always);
    let overriding =
        if parent.columns.iter().any(|column| is_given(&column)) { " OVERRIDING SYSTEM VALUE" } else { "" };
    // A set that is checked later cannot settle a conflict; what a key refers to is never one of those.
    let settles = match parent.uniques.iter().any(|unique| unique.timing.is_some()) {
        true => format!(" ({})", quote_all(&key.references)),
        false => String::new(),
    };
    let present: Vec<String> = key.columns.iter().map(|column| format!("{} IS NOT NULL", quote(column))).collect();
    Some(Rendered {
        comments: vec![format!(
            "{} is new, and {}.{} refers to it: the rows that it needs, with their keys and plain values.",
            parent.name,
            child.name,
            key.columns.join(", ")
        )],
        sql: format!(
            "INSERT INTO {} ({}){overriding}\nSELECT DISTINCT {}\nFROM {}\nWHERE {}\nON CONFLICT{settles} DO NOTHING",
            quote_name(&parent.name),
            quote_all(&names),
            values.join(", "),
            quote_name(&child.name),
            present.join(" AND ")
        ),
    })
}

/// The plainest value, with its type where DISTINCT would take it for a text.
fn constant(schema: &Schema, column: &Column) -> String {
    let value = zero(schema, column);
    let bare = value.text().starts_with('\'') && Kind::of(&column.ty) != Kind::Text;
    if bare { format!("{value}::{}", column.ty) } else { value.text().to_owned() }
}

fn must_differ(table: &Table, column: &str) -> bool {
    let alone = |columns: &[String]| matches!(columns, [only] if only == column);
    alone(table.key_columns()) || table.uniques.iter().any(|unique| alone(&unique.columns))
}
