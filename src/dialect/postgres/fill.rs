//! Values for rows that are there already.

use super::expression::plain;
use super::kind::Kind;
use super::quote::{quote, quote_name};
use super::zero::zero;
use crate::schema::{Column, Fill, Schema, Table};

/// The UPDATE that gives the rows without a value one; `None` where nothing has to be done.
pub(super) fn update(schema: &Schema, table: &Table, column: &Column, fill: &Fill, all: bool) -> Option<String> {
    let (name, own) = (quote_name(&table.name), quote(&column.name));
    let only = if all { String::new() } else { format!(" WHERE {own} IS NULL") };
    match fill {
        Fill::Nothing => None,
        Fill::With(value) => Some(format!("UPDATE {name} SET {own} = {}{only}", plain(value))),
        Fill::Zero => {
            if let Some(value) = referred(schema, table, column) {
                return Some(format!("UPDATE {name} SET {own} = {value}{only}"));
            }
            if must_differ(table, &column.name)
                && let Some(value) = numbered(column)
            {
                let and = if all { String::new() } else { format!(" AND {name}.{own} IS NULL") };
                return Some(format!(
                    "UPDATE {name} SET {own} = {value}\nFROM (SELECT ctid, row_number() OVER () AS n FROM {name}) AS numbered\nWHERE {name}.ctid = numbered.ctid{and}"
                ));
            }
            Some(format!("UPDATE {name} SET {own} = {}{only}", plain(&zero(schema, column))))
        }
    }
}

/// A value that the column's foreign key finds, if it has one to a table that has rows.
fn referred(schema: &Schema, table: &Table, column: &Column) -> Option<String> {
    let key = table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()])?;
    schema.table(&key.table)?;
    Some(format!("(SELECT min({}) FROM {})", quote(key.references.first()?), quote_name(&key.table)))
}

/// A value made of the row's number, which no other row has.
fn numbered(column: &Column) -> Option<&'static str> {
    Some(match Kind::of(&column.ty) {
        Kind::Integer(_) | Kind::Real | Kind::Double | Kind::Numeric => "numbered.n",
        Kind::Text => "numbered.n::text",
        Kind::Uuid => "md5(numbered.n::text)::uuid",
        Kind::Bytes => "convert_to(numbered.n::text, 'UTF8')",
        Kind::Date => "DATE '1970-01-01' + numbered.n::integer",
        Kind::Timestamp | Kind::TimestampTz => "TIMESTAMP '1970-01-01 00:00:00' + numbered.n * INTERVAL '1 second'",
        _ => return None,
    })
}

/// Whether the column is part of what no two rows share, so that one value for all rows could not stand.
pub(super) fn must_differ(table: &Table, column: &str) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    holds(table.key_columns())
        || table.uniques.iter().any(|unique| holds(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && index.uses(column))
}
