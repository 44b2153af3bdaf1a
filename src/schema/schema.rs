use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Object, Table, TableName};

/// Everything that migrations make: tables, and beside them what only the database can say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The tables by name.
    pub tables: BTreeMap<TableName, Table>,
    /// Views, triggers and the like, in the order in which they can be made.
    pub objects: Vec<Object>,
}

impl Schema {
    /// The table of that name.
    pub fn table(&self, name: &TableName) -> Option<&Table> {
        self.tables.get(name)
    }

    /// Adds a table, or replaces the one of that name.
    pub fn insert(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), table);
    }

    /// For every table that others refer to by a foreign key, those others.
    pub fn children(&self) -> BTreeMap<&TableName, Vec<&Table>> {
        let mut children: BTreeMap<&TableName, Vec<&Table>> = BTreeMap::new();
        for table in self.tables.values() {
            let parents: BTreeSet<&TableName> = table.foreign_keys.iter().map(|key| &key.table).collect();
            for parent in parents.into_iter().filter(|parent| **parent != table.name) {
                children.entry(parent).or_default().push(table);
            }
        }
        children
    }

    /// What the first has and the second has not, and the other way round, in words; empty when they are the same
    /// but for the order of columns.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut found = self.table_differences(other, Table::differences);
        for object in self.objects.iter().filter(|object| !other.objects.contains(object)) {
            found.push(format!("{} {} differs or is missing", object.kind, object.name));
        }
        for object in other.objects.iter().filter(|object| !self.objects.contains(object)) {
            found.push(format!("{} {} differs or is there too many", object.kind, object.name));
        }
        found
    }

    /// The same for the tables alone; those that both have are compared by the function.
    pub(crate) fn table_differences(&self, other: &Self, of: impl Fn(&Table, &Table) -> Vec<String>) -> Vec<String> {
        let mut found = Vec::new();
        for (name, table) in &self.tables {
            match other.tables.get(name) {
                Some(twin) => found.extend(of(table, twin)),
                None => found.push(format!("table {name} is missing")),
            }
        }
        for name in other.tables.keys().filter(|name| !self.tables.contains_key(*name)) {
            found.push(format!("table {name} is there too many"));
        }
        found
    }
}
