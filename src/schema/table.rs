use serde::{Deserialize, Serialize};

use super::{Check, Column, ForeignKey, Index, PrimaryKey, TableName, Unique};

/// A table with everything that belongs to it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// Its columns, in the order of the database.
    pub columns: Vec<Column>,
    /// Its primary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<PrimaryKey>,
    /// Sets of columns that are unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uniques: Vec<Unique>,
    /// Indexes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// Foreign keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
    /// Checks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The comment stored with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// What follows the parenthesis of CREATE TABLE (`STRICT`, `WITHOUT ROWID`, `ENGINE=…`), upper case,
    /// in the database's order; no model declares it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// The CREATE TABLE statement that the database keeps (SQLite), where it differs from what the dialect
    /// would write for this table; without a closing semicolon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<String>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<TableName>) -> Self {
        Self {
            name: name.into(),
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            indexes: Vec::new(),
            foreign_keys: Vec::new(),
            checks: Vec::new(),
            comment: None,
            options: Vec::new(),
            sql: None,
        }
    }

    /// The names of its indexes, those for unique sets included, as far as they have one.
    #[cfg(feature = "cli")]
    pub(crate) fn index_names(&self) -> impl Iterator<Item = &str> {
        let uniques = self.uniques.iter().filter(|unique| unique.as_index).map(|unique| &unique.name);
        self.indexes.iter().map(|index| &index.name).chain(uniques).filter_map(|name| name.as_deref())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The column of that name.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }

    /// The columns of the primary key, none if there is no key.
    pub fn key_columns(&self) -> &[String] {
        self.primary_key.as_ref().map_or(&[], |key| &key.columns)
    }

    /// Whether the option (`STRICT`, `WITHOUT ROWID`) is set.
    pub fn has_option(&self, option: &str) -> bool {
        self.options.iter().any(|own| own == option)
    }

    /// The tables that it inherits from (PostgreSQL), which its options name.
    #[cfg(feature = "cli")]
    pub(crate) fn inherits(&self) -> Vec<TableName> {
        let list = self.options.iter().find_map(|own| own.strip_prefix("INHERITS (")?.strip_suffix(')'));
        list.into_iter().flat_map(|list| list.split(", ")).filter_map(|name| name.parse().ok()).collect()
    }

    /// What the first is and the second is not, in words; empty when both describe the same table.
    /// The order of columns and constraints, and the statement's text, do not count.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        super::difference::table_differences(self, other)
    }
}
