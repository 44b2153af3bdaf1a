use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::schema::{Schema, TableName};

/// What the migrations of other directories make, which is theirs: a library's tables. Everything in it is a part of the
/// schema as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    /// The tables.
    pub tables: BTreeSet<TableName>,
    /// The enums that are types of their own.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub enums: BTreeSet<TableName>,
}

impl Beside {
    /// All of a schema that the other directories alone lead to.
    pub fn of(schema: &Schema) -> Self {
        Self { tables: schema.tables.keys().cloned().collect(), enums: schema.enums.keys().cloned().collect() }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The part of the schema that is theirs, as it is now.
    #[must_use]
    pub fn part_of(&self, schema: &Schema) -> Schema {
        let mut part = Schema::default();
        let tables = schema.tables.values().filter(|table| self.tables.contains(&table.name));
        tables.cloned().for_each(|table| part.insert(table));
        let enums = schema.enums.values().filter(|ty| self.enums.contains(&ty.name));
        enums.cloned().for_each(|ty| part.insert_enum(ty));
        part
    }
}
