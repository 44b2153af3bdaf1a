use super::contents::{Contents, contents};
use crate::database::{Session, SqlError};
use crate::dialect::{Dialect, Driver};
use crate::history::rows::{enum_value, insert, plain_value};
use crate::schema::{Column, Schema, Table, TableName};

/// How many rows are tried for each that is wanted: what a migration put there can be in the way.
const ATTEMPTS: usize = 4;

/// Rows that are made up: how many each table gets, and which.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) count: usize,
    pub(super) seed: usize,
}

impl Rows {
    /// Puts rows into these tables of the schema. Gives those that stayed empty.
    pub(super) fn fill(
        self,
        session: &mut dyn Session,
        schema: &Schema,
        tables: &[TableName],
    ) -> Result<Vec<TableName>, SqlError> {
        let mut left: Vec<&Table> = tables.iter().filter_map(|name| schema.table(name)).collect();
        if self.count == 0 {
            return Ok(Vec::new());
        }
        // Children after their parents, in whatever order they stand.
        loop {
            let count = left.len();
            let mut without = Vec::new();
            for table in left {
                let parents = parents(session, schema, table)?;
                if self.put(session, schema, table, &parents, false) == 0 {
                    without.push(table);
                }
            }
            left = without;
            if left.is_empty() || left.len() == count {
                break;
            }
        }
        // What is left refers to itself, in a circle: the numbers are given, and agree.
        if !left.is_empty() {
            look_at_foreign_keys(session, false)?;
            left.retain(|table| self.put(session, schema, table, &Contents::new(), true) == 0);
            look_at_foreign_keys(session, true)?;
        }
        Ok(left.into_iter().map(|table| table.name.clone()).collect())
    }

    /// Puts rows into one table; how many it took.
    fn put(
        self,
        session: &mut dyn Session,
        schema: &Schema,
        table: &Table,
        parents: &Contents,
        with_numbers: bool,
    ) -> usize {
        let dialect = session.dialect();
        let mut made = 0;
        for row in self.seed..self.seed.saturating_add(self.count * ATTEMPTS) {
            let value = |column: &Column| value(dialect, schema, table, column, parents, row, with_numbers);
            if made < self.count && insert(session, table, row, &value) {
                made += 1;
            } else if made == 0 && row >= self.seed + self.count {
                break;
            }
        }
        made
    }
}

/// The value of a column in a row; `None` where the database gives one by itself.
fn value(
    dialect: &dyn Dialect,
    schema: &Schema,
    table: &Table,
    column: &Column,
    parents: &Contents,
    row: usize,
    with_numbers: bool,
) -> Option<String> {
    if !with_numbers && dialect.counts_up(table, column) {
        return None;
    }
    if column.nullable && row % 2 == 1 && !table.key_columns().contains(&column.name) {
        return Some("NULL".to_owned());
    }
    let key = table.foreign_keys.iter().find_map(|key| {
        let place = key.columns.iter().position(|name| *name == column.name)?;
        Some((schema.table(&key.table)?, key.references.get(place)?))
    });
    if let Some((parent, name)) = key {
        let known = parents.get(&parent.name).filter(|rows| !rows.rows.is_empty());
        let found = known.and_then(|rows| {
            let place = rows.columns.iter().position(|own| own == name)?;
            rows.rows.get(row % rows.rows.len())?.get(place)
        });
        return match (found, parent.column(name)) {
            (Some(Some(value)), _) => Some(dialect.quote_text(value)),
            (Some(None), _) => Some("NULL".to_owned()),
            // A circle: what the other table gets in the same row.
            (None, Some(origin)) if with_numbers || parent.name == table.name => {
                Some(plain(dialect, schema, origin, row))
            }
            (None, _) if column.nullable => Some("NULL".to_owned()),
            (None, _) => Some(plain(dialect, schema, column, row)),
        };
    }
    Some(plain(dialect, schema, column, row))
}

fn plain(dialect: &dyn Dialect, schema: &Schema, column: &Column, row: usize) -> String {
    enum_value(dialect, schema, column, row).unwrap_or_else(|| plain_value(dialect, column, column, row))
}

/// The rows of the tables that this one refers to.
fn parents(session: &mut dyn Session, schema: &Schema, table: &Table) -> Result<Contents, SqlError> {
    let others = table.foreign_keys.iter().map(|key| &key.table).filter(|name| **name != table.name);
    contents(session, schema, others)
}

/// Whether the database looks at foreign keys, where that can be switched.
fn look_at_foreign_keys(session: &mut dyn Session, on: bool) -> Result<(), SqlError> {
    match session.dialect().driver() {
        Driver::Sqlite => session.execute(&format!("PRAGMA foreign_keys = {}", if on { "ON" } else { "OFF" })),
        Driver::Mysql => session.execute(&format!("SET foreign_key_checks = {}", i32::from(on))),
        Driver::Postgres => Ok(()),
    }
}
