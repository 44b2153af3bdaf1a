//! Rows for a trial: a few in each table, always the same ones, as the schema before and after allows.

use std::collections::BTreeSet;

use super::fate::Fate;
use crate::database::Session;
use crate::dialect::Dialect;
use crate::schema::{Column, EnumType, Schema, Table, TableName};
use crate::sql::{TokenKind, tokens};

/// How many values are tried for the columns that a check is about.
const MOST_ATTEMPTS: usize = 40;

/// Puts up to `count` rows into each table, parents first. Foreign keys are not looked at, but they hold. Gives the
/// tables that stayed empty.
pub(super) fn fill(session: &mut dyn Session, part: &Schema, fate: &Fate, count: usize) -> Vec<TableName> {
    let mut empty = Vec::new();
    for table in part.tables.values() {
        let made = (0..count).filter(|row| insert(session, part, fate, table, *row)).count();
        if made == 0 && count > 0 {
            empty.push(table.name.clone());
        }
    }
    empty
}

/// Inserts one row; whether the table took it.
fn insert(session: &mut dyn Session, part: &Schema, fate: &Fate, table: &Table, row: usize) -> bool {
    let source = Source { part, fate, row, dialect: session.dialect() };
    let columns: Vec<&Column> = table.columns.iter().filter(|column| column.generated.is_none()).collect();
    let checked: Vec<(&Column, Vec<String>)> =
        columns.iter().filter_map(|column| Some((*column, candidates(table, column)?))).collect();
    // The plain values first; then, for what a check is about, what stands in the check.
    (0..MOST_ATTEMPTS).take(if checked.is_empty() { 1 } else { MOST_ATTEMPTS }).any(|attempt| {
        let values = columns.iter().map(|column| {
            let tried = checked.iter().find(|(own, _)| own.name == column.name).filter(|_| attempt > 0);
            match tried {
                // Columns step at different speeds, so that pairs of values meet.
                Some((_, list)) if !list.is_empty() => {
                    let speed = 1 + checked.iter().position(|(own, _)| own.name == column.name).unwrap_or_default();
                    list.get((row + (attempt - 1) / speed) % list.len()).cloned().unwrap_or_default()
                }
                _ => source.value(table, column, true),
            }
        });
        let values: Vec<String> = values.collect();
        let names: Vec<String> = columns.iter().map(|column| session.dialect().quote(&column.name)).collect();
        let into = session.dialect().quote_name(&table.name);
        session.execute(&format!("INSERT INTO {into} ({}) VALUES ({})", names.join(", "), values.join(", "))).is_ok()
    })
}

/// What could satisfy the checks that are about the column: the literals in them and their neighbours. `None` if there
/// are no such checks.
fn candidates(table: &Table, column: &Column) -> Option<Vec<String>> {
    let checks: Vec<_> = table.checks.iter().filter(|check| check.expr.mentions(&column.name)).collect();
    if checks.is_empty() {
        return None;
    }
    let mut found: Vec<String> = Vec::new();
    for token in checks.iter().flat_map(|check| tokens(check.expr.text())) {
        match token.kind {
            TokenKind::Text => found.push(token.text.to_owned()),
            TokenKind::Number => {
                let number: Option<i64> = token.text.parse().ok();
                let around = number.map(|number| [number.saturating_add(1), number.saturating_sub(1)]);
                found.push(token.text.to_owned());
                found.extend(around.into_iter().flatten().map(|number| number.to_string()));
            }
            _ => {}
        }
    }
    found.extend(["0", "1", "100", "'a'", "''", "'a@example.com'", "'{}'"].map(str::to_owned));
    if column.nullable {
        found.push("NULL".to_owned());
    }
    let mut seen = BTreeSet::new();
    found.retain(|value| seen.insert(value.clone()));
    Some(found)
}

/// Where the values of one row come from.
struct Source<'a> {
    part: &'a Schema,
    fate: &'a Fate,
    row: usize,
    dialect: &'a dyn Dialect,
}

impl Source<'_> {
    /// The value for a column. A column that refers to another table holds what that table's column holds.
    fn value(&self, table: &Table, column: &Column, may_be_null: bool) -> String {
        let (origin, own) = self.origin(table, column);
        let altered = self.fate.altered(&table.name, &column.name);
        // NULLs where they are allowed and stay so, or are given a value by the migration: in every second row.
        if may_be_null && column.nullable && self.row % 2 == 1 && !table.key_columns().contains(&column.name) {
            return "NULL".to_owned();
        }
        let after = altered.filter(|_| origin.name == table.name);
        if let Some(ty) = self.enum_of(own) {
            return self
                .dialect
                .quote_text(ty.values.get(self.row % ty.values.len().max(1)).map_or("", String::as_str));
        }
        // As text, what it is to become: a value of an enum that is there already, or is new.
        let becomes = after.and_then(|after| self.fate.enum_of(after).or_else(|| self.enum_of(after)));
        let listed = after.and_then(|after| after.values.as_ref()).filter(|_| own.values.is_none());
        if let Some(values) = becomes.map(|ty| &ty.values).or(listed).filter(|_| Shape::of(own) == Shape::Text)
            && let Some(value) = values.get(self.row % values.len().max(1))
        {
            return self.dialect.quote_text(value);
        }
        plain_value(self.dialect, own, after.unwrap_or(own), self.row)
    }

    /// The enum that is the column's type.
    fn enum_of(&self, column: &Column) -> Option<&EnumType> {
        column.ty.text().parse().ok().and_then(|name: TableName| self.part.enums.get(&name))
    }

    /// The column that the values come from in the end; a column that refers to nothing is its own.
    fn origin<'a>(&'a self, table: &'a Table, column: &'a Column) -> (&'a Table, &'a Column) {
        let mut at = (table, column);
        let mut seen = BTreeSet::new();
        while seen.insert((&at.0.name, &at.1.name)) {
            let next = at.0.foreign_keys.iter().find_map(|key| {
                let place = key.columns.iter().position(|name| *name == at.1.name)?;
                let parent = self.part.table(&key.table)?;
                Some((parent, parent.column(key.references.get(place)?)?))
            });
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }
}

/// A value that fits the column before and after, another one for each row.
fn plain_value(dialect: &dyn Dialect, before: &Column, after: &Column, row: usize) -> String {
    if let Some(values) = &before.values {
        let kept: Vec<&String> = values.iter().collect();
        let value = kept.get(row % kept.len().max(1)).map_or("", |value| value.as_str());
        return format!("'{}'", value.replace('\'', "''"));
    }
    let is_text = |column: &Column| ["char", "text", "clob"].iter().any(|word| column.ty.key().contains(word));
    if !is_text(before)
        && let Some(value) = dialect.sample(&before.ty, row)
    {
        return value;
    }
    let (old, new) = (Shape::of(before), Shape::of(after));
    let shortest = [before, after].iter().filter_map(|column| column.ty.arguments().first().copied()).min();
    match (old, new) {
        (Shape::Text, Shape::Text) => {
            let text = format!("{} {}", before.name.replace('\'', ""), row + 1);
            let length = usize::try_from(shortest.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
            let text = if text.chars().count() <= length { text } else { (row + 1).to_string() };
            format!("'{text}'")
        }
        (Shape::Text, _) if dialect.sample(&after.ty, row).is_some() => {
            dialect.sample(&after.ty, row).unwrap_or_default()
        }
        // As text, what it is to become.
        (Shape::Text, other) => format!("'{}'", other.value(row).trim_matches('\'')),
        (own, _) => dialect.sample(&before.ty, row).unwrap_or_else(|| own.value(row)),
    }
}

/// What a declared type holds, as far as its name tells.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Bool,
    Integer,
    Real,
    Text,
    Bytes,
    Date,
    Time,
    Timestamp,
}

impl Shape {
    fn of(column: &Column) -> Self {
        let name = column.ty.base();
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["bool"]) {
            Self::Bool
        } else if has(&["int", "serial"]) {
            Self::Integer
        } else if has(&["timestamp", "datetime"]) {
            Self::Timestamp
        } else if has(&["date"]) {
            Self::Date
        } else if has(&["time"]) {
            Self::Time
        } else if has(&["real", "float", "double", "num", "dec"]) {
            Self::Real
        } else if has(&["blob", "binary", "bytea"]) {
            Self::Bytes
        } else {
            Self::Text
        }
    }

    fn value(self, row: usize) -> String {
        match self {
            Self::Bool => (row % 2).to_string(),
            Self::Integer => (row + 1).to_string(),
            Self::Real => format!("{}.5", row + 1),
            Self::Text => format!("'{}'", row + 1),
            Self::Bytes => format!("x'3{}'", row % 10),
            Self::Date => format!("'2001-02-{:02}'", row % 28 + 1),
            Self::Time => format!("'10:20:{:02}'", row % 60),
            Self::Timestamp => format!("'2001-02-{:02} 10:20:30'", row % 28 + 1),
        }
    }
}
