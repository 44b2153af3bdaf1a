//! Tables made anew, with their rows, where SQLite cannot change them in place.
//!
//! All of it is ordinary SQL that runs in one transaction, whoever began it, with foreign keys on or off. No table
//! that others refer to is ever dropped while they do: those others are made anew as well, and only then the old
//! ones go, referring tables first.

use std::collections::BTreeSet;

use super::copy::copy;
use super::create::{create_indexes, create_table, create_unique_index};
use super::dependents::{dependents, drop_object};
use super::drop::drop_in_order;
use super::misfit::misfits;
use super::note::{VIOLATING, notes};
use super::old::{old_name, parents_first};
use super::quote::{quote, quote_text};
use super::stub::Stubs;
use crate::dialect::Rendered;
use crate::schema::{Change, Fill, Identity, Schema, Table, TableName, Unique};

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
    /// These, and all that refer to them.
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
        let old: BTreeSet<TableName> =
            self.tables.iter().filter(|name| self.base.table(name).is_some()).cloned().collect();
        found.extend(
            old.iter()
                .map(|name| sql(format!("ALTER TABLE {} RENAME TO {}", quote(&name.name), quote(&old_name(name))))),
        );
        found.extend(fresh.iter().map(|table| self.create(table)));
        for table in &fresh {
            found.extend(self.parent_keys(table).into_iter().flat_map(|unique| self.early_index(table, unique)));
        }
        found.extend(Stubs { base: self.base, target: self.target, changes: self.changes, old: &old }.statements());
        for table in &fresh {
            found.extend(self.fill(table, &old));
        }
        for table in &fresh {
            found.extend(self.fits(table));
        }
        let children_first: Vec<TableName> = parents_first(self.base, &old).into_iter().rev().collect();
        found.extend(drop_in_order(self.base, &children_first, old_name).into_iter().map(|(statement, name)| {
            let changes = name.map(|name| self.changes_of(&name)).unwrap_or_default().into_iter();
            let gone = changes.filter(|change| matches!(change, Change::DropTable { .. }));
            Rendered { comments: gone.flat_map(|change| notes(change, None)).collect(), sql: statement }
        }));
        found.extend(fresh.iter().flat_map(|table| create_indexes(&self.less_parent_keys(table))).map(sql));
        let kept = objects.iter().filter(|object| self.target.objects.iter().any(|own| own.name == object.name));
        found.extend(kept.map(|object| sql(object.sql.clone())));
        found.push(sql("PRAGMA defer_foreign_keys = OFF".to_owned()));
        found
    }

    /// Why all this is necessary.
    fn reason(&self) -> Vec<String> {
        let list = |names: Vec<&TableName>| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let others = self.tables.difference(&self.changed).filter(|name| self.base.table(name).is_some());
        let others: Vec<&TableName> = others.collect();
        let mut lines = vec![
            "SQLite cannot do this in place, so new tables take the rows over from the old ones.".to_owned(),
            format!("Changed: {}.", list(self.changed.iter().collect())),
        ];
        if !others.is_empty() {
            lines.push(format!("Made anew as they are, because they refer to these: {}.", list(others)));
        }
        lines
    }

    fn changes_of(&self, name: &TableName) -> Vec<&Change> {
        self.changes.iter().filter(|change| change.table() == name).collect()
    }

    /// The new table.
    fn create(&self, table: &Table) -> Rendered {
        let changes = self.changes_of(&table.name).into_iter();
        let before = self.base.table(&table.name);
        let comments =
            changes.filter(|change| !matches!(change, Change::DropTable { .. }) && !self.is_empty_key(change));
        let comments = comments.flat_map(|change| notes(change, before)).collect();
        Rendered { comments, sql: table.sql.clone().unwrap_or_else(|| create_table(table)) }
    }

    /// The unique indexes that a foreign key relies on: without them its rows cannot be copied.
    fn parent_keys<'t>(&self, table: &'t Table) -> Vec<&'t Unique> {
        let keys = self.target.tables.values().flat_map(|child| &child.foreign_keys);
        let wanted: BTreeSet<BTreeSet<&String>> =
            keys.filter(|key| key.table == table.name).map(|key| key.references.iter().collect()).collect();
        let relied_on = |unique: &&Unique| wanted.contains(&unique.columns.iter().collect::<BTreeSet<_>>());
        table.uniques.iter().filter(|unique| unique.as_index).filter(relied_on).collect()
    }

    /// Such an index, whose name the old table gives up.
    fn early_index(&self, table: &Table, unique: &Unique) -> Vec<Rendered> {
        let before = self.base.table(&table.name).map(|before| before.uniques.as_slice()).unwrap_or_default();
        let name = unique
            .name
            .as_ref()
            .filter(|name| before.iter().any(|own| own.as_index && own.name.as_ref() == Some(name)));
        let drop = name.map(|name| sql(format!("DROP INDEX {}", quote(name))));
        drop.into_iter().chain([sql(create_unique_index(table, unique))]).collect()
    }

    /// The table without the indexes that it has already.
    fn less_parent_keys(&self, table: &Table) -> Table {
        let there = self.parent_keys(table);
        let uniques = table.uniques.iter().filter(|unique| !there.contains(unique)).cloned().collect();
        Table { uniques, ..table.clone() }
    }

    /// The rows of the old table for the new one, and the numbers that it has counted.
    fn fill(&self, table: &Table, old: &BTreeSet<TableName>) -> Vec<Rendered> {
        let changes = self.changes_of(&table.name);
        let is_created = changes.iter().any(|change| matches!(change, Change::CreateTable { .. }));
        let Some(before) = self.base.table(&table.name).filter(|_| !is_created) else { return Vec::new() };
        let mut found = vec![sql(copy(before, table, &changes, old))];
        if counts(before) && counts(table) {
            found.extend(keep_counter(&table.name));
        }
        found
    }

    /// Whether the change adds a foreign key to a column that is new and holds nothing.
    fn is_empty_key(&self, change: &Change) -> bool {
        let Change::AddForeignKey { table: own, key, .. } = change else { return false };
        self.changes.iter().any(|change| {
            matches!(change, Change::AddColumn { table, column, fill: Fill::Nothing }
                if table == own && column.default.is_none() && key.columns.contains(&column.name))
        })
    }

    /// What fails where a value does not fit its column's new type, or a row refers to nothing: SQLite itself keeps
    /// such values, and forgets such rows when it stops deferring.
    fn fits(&self, table: &Table) -> Vec<Rendered> {
        let changes = self.changes_of(&table.name).into_iter().filter(|change| !self.is_empty_key(change));
        changes.flat_map(|change| guard(table, change)).collect()
    }
}

fn guard(table: &Table, change: &Change) -> Vec<Rendered> {
    let (reason, query) = match change {
        Change::AlterColumn { before, after, using, .. } => {
            let Some(column) = table.column(&after.name) else { return Vec::new() };
            let Some(condition) = misfits(before, table, column, using.is_some()) else { return Vec::new() };
            let reason = format!("{}.{} holds a value that does not fit {}", table.name, column.name, column.ty);
            (reason, format!("SELECT {} FROM {} WHERE {condition}", quote(&column.name), quote(&table.name.name)))
        }
        Change::AddForeignKey { key, .. } if table.foreign_keys.contains(key) => {
            let reason = format!("{}.{} refers to nothing in {}", table.name, key.columns.join(", "), key.table);
            (reason, VIOLATING.orphans("1", &table.name, key, Some(table)))
        }
        _ => return Vec::new(),
    };
    let constraint = quote(&reason);
    vec![
        Rendered {
            comments: vec![format!("Fails if {reason}.")],
            sql: format!("CREATE TABLE manage_misfit (\n    value CONSTRAINT {constraint} CHECK (value IS NULL)\n)"),
        },
        sql(format!("INSERT INTO manage_misfit {query}")),
        sql("DROP TABLE manage_misfit".to_owned()),
    ]
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
