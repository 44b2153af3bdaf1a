use std::collections::BTreeMap;

use crate::schema::{Change, Column, Schema, TableName};

/// What becomes of the tables and columns that are there.
#[derive(Debug)]
pub(super) struct Fate {
    tables: BTreeMap<TableName, TableFate>,
}

/// What becomes of one table.
#[derive(Debug)]
pub(super) struct TableFate {
    /// Its name in the end; `None` if it is dropped.
    pub(super) name: Option<TableName>,
    /// Its columns, by the names that they had.
    pub(super) columns: BTreeMap<String, ColumnFate>,
}

/// What becomes of one column.
#[derive(Debug)]
pub(super) struct ColumnFate {
    /// Its name in the end; `None` if it is dropped.
    pub(super) name: Option<String>,
    /// What it is altered to.
    pub(super) altered: Option<Column>,
}

impl Fate {
    pub(super) fn of(before: &Schema, changes: &[Change]) -> Self {
        let table = |name: &TableName| {
            let columns = before.table(name).into_iter().flat_map(|table| &table.columns);
            let fate = |name: &str| ColumnFate { name: Some(name.to_owned()), altered: None };
            let columns = columns.map(|column| (column.name.clone(), fate(&column.name))).collect();
            TableFate { name: Some(name.clone()), columns }
        };
        let tables = before.tables.keys().map(|name| (name.clone(), table(name))).collect();
        let mut fate = Self { tables };
        changes.iter().for_each(|change| fate.follow(change));
        fate
    }

    /// What becomes of the table that had this name.
    pub(super) fn table(&self, name: &TableName) -> Option<&TableFate> {
        self.tables.get(name)
    }

    /// What the column of the table, both under their old names, is altered to.
    pub(super) fn altered(&self, table: &TableName, column: &str) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)?.altered.as_ref()
    }

    fn follow(&mut self, change: &Change) {
        let Some(table) = self.tables.values_mut().find(|table| table.name.as_ref() == Some(change.table())) else {
            return;
        };
        match change {
            Change::DropTable { .. } => table.name = None,
            Change::RenameTable { to, .. } => table.name = Some(to.clone()),
            Change::DropColumn { column, .. } => {
                if let Some(own) = table.column(&column.name) {
                    own.name = None;
                }
            }
            Change::RenameColumn { from, to, .. } => {
                if let Some(own) = table.column(from) {
                    own.name = Some(to.clone());
                }
            }
            Change::AlterColumn { before, after, .. } => {
                if let Some(own) = table.column(&before.name) {
                    own.altered = Some(after.clone());
                }
            }
            _ => {}
        }
    }
}

impl TableFate {
    /// The column that is called so by now.
    fn column(&mut self, name: &str) -> Option<&mut ColumnFate> {
        self.columns.values_mut().find(|column| column.name.as_deref() == Some(name))
    }
}
