use std::collections::BTreeMap;

use crate::schema::{Change, Column, EnumType, Schema, TableName, name_of_type};

/// What becomes of the tables and columns that are there.
#[derive(Debug)]
pub(super) struct Fate {
    tables: BTreeMap<TableName, TableFate>,
    /// The enums that are new, or get other values.
    enums: BTreeMap<TableName, EnumType>,
    /// The values that rows may hold of enums that are altered, by the names that these had.
    held: BTreeMap<TableName, Vec<String>>,
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
        let mut fate = Self::of_tables(before, changes);
        for change in changes {
            // The columns of an enum whose values change hold others from then on.
            let Change::AlterEnum { before: ty, .. } = change else { continue };
            for table in before.tables.values() {
                let held = table.columns.iter().filter(|column| name_of_type(&column.ty).as_ref() == Some(&ty.name));
                for column in held {
                    let own = fate.tables.get_mut(&table.name).and_then(|own| own.columns.get_mut(&column.name));
                    own.into_iter().for_each(|own| _ = own.altered.get_or_insert_with(|| column.clone()));
                }
            }
        }
        fate
    }

    fn of_tables(before: &Schema, changes: &[Change]) -> Self {
        let table = |name: &TableName| {
            let columns = before.table(name).into_iter().flat_map(|table| &table.columns);
            let fate = |name: &str| ColumnFate { name: Some(name.to_owned()), altered: None };
            let columns = columns.map(|column| (column.name.clone(), fate(&column.name))).collect();
            TableFate { name: Some(name.clone()), columns }
        };
        let tables = before.tables.keys().map(|name| (name.clone(), table(name))).collect();
        let enums = changes.iter().filter_map(|change| match change {
            Change::CreateEnum { ty } | Change::AlterEnum { after: ty, .. } => Some((ty.name.clone(), ty.clone())),
            _ => None,
        });
        let mut fate = Self { tables, enums: enums.collect(), held: BTreeMap::new() };
        fate.follow_enums(before, changes);
        changes.iter().for_each(|change| fate.follow(change));
        fate
    }

    /// The values of an enum, by its old name, that something is said of; `None` where all of them stay.
    pub(super) fn values(&self, ty: &TableName) -> Option<&Vec<String>> {
        self.held.get(ty)
    }

    /// An enum that gets other values changes what the columns of its type hold.
    fn follow_enums(&mut self, schema: &Schema, changes: &[Change]) {
        let mut old_names: BTreeMap<&TableName, &TableName> = BTreeMap::new();
        // The values that rows may hold, as they are and as they will be.
        let mut now: BTreeMap<&TableName, Vec<(String, String)>> = BTreeMap::new();
        for change in changes {
            match change {
                Change::RenameEnum { from, to } => {
                    let old = old_names.get(from).copied().unwrap_or(from);
                    old_names.insert(to, old);
                }
                Change::AlterEnum { before, after, values } => {
                    let old = old_names.get(&before.name).copied().unwrap_or(&before.name);
                    let values_now = now
                        .entry(old)
                        .or_insert_with(|| before.values.iter().map(|value| (value.clone(), value.clone())).collect());
                    values_now.retain_mut(|(_, value)| {
                        if let Some(to) = values.iter().find(|own| own.from == *value).map(|own| &own.to) {
                            to.iter().for_each(|to| value.clone_from(to));
                            return true;
                        }
                        after.values.contains(value)
                    });
                    self.held.insert(old.clone(), values_now.iter().map(|(first, _)| first.clone()).collect());
                    for table in schema.tables.values() {
                        let Some(fates) = self.tables.get_mut(&table.name) else { continue };
                        let own = |column: &&Column| name_of_type(&column.ty).as_ref() == Some(old);
                        for column in table.columns.iter().filter(own) {
                            if let Some(fate) = fates.columns.get_mut(&column.name) {
                                fate.altered = Some(column.clone());
                            }
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What becomes of the table that had this name.
    pub(super) fn table(&self, name: &TableName) -> Option<&TableFate> {
        self.tables.get(name)
    }

    /// What the column of the table, both under their old names, is altered to.
    pub(super) fn altered(&self, table: &TableName, column: &str) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)?.altered.as_ref()
    }

    /// The enum that is the column's type, as the changes leave it.
    pub(super) fn enum_of(&self, column: &Column) -> Option<&EnumType> {
        self.enums.get(&name_of_type(&column.ty)?)
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
