use std::collections::BTreeSet;

use super::contents::{self, Contents, contents};
use crate::database::{Session, SqlError};
use crate::dialect::{Dialect, Driver};
use crate::error::Result;
use crate::history::rows::{enum_value, insert, made_value, plain_value, without_domains};
use crate::interruption;
use crate::schema::{Column, Schema, Table, TableName};

/// How many rows are tried for each that is wanted: what a migration put there can be in the way.
const ATTEMPTS: usize = 4;
/// In how many columns next to each other the values of one row differ.
const SHIFTS: usize = 8;

/// Rows that are made up: how many each table gets, and which.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) count: usize,
    pub(super) seed: usize,
}

/// How the values of a row are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// Columns of one type hold different values, so that it shows when one is taken for another.
    Shifted,
    /// The smallest ones, for types that are narrow.
    Small,
    /// Also what the database counts by itself, so that the rows of tables in a circle agree.
    Numbered,
}

impl Rows {
    /// Puts rows into these tables of the schema: as many as are wanted into a new one, and as many as are missing into
    /// another. Gives those that are empty all the same.
    pub(super) fn fill(
        self,
        session: &mut dyn Session,
        schema: &Schema,
        new: &[TableName],
        known: &[TableName],
    ) -> Result<Vec<TableName>> {
        if self.count == 0 {
            return Ok(Vec::new());
        }
        let held = contents(session, schema, known)?;
        let missing = |name: &TableName| self.count.saturating_sub(held.get(name).map_or(0, |rows| rows.rows.len()));
        let all = new.iter().chain(known).filter(|name| missing(name) > 0);
        let mut left: Vec<&Table> = all.filter_map(|name| schema.table(name)).collect();
        // Children after their parents; those in a circle, or beside one, in whatever order they stand.
        let mut failed = Vec::new();
        while !left.is_empty() {
            interruption::check()?;
            let names: BTreeSet<&TableName> = left.iter().map(|table| &table.name).collect();
            let waits = |table: &&Table| {
                table.foreign_keys.iter().any(|key| key.table != table.name && names.contains(&key.table))
            };
            let (mut rest, mut ready): (Vec<&Table>, Vec<&Table>) = left.iter().copied().partition(waits);
            if ready.is_empty() {
                std::mem::swap(&mut rest, &mut ready);
            }
            for table in ready {
                if self.put(session, schema, table, missing(&table.name), false)? == 0 {
                    failed.push(table);
                }
            }
            left = rest;
        }
        loop {
            let count = failed.len();
            let mut without = Vec::new();
            for table in failed {
                if self.put(session, schema, table, missing(&table.name), false)? == 0 {
                    without.push(table);
                }
            }
            failed = without;
            if failed.is_empty() || failed.len() == count {
                break;
            }
        }
        // What is left refers to itself, in a circle: the numbers are given, and agree.
        if !failed.is_empty() {
            look_at_foreign_keys(session, false)?;
            let mut without = Vec::new();
            for table in failed {
                if self.put(session, schema, table, missing(&table.name), true)? == 0 {
                    without.push(table);
                }
            }
            failed = without;
            look_at_foreign_keys(session, true)?;
        }
        self.vary(session, schema, known)?;
        let mut empty = Vec::new();
        for table in failed {
            // A migration may have put all rows there that it can take.
            let name = session.dialect().quote_name(&table.name);
            if session.query(&format!("SELECT 1 FROM {name} LIMIT 1"))?.is_empty() {
                empty.push(table.name.clone());
            }
        }
        Ok(empty)
    }

    /// Puts rows into one table; how many it took.
    fn put(
        self,
        session: &mut dyn Session,
        schema: &Schema,
        table: &Table,
        missing: usize,
        numbered: bool,
    ) -> Result<usize> {
        let parents = if numbered { Contents::new() } else { parents(session, schema, table)? };
        let table = &without_domains(schema, table);
        let maker = Maker { dialect: session.dialect(), schema, table, parents: &parents };
        let choices: &[Choice] = if numbered { &[Choice::Numbered] } else { &[Choice::Shifted, Choice::Small] };
        let mut made = 0;
        for row in self.seed..self.seed.saturating_add(self.count * ATTEMPTS) {
            let mut takes = |choice: &Choice| insert(session, table, row, &|column| maker.value(column, row, *choice));
            if made < missing && choices.iter().any(&mut takes) {
                made += 1;
            } else if made == missing || (made == 0 && row >= self.seed + self.count) {
                break;
            }
            interruption::check()?;
        }
        Ok(made)
    }

    /// Gives the rows of these tables different values in columns where all have the same, as new columns do: otherwise
    /// it would not show that they are lost.
    fn vary(self, session: &mut dyn Session, schema: &Schema, tables: &[TableName]) -> Result<(), SqlError> {
        let dialect = session.dialect();
        let held = contents(session, schema, tables)?;
        for (name, rows) in &held {
            let Some(table) = schema.table(name).filter(|_| rows.rows.len() > 1) else { continue };
            let uniform: Vec<&Column> =
                table.columns.iter().filter(|column| rows.distinct(&column.name) == 1).collect();
            let mut keys = table.key_columns().to_vec();
            if keys.is_empty() {
                let is_key = |column: &&String| rows.distinct(column) == rows.rows.len();
                keys.extend(rows.columns.iter().find(is_key).cloned());
            }
            let places: Option<Vec<usize>> = keys.iter().map(|key| rows.place(key)).collect();
            let Some(places) = places.filter(|places| !places.is_empty() && !uniform.is_empty()) else { continue };
            let parents = parents(session, schema, table)?;
            let maker = Maker { dialect, schema, table, parents: &parents };
            for column in uniform.into_iter().filter(|column| !keys.contains(&column.name)) {
                for (number, row) in rows.rows.iter().enumerate().take(self.count) {
                    let conditions = keys.iter().zip(&places).map(|(key, place)| {
                        let value = row.get(*place).cloned().flatten();
                        let value = value.map_or_else(|| "NULL".to_owned(), |value| dialect.quote_text(&value));
                        format!("{} = {value}", dialect.quote(key))
                    });
                    let conditions = conditions.collect::<Vec<_>>().join(" AND ");
                    let Some(value) = maker.value(column, self.seed + number, Choice::Small) else { continue };
                    let (table, column) = (dialect.quote_name(name), dialect.quote(&column.name));
                    // What a check, a key or a trigger does not let through stays as it is.
                    let _ = session.execute(&format!("UPDATE {table} SET {column} = {value} WHERE {conditions}"));
                }
            }
        }
        Ok(())
    }
}

/// Makes up the values of a table's columns.
struct Maker<'a> {
    dialect: &'a dyn Dialect,
    schema: &'a Schema,
    table: &'a Table,
    parents: &'a Contents,
}

impl Maker<'_> {
    /// The value of a column in a row; `None` where the database gives one by itself.
    fn value(&self, column: &Column, row: usize, choice: Choice) -> Option<String> {
        let with_numbers = choice == Choice::Numbered;
        if !with_numbers && self.dialect.counts_up(self.table, column) {
            return None;
        }
        if column.nullable && row % 2 == 1 && !self.table.key_columns().contains(&column.name) {
            return Some("NULL".to_owned());
        }
        let key = self.table.foreign_keys.iter().find_map(|key| {
            let place = key.columns.iter().position(|name| *name == column.name)?;
            Some((self.schema.table(&key.table)?, key.references.get(place)?))
        });
        let Some((parent, name)) = key else { return Some(self.plain(self.table, column, row, choice)) };
        let known = self.parents.get(&parent.name).filter(|rows| !rows.rows.is_empty());
        let found = known.and_then(|rows| rows.rows.get(row % rows.rows.len())?.get(rows.place(name)?));
        Some(match (found, parent.column(name)) {
            (Some(Some(value)), _) => self.dialect.quote_text(value),
            (Some(None), _) => "NULL".to_owned(),
            // A circle: what the other table gets in the same row.
            (None, Some(origin)) if with_numbers || parent.name == self.table.name => {
                self.plain(parent, origin, row, choice)
            }
            (None, _) if column.nullable => "NULL".to_owned(),
            (None, _) => self.plain(self.table, column, row, choice),
        })
    }

    fn plain(&self, table: &Table, column: &Column, row: usize, choice: Choice) -> String {
        let place = table.columns.iter().position(|own| own.name == column.name).unwrap_or_default();
        let shift = if choice == Choice::Shifted { place % SHIFTS * 4 } else { 0 };
        let row = row.saturating_add(shift);
        enum_value(self.dialect, self.schema, column, row)
            .or_else(|| made_value(self.schema, column))
            .unwrap_or_else(|| plain_value(self.dialect, column, column, row))
    }
}

/// The rows of the tables that this one refers to, its own among them.
fn parents(session: &mut dyn Session, schema: &Schema, table: &Table) -> Result<Contents, SqlError> {
    contents::contents(session, schema, table.foreign_keys.iter().map(|key| &key.table))
}

/// Whether the database looks at foreign keys, where that can be switched.
fn look_at_foreign_keys(session: &mut dyn Session, on: bool) -> Result<(), SqlError> {
    match session.dialect().driver() {
        Driver::Sqlite => session.execute(&format!("PRAGMA foreign_keys = {}", if on { "ON" } else { "OFF" })),
        Driver::Mysql => session.execute(&format!("SET foreign_key_checks = {}", i32::from(on))),
        Driver::Postgres => Ok(()),
    }
}
