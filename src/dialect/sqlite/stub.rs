//! Rows for a new table that rows of an old one refer to.
//!
//! A table that was dropped comes back empty when the migration is undone, and so do foreign keys to it, on columns
//! that still hold what they held. The rows that these refer to come back with their keys and plain values, so that
//! nothing that is still there has to go.

use std::collections::BTreeSet;

use super::copy::must_differ;
use super::copy::{referred, row_id};
use super::old::old_name;
use super::quote::{quote, quote_all};
use super::storage::Storage;
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Change, Column, Fill, ForeignKey, Schema, Table, TableName};

/// The changes of a rebuild, as far as stubs are concerned.
pub(super) struct Stubs<'a> {
    /// The schema that the rebuild finds.
    pub(super) base: &'a Schema,
    /// The schema that it leaves.
    pub(super) target: &'a Schema,
    /// The changes from one to the other.
    pub(super) changes: &'a [Change],
    /// The tables that are made anew.
    pub(super) old: &'a BTreeSet<TableName>,
}

impl Stubs<'_> {
    /// The statements, to be run when the new tables are there and still empty.
    pub(super) fn statements(&self) -> Vec<Rendered> {
        let mut found = Vec::new();
        for change in self.changes {
            let Change::AddForeignKey { table, key, fill: Fill::Zero } = change else { continue };
            if let (Some(child), Some(parent)) = (self.base.table(table), self.created(&key.table)) {
                self.support(child, parent, &mut BTreeSet::new(), &mut found);
                found.extend(self.stub(child, parent, key));
            }
        }
        found
    }

    /// The table, if it is one of those that are new and empty.
    fn created(&self, name: &TableName) -> Option<&Table> {
        let makes = |change: &Change| matches!(change, Change::CreateTable { table } if table.name == *name);
        self.target.table(name).filter(|_| self.changes.iter().any(makes))
    }

    /// The columns, those that are left out aside, that a row of the table must have.
    fn required<'t>(table: &'t Table, without: &[String]) -> Vec<&'t Column> {
        let columns =
            table.columns.iter().filter(|column| !column.may_be_left_out() && !without.contains(&column.name));
        columns.filter(|column| row_id(table) != Some(column)).collect()
    }

    /// A plain value for such a column, one that its foreign key finds if it has one.
    fn value(&self, table: &Table, column: &Column) -> String {
        referred(table, column, self.old).unwrap_or_else(|| zero(column).text().to_owned())
    }

    /// The rows that the parent's rows must refer to themselves: one in each new table, if it has none.
    fn support(&self, child: &Table, parent: &Table, seen: &mut BTreeSet<TableName>, found: &mut Vec<Rendered>) {
        if !seen.insert(parent.name.clone()) {
            return;
        }
        for column in Self::required(parent, &[]) {
            let key = parent.foreign_keys.iter().find(|key| key.columns == [column.name.clone()]);
            let Some(table) = key.and_then(|key| self.created(&key.table)) else { continue };
            self.support(child, table, seen, found);
            let columns = Self::required(table, &[]);
            let mut names: Vec<&String> = columns.iter().map(|column| &column.name).collect();
            let mut values: Vec<String> = columns.iter().map(|column| self.value(table, column)).collect();
            if let Some(id) = row_id(table) {
                names.insert(0, &id.name);
                values.insert(0, "1".to_owned());
            }
            let own = quote(&table.name.name);
            let sql = format!(
                "INSERT INTO {own} ({})\nSELECT {}\nWHERE EXISTS (SELECT 1 FROM {}) AND NOT EXISTS (SELECT 1 FROM {own})",
                quote_all(&names),
                values.join(", "),
                quote(&old_name(&child.name))
            );
            let comment =
                format!("{} is new, and {} has to refer to it: one row with plain values.", table.name, parent.name);
            found.push(Rendered { comments: vec![comment], sql });
        }
    }

    /// The rows that one key needs.
    fn stub(&self, child: &Table, parent: &Table, key: &ForeignKey) -> Option<Rendered> {
        let mut values = Vec::new();
        let mut present = Vec::new();
        for (own, target) in key.columns.iter().zip(&key.references) {
            if self.is_filled(&child.name, own) {
                values.push(zero(parent.column(target)?).text().to_owned());
            } else {
                values.push(quote(&child.column(own)?.name));
                present.push(format!("{} IS NOT NULL", quote(own)));
            }
        }
        let others = Self::required(parent, &key.references);
        // Values that must differ follow the key that the row is made for.
        let first = values.first().cloned().unwrap_or_default();
        values.extend(others.iter().map(|column| match Storage::of(column) {
            _ if !must_differ(parent, &column.name) || column.values.is_some() => self.value(parent, column),
            Storage::Integer(_) => first.clone(),
            Storage::Text => format!("CAST({first} AS TEXT)"),
            _ => self.value(parent, column),
        }));
        let columns: Vec<&String> = key.references.iter().chain(others.iter().map(|column| &column.name)).collect();
        let condition = if present.is_empty() { String::new() } else { format!("\nWHERE {}", present.join(" AND ")) };
        Some(Rendered {
            comments: vec![format!(
                "{} is new, and {}.{} refers to it: the rows that it needs, with their keys and plain values.",
                parent.name,
                child.name,
                key.columns.join(", ")
            )],
            sql: format!(
                "INSERT OR IGNORE INTO {} ({})\nSELECT DISTINCT {}\nFROM {}{condition}",
                quote(&parent.name.name),
                quote_all(&columns),
                values.join(", "),
                quote(&old_name(&child.name))
            ),
        })
    }

    /// Whether the column is new and gets a plain value.
    fn is_filled(&self, table: &TableName, name: &str) -> bool {
        self.changes.iter().any(|change| {
            matches!(change, Change::AddColumn { table: own, column, fill: Fill::Zero }
                if own == table && column.name == name)
        })
    }
}
