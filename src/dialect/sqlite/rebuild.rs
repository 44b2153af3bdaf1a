//! Tables made anew, with their rows, where SQLite cannot change them in place.
//!
//! All of it is ordinary SQL that runs in one transaction, whoever began it, with foreign keys on or off. No table
//! that others refer to is ever dropped while they do: those others are made anew as well, and only then the old
//! ones go, referring tables first.

use std::collections::BTreeSet;

use super::copy::copy;
use super::create::{create_indexes, create_table};
use super::dependents::{dependents, drop_object};
use super::misfit::misfits;
use super::note::notes;
use super::old::{old_name, parents_first};
use super::quote::{quote, quote_text};
use crate::dialect::Rendered;
use crate::schema::{Change, Identity, Schema, Table, TableName};

/// One rebuild of all tables that need one.
pub(super) struct Rebuild<'a> {
    /// The schema that it finds.
    pub(super) base: &'a Schema,
    /// The schema that it leaves.
    pub(super) target: &'a Schema,
    /// The changes from one to the other, without renames.
    pub(super) changes: &'a [Change],
    /// The tables that change.
    pub(super) changed: BTreeSet<TableName>,
    /// These, and all that refer to them or will do so.
    pub(super) tables: BTreeSet<TableName>,
}

impl Rebuild<'_> {
    /// The statements.
    pub(super) fn statements(&self) -> Vec<Rendered> {
        let objects = dependents(self.base, &self.tables);
        let fresh = parents_first(self.target, &self.tables);
        let fresh: Vec<&Table> = fresh.iter().filter_map(|name| self.target.table(name)).collect();

        let mut found = vec![Rendered { comments: self.reason(), sql: "PRAGMA defer_foreign_keys = ON".to_owned() }];
        found.extend(objects.iter().rev().map(|object| sql(drop_object(object))));
        found.extend(
            self.old()
                .map(|name| sql(format!("ALTER TABLE {} RENAME TO {}", quote(&name.name), quote(&old_name(name))))),
        );
        // All of them before any row: a row can refer to a table that comes later, in a circle.
        found.extend(fresh.iter().map(|table| self.anew(table)));
        for table in &fresh {
            found.extend(self.rows(table));
        }
        for table in &fresh {
            found.extend(self.fits(table));
        }
        for name in parents_first(self.base, &self.old().cloned().collect()).iter().rev() {
            let gone = self.changes_of(name).into_iter().filter(|change| matches!(change, Change::DropTable { .. }));
            let comments = gone.flat_map(|change| notes(change, None)).collect();
            found.push(Rendered { comments, sql: format!("DROP TABLE {}", quote(&old_name(name))) });
        }
        found.extend(fresh.iter().flat_map(|table| create_indexes(table)).map(sql));
        let kept = objects.iter().filter(|object| self.target.objects.iter().any(|own| own.name == object.name));
        found.extend(kept.map(|object| sql(object.sql.clone())));
        found.push(sql("PRAGMA defer_foreign_keys = OFF".to_owned()));
        found
    }

    /// The tables that are there already.
    fn old(&self) -> impl Iterator<Item = &TableName> {
        self.tables.iter().filter(|name| self.base.table(name).is_some())
    }

    /// Why all this is necessary.
    fn reason(&self) -> Vec<String> {
        let list = |names: Vec<&TableName>| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let others: Vec<&TableName> = self.old().filter(|name| !self.changed.contains(*name)).collect();
        let mut lines =
            vec![format!("SQLite cannot do this in place, so new tables take the rows over from the old ones.")];
        lines.push(format!("What changes: {}.", list(self.changed.iter().collect())));
        if !others.is_empty() {
            lines.push(format!("What refers to that, and must lose no rows meanwhile: {}.", list(others)));
        }
        lines
    }

    fn changes_of(&self, name: &TableName) -> Vec<&Change> {
        self.changes.iter().filter(|change| change.table() == name).collect()
    }

    /// The new table.
    fn anew(&self, table: &Table) -> Rendered {
        let changes = self.changes_of(&table.name);
        let before = self.base.table(&table.name);
        let comments = changes.iter().filter(|change| !matches!(change, Change::DropTable { .. }));
        let comments = comments.flat_map(|change| notes(change, before)).collect();
        Rendered { comments, sql: table.sql.clone().unwrap_or_else(|| create_table(table)) }
    }

    /// The rows of the old table, for the new one.
    fn rows(&self, table: &Table) -> Vec<Rendered> {
        let changes = self.changes_of(&table.name);
        let before = self.base.table(&table.name);
        let is_created = changes.iter().any(|change| matches!(change, Change::CreateTable { .. }));
        let mut found = Vec::new();
        if let Some(before) = before.filter(|_| !is_created) {
            found.push(sql(copy(before, table, &changes)));
            if counts(before) && counts(table) {
                found.extend(keep_counter(&table.name));
            }
        }
        found
    }

    /// What fails where a value does not fit its column's new type.
    fn fits(&self, table: &Table) -> Vec<Rendered> {
        let mut found = Vec::new();
        for change in self.changes_of(&table.name) {
            let Change::AlterColumn { before, after, using, .. } = change else { continue };
            let Some(column) = table.column(&after.name) else { continue };
            let Some(condition) = misfits(before, table, column, using.is_some()) else { continue };
            let reason = format!("{}.{} holds a value that does not fit {}", table.name, column.name, column.ty);
            found.push(Rendered {
                comments: vec![format!("Fails if {reason}.")],
                sql: format!(
                    "CREATE TABLE manage_misfit (\n    value CONSTRAINT {} CHECK (value IS NULL)\n)",
                    quote(&reason)
                ),
            });
            let (value, own) = (quote(&column.name), quote(&table.name.name));
            found.push(sql(format!("INSERT INTO manage_misfit SELECT {value} FROM {own} WHERE {condition}")));
            found.push(sql("DROP TABLE manage_misfit".to_owned()));
        }
        found
    }
}

/// Whether a column counts up and never back.
fn counts(table: &Table) -> bool {
    table.columns.iter().any(|column| column.identity == Some(Identity::AutoIncrement))
}

/// AUTOINCREMENT goes on where it was, also in a table without rows.
fn keep_counter(name: &TableName) -> [Rendered; 2] {
    let (new, old) = (quote_text(&name.name), quote_text(&old_name(name)));
    [
        sql(format!("DELETE FROM sqlite_sequence WHERE name = {new}")),
        sql(format!(
            "INSERT INTO sqlite_sequence (name, seq)\nSELECT {new}, seq\nFROM sqlite_sequence\nWHERE name = {old}"
        )),
    ]
}

fn sql(sql: String) -> Rendered {
    Rendered { comments: Vec::new(), sql }
}
