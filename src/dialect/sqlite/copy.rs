//! The statement that carries the rows of a table over into the one made anew.

use std::collections::{BTreeMap, BTreeSet};

use super::expression::plain;
use super::old::old_name;
use super::quote::{quote, quote_text};
use super::storage::Storage;
use super::zero::zero;
use crate::schema::{Change, Column, Fill, Table, TableName, ValueMove};

/// INSERT … SELECT from the old table, under its temporary name, into the new one; `old` are the tables that are
/// made anew with it.
pub(super) fn copy(before: &Table, after: &Table, changes: &[&Change], old: &BTreeSet<TableName>) -> String {
    let sources = sources(before, after, changes, old);
    let mut columns = Vec::new();
    let mut values = Vec::new();
    if let Some(name) = hidden_row_id(before, after) {
        columns.push(name.to_owned());
        values.push(name.to_owned());
    }
    for column in after.columns.iter().filter(|column| column.generated.is_none()) {
        let numbered = || row_id(after).filter(|id| *id == column).and_then(|_| row_id_name(before)).map(str::to_owned);
        if let Some(source) = sources.get(column.name.as_str()).cloned().flatten().or_else(numbered) {
            columns.push(quote(&column.name));
            values.push(source);
        }
    }
    // What a constraint does on a conflict (IGNORE, REPLACE) would lose rows here.
    let or_abort = if resolves_conflicts(after) { " OR ABORT" } else { "" };
    format!(
        "INSERT{or_abort} INTO {} ({})\nSELECT {}\nFROM {}",
        quote(&after.name.name),
        columns.join(", "),
        values.join(", "),
        quote(&old_name(&before.name))
    )
}

/// What every column is filled from; `None` leaves it to the column's default.
fn sources(
    before: &Table,
    after: &Table,
    changes: &[&Change],
    old: &BTreeSet<TableName>,
) -> BTreeMap<String, Option<String>> {
    let mut sources: BTreeMap<String, Option<String>> =
        before.columns.iter().map(|column| (column.name.clone(), Some(quote(&column.name)))).collect();
    for change in changes {
        match change {
            Change::AddColumn { column, fill, .. } => {
                sources.insert(column.name.clone(), fill_value(before, after, column, fill, old));
            }
            Change::DropColumn { column, .. } => {
                sources.remove(&column.name);
            }
            Change::AlterColumn { before: was, after: column, fill, using, values, .. } => {
                let held = sources.get(&column.name).cloned().flatten();
                let value = using.as_ref().map(plain).or(held).map(|value| moved(&value, values));
                let given = fill_value(before, after, column, fill, old).or_else(|| {
                    let default = column.default.as_ref().filter(|_| was.nullable && was.generated.is_none());
                    default.map(plain)
                });
                let value = match (value, given) {
                    (Some(value), Some(given)) if !column.nullable => Some(format!("COALESCE({value}, {given})")),
                    (value, given) => value.or(given),
                };
                sources.insert(column.name.clone(), value);
            }
            _ => {}
        }
    }
    sources
}

/// The value with what becomes of the values that an enum loses.
fn moved(value: &str, moves: &[ValueMove]) -> String {
    if moves.is_empty() {
        return value.to_owned();
    }
    let text = |to: &Option<String>| to.as_ref().map_or_else(|| "NULL".to_owned(), |to| quote_text(to));
    let cases = moves.iter().map(|one| format!(" WHEN {} THEN {}", quote_text(&one.from), text(&one.to)));
    format!("CASE {value}{} ELSE {value} END", cases.collect::<String>())
}

/// What rows without a value get.
fn fill_value(
    before: &Table,
    after: &Table,
    column: &Column,
    fill: &Fill,
    old: &BTreeSet<TableName>,
) -> Option<String> {
    match fill {
        Fill::Nothing => None,
        Fill::With(value) => Some(plain(value)),
        Fill::Zero => Some(plainest(before, after, column, old)),
    }
}

/// The plainest value that the table's keys allow: one that a foreign key finds, and a number where it must be unique.
fn plainest(before: &Table, after: &Table, column: &Column, old: &BTreeSet<TableName>) -> String {
    if let Some(value) = referred(after, column, old) {
        return value;
    }
    if !must_differ(after, &column.name) {
        return plain(&zero(column));
    }
    let id = row_id_name(before).unwrap_or("row_number() OVER ()");
    if let Some(values) = column.values.as_ref().filter(|values| !values.is_empty()) {
        // One after the other, as long as there are some.
        let cases = values.iter().enumerate().map(|(place, value)| format!(" WHEN {place} THEN {}", quote_text(value)));
        let cases: String = cases.collect();
        return format!("CASE (row_number() OVER () - 1) % {}{cases} END", values.len());
    }
    match Storage::of(column) {
        Storage::Integer(_) | Storage::Real => id.to_owned(),
        Storage::Bool => "(row_number() OVER () - 1) % 2".to_owned(),
        Storage::Text => format!("CAST({id} AS TEXT)"),
        Storage::Blob => format!("CAST(CAST({id} AS TEXT) AS BLOB)"),
        Storage::Timestamp => format!("datetime({id}, 'unixepoch')"),
        Storage::Date => format!("date('1970-01-01', {id} || ' days')"),
        Storage::Time => format!("time({id}, 'unixepoch')"),
        Storage::Any => plain(&zero(column)),
    }
}

/// A value that the column's foreign key finds, if it has one: the least that the other table has, looked up in the
/// old one, since the new one may have no rows yet.
pub(super) fn referred(table: &Table, column: &Column, old: &BTreeSet<TableName>) -> Option<String> {
    let key = table.foreign_keys.iter().find(|key| key.columns == [column.name.clone()])?;
    let parent = if old.contains(&key.table) { old_name(&key.table) } else { key.table.name.clone() };
    Some(format!("(SELECT min({}) FROM {})", quote(key.references.first()?), quote(&parent)))
}

/// Whether the column is part of what no two rows share, so that one value for all rows could not stand.
pub(super) fn must_differ(table: &Table, column: &str) -> bool {
    let holds = |columns: &[String]| columns.iter().any(|own| own == column);
    holds(table.key_columns())
        || table.uniques.iter().any(|unique| holds(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && index.uses(column))
}

/// The column that is the row's number: an INTEGER PRIMARY KEY.
pub(super) fn row_id(table: &Table) -> Option<&Column> {
    match table.key_columns() {
        [only] if !is_without_row_id(table) => table.column(only).filter(|column| column.ty.key() == "integer"),
        _ => None,
    }
}

/// A name for the row's number that no column has taken.
fn row_id_name(table: &Table) -> Option<&'static str> {
    let free = |name: &&str| !table.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
    ["rowid", "_rowid_", "oid"].into_iter().find(free).filter(|_| !is_without_row_id(table))
}

/// The name under which the rows' numbers are carried over where no column does it.
fn hidden_row_id(before: &Table, after: &Table) -> Option<&'static str> {
    let name = row_id_name(before).filter(|name| row_id_name(after) == Some(name));
    name.filter(|_| row_id(after).is_none())
}

fn is_without_row_id(table: &Table) -> bool {
    table.has_option("WITHOUT ROWID")
}

fn resolves_conflicts(table: &Table) -> bool {
    table.columns.iter().any(|column| column.on_conflict.is_some())
        || table.primary_key.iter().any(|key| key.on_conflict.is_some())
        || table.uniques.iter().any(|unique| unique.on_conflict.is_some())
}
