use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::digest::Digest;
use super::{atomic, layout};
use crate::dialect::{Dialect, Driver, sqlite};
use crate::error::Result;
use crate::schema::{Object, Schema, Table};

/// The version of the file's format. Another one is no error: the file is computed anew.
const FORMAT: u64 = 1;

/// For whoever opens the file.
const ABOUT: &str = "The schema that the migrations beside this file lead to. Written by manage; safe to delete.";

/// `schema.json`: the schema that the migrations lead to, and how to tell whether it still is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct StateFile {
    pub(super) migrations: Vec<Digest>,
    pub(super) tables: Vec<Table>,
    pub(super) objects: Vec<Object>,
}

/// What is read before the rest can be understood.
#[derive(Deserialize)]
struct Probe {
    format: u64,
}

impl StateFile {
    /// The file for this schema. Of the statements that the database keeps only those stay that the dialect would
    /// not write itself.
    pub(super) fn new(migrations: Vec<Digest>, schema: &Schema, dialect: &dyn Dialect) -> Self {
        let tables = schema.tables.values().cloned().map(|table| without_own_sql(table, dialect)).collect();
        Self { migrations, tables, objects: schema.objects.clone() }
    }

    /// Reads the file; `None` if there is none. An error is a reason, in words, to compute it anew, and no more.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, String> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("cannot be read ({error})")),
        };
        if text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
            return Err("holds a merge conflict".to_owned());
        }
        let malformed = |error: serde_json::Error| format!("is malformed ({error})");
        let probe: Probe = serde_json::from_str(&text).map_err(malformed)?;
        if probe.format != FORMAT {
            return Err(format!("has format {}, and this version of manage reads {FORMAT}", probe.format));
        }
        serde_json::from_str(&text).map(Some).map_err(malformed)
    }

    /// The schema.
    pub(super) fn schema(&self) -> Schema {
        let tables: BTreeMap<_, _> = self.tables.iter().map(|table| (table.name.clone(), table.clone())).collect();
        Schema { tables, objects: self.objects.clone() }
    }

    /// Writes the file, whole or not at all; not if it already says this, so that nobody's checkout gets dirty.
    pub(super) fn write(&self, path: &Path) -> Result<()> {
        let text = self.to_text();
        if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        atomic::write(path, text.as_bytes())
    }

    /// The file's bytes.
    pub(super) fn to_text(&self) -> String {
        let list = |items: Vec<Value>| Value::Array(items);
        let value = json!({
            "format": FORMAT,
            "about": ABOUT,
            "migrations": list(self.migrations.iter().map(value).collect()),
            "tables": list(self.tables.iter().map(value).collect()),
            "objects": list(self.objects.iter().map(value).collect()),
        });
        layout::print(&value)
    }
}

/// As JSON. All that is in the file has names for keys, and so cannot fail.
fn value(item: &impl Serialize) -> Value {
    serde_json::to_value(item).unwrap_or_default()
}

/// The table without the statement that the dialect would write for it anyway.
pub(super) fn without_own_sql(table: Table, dialect: &dyn Dialect) -> Table {
    let own = match dialect.driver() {
        Driver::Sqlite => sqlite::create_table(&table),
    };
    if table.sql.as_ref() == Some(&own) { Table { sql: None, ..table } } else { table }
}
