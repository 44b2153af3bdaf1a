//! Rows for a trial: a few in each table, always the same ones, as the schema before and after allows.

use std::collections::BTreeSet;

use super::fate::Fate;
use crate::database::Session;
use crate::dialect::Dialect;
use crate::history::rows::{enum_of, holds_text, insert, plain_value};
use crate::schema::{Column, Schema, Table, TableName};

/// Puts up to `count` rows into each table, parents first. Foreign keys are not looked at, but they hold. Gives the
/// tables that stayed empty.
pub(super) fn fill(session: &mut dyn Session, part: &Schema, fate: &Fate, count: usize) -> Vec<TableName> {
    let mut empty = Vec::new();
    for table in part.tables.values() {
        let made = (0..count).filter(|row| {
            let source = Source { part, fate, row: *row, dialect: session.dialect() };
            insert(session, table, *row, &|column| Some(source.value(table, column, true)))
        });
        let made = made.count();
        if made == 0 && count > 0 {
            empty.push(table.name.clone());
        }
    }
    empty
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
        if let Some(ty) = enum_of(self.part, own) {
            let values = self.fate.values(&ty.name).unwrap_or(&ty.values);
            return self.dialect.quote_text(values.get(self.row % values.len().max(1)).map_or("", String::as_str));
        }
        // As text, what it is to become: a value of an enum that is there already, or is new.
        let becomes = after.and_then(|after| self.fate.enum_of(after).or_else(|| enum_of(self.part, after)));
        let listed = after.and_then(|after| after.values.as_ref()).filter(|_| own.values.is_none());
        if let Some(values) = becomes.map(|ty| &ty.values).or(listed).filter(|_| holds_text(own))
            && let Some(value) = values.get(self.row % values.len().max(1))
        {
            return self.dialect.quote_text(value);
        }
        plain_value(self.dialect, own, after.unwrap_or(own), self.row)
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
