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
        let mut found = Vec::new();
        for (name, table) in &self.tables {
            match other.tables.get(name) {
                Some(twin) => found.extend(table.differences(twin)),
                None => found.push(format!("table {name} is missing")),
            }
        }
        for name in other.tables.keys().filter(|name| !self.tables.contains_key(*name)) {
            found.push(format!("table {name} is there too many"));
        }
        for object in self.objects.iter().filter(|object| !other.objects.contains(object)) {
            found.push(format!("{} {} differs or is missing", object.kind, object.name));
        }
        for object in other.objects.iter().filter(|object| !self.objects.contains(object)) {
            found.push(format!("{} {} differs or is there too many", object.kind, object.name));
        }
        found
    }
}

/// See [`Table::differences`].
pub(super) fn table_differences(one: &Table, other: &Table) -> Vec<String> {
    let name = &one.name;
    let mut found = Vec::new();
    for column in &one.columns {
        match other.column(&column.name) {
            Some(twin) if twin == column => {}
            Some(twin) => {
                found.push(format!("column {name}.{} is {}, not {}", column.name, shown(twin), shown(column)));
            }
            None => found.push(format!("column {name}.{} is missing", column.name)),
        }
    }
    for column in other.columns.iter().filter(|column| one.column(&column.name).is_none()) {
        found.push(format!("column {name}.{} is there too many", column.name));
    }
    if one.primary_key != other.primary_key {
        let (is, wanted) = (shown(&other.primary_key), shown(&one.primary_key));
        found.push(format!("the primary key of {name} is {is}, not {wanted}"));
    }
    found.extend(set_differences(name, "unique set", &one.uniques, &other.uniques));
    found.extend(set_differences(name, "index", &one.indexes, &other.indexes));
    found.extend(set_differences(name, "foreign key", &one.foreign_keys, &other.foreign_keys));
    found.extend(set_differences(name, "check", &one.checks, &other.checks));
    if one.comment != other.comment {
        found.push(format!("the comment of {name} differs"));
    }
    if one.options != other.options {
        let (are, wanted) = (shown(&other.options), shown(&one.options));
        found.push(format!("the options of {name} are {are}, not {wanted}"));
    }
    found
}

/// As `schema.json` has it.
fn shown(part: &impl Serialize) -> String {
    serde_json::to_string(part).unwrap_or_default()
}

fn set_differences<T: PartialEq + Serialize>(table: &TableName, what: &str, one: &[T], other: &[T]) -> Vec<String> {
    let missing = one
        .iter()
        .filter(|item| !other.contains(item))
        .map(|item| format!("{what} {} of {table} is missing", shown(item)));
    let surplus = other
        .iter()
        .filter(|item| !one.contains(item))
        .map(|item| format!("{what} {} of {table} is there too many", shown(item)));
    missing.chain(surplus).collect()
}
