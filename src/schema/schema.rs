use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{EnumType, Object, Table, TableName, Wordings};

/// Everything that migrations make: tables, and beside them what only the database can say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// The tables by name.
    pub tables: BTreeMap<TableName, Table>,
    /// Views, triggers and the like, in the order in which they can be made.
    pub objects: Vec<Object>,
    /// The enums that are types of their own, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<TableName, EnumType>,
    /// The schemas (namespaces) beside the default one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub namespaces: BTreeSet<String>,
    /// The extensions that are installed, beside those that every database has.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub extensions: BTreeSet<String>,
    /// What the schema is called that names without one mean, where it is known and not `public`: what is moved there
    /// needs its name.
    #[serde(skip)]
    pub home: Option<String>,
    /// What the database says for what models write otherwise.
    #[serde(default, skip_serializing_if = "Wordings::is_empty")]
    pub wordings: Wordings,
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

    /// Adds an enum, or replaces the one of that name.
    pub fn insert_enum(&mut self, ty: EnumType) {
        self.enums.insert(ty.name.clone(), ty);
    }

    /// The schemas, in PostgreSQL's sense, that its tables and enums are in, but for the one that is always there.
    pub fn inhabited(&self) -> impl Iterator<Item = String> + '_ {
        self.tables
            .keys()
            .chain(self.enums.keys())
            .filter_map(|name| name.schema.clone())
            .filter(|name| name != "public")
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
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
        for (name, ty) in &self.enums {
            match other.enums.get(name) {
                Some(twin) if twin.values != ty.values => {
                    let (is, meant) = (twin.values.join(", "), ty.values.join(", "));
                    found.push(format!("enum {name} has the values {is}, not {meant}"));
                }
                Some(twin) if twin.comment != ty.comment => found.push(format!("the comment of enum {name} differs")),
                Some(_) => {}
                None => found.push(format!("enum {name} is missing")),
            }
        }
        for name in other.enums.keys().filter(|name| !self.enums.contains_key(*name)) {
            found.push(format!("enum {name} is there too many"));
        }
        for (kind, own, others) in
            [("schema", &self.namespaces, &other.namespaces), ("extension", &self.extensions, &other.extensions)]
        {
            found.extend(own.difference(others).map(|name| format!("{kind} {name} is missing")));
            found.extend(others.difference(own).map(|name| format!("{kind} {name} is there too many")));
        }
        for object in self.objects.iter().filter(|object| !other.objects.contains(object)) {
            found.push(format!("{} differs or is missing", object.described()));
        }
        for object in other.objects.iter().filter(|object| !self.objects.contains(object)) {
            found.push(format!("{} differs or is there too many", object.described()));
        }
        found
    }

    /// Where the other is not what this one is, object by object, but for the order of columns.
    #[cfg(feature = "cli")]
    pub fn divergences(&self, other: &Self) -> Vec<super::Divergence> {
        super::divergence::divergences(self, other)
    }

    /// The differences of the tables alone; those that both have are compared by the function.
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
