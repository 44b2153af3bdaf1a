use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;

use super::digest::Digest;
use super::{Beside, atomic, layout};
use crate::dialect::{Dialect, Driver, sqlite};
use crate::error::{Error, Result};
use crate::schema::{EnumType, Object, ObjectKind, Schema, Table, Wordings};

/// The version of the file's format. Another one is no error: the file is computed anew.
const FORMAT: u64 = 1;

/// How much of a server's catalog is looked at. A file that was written when it was less is believed as far as it goes, and
/// written anew as soon as a server is at hand.
const CATALOG: u64 = 3;

/// For whoever opens the file.
const ABOUT: &str = "The schema that the migrations beside this file lead to. Written by manage; safe to delete.";

/// `schema.json`: the schema that the migrations lead to, and how to tell whether it still is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct StateFile {
    format: u64,
    /// How much of the catalog was looked at; files of SQLite do not say it.
    #[serde(default)]
    catalog: u64,
    pub(super) migrations: Vec<Digest>,
    #[serde(default)]
    namespaces: BTreeSet<String>,
    #[serde(default)]
    extensions: BTreeSet<String>,
    #[serde(default)]
    enums: Vec<EnumType>,
    #[serde(default)]
    wordings: Wordings,
    tables: Vec<Table>,
    objects: Vec<Object>,
    /// What of it other directories make.
    #[serde(default)]
    pub(super) beside: Beside,
}

/// What tells whether the rest can be understood.
#[derive(Deserialize)]
struct Probe {
    format: u64,
}

impl StateFile {
    /// Reads the file; `None` if there is none. An error is a reason, in words, to compute it anew, and no more.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, String> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("cannot be read ({error})")),
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(file) if file.format == FORMAT => Ok(Some(file)),
            read => Err(unusable(&text, read.err())),
        }
    }

    /// The text as such a file, if it is one.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|file| file.format == FORMAT)
    }

    /// The file for this schema.
    pub(super) fn of(migrations: Vec<Digest>, schema: Schema, beside: Beside) -> Self {
        let Schema { tables, objects, enums, namespaces, extensions, wordings, home: _ } = schema;
        let (tables, enums) = (tables.into_values().collect(), enums.into_values().collect());
        Self {
            format: FORMAT,
            catalog: CATALOG,
            migrations,
            namespaces,
            extensions,
            enums,
            wordings,
            tables,
            objects,
            beside,
        }
    }

    /// Whether it was written by a `manage` that looked at less than this one does.
    pub(super) fn knows_less(&self, dialect: &dyn Dialect) -> bool {
        dialect.driver() != Driver::Sqlite && self.catalog < CATALOG
    }

    /// The versions of the migrations that no database has tried.
    pub(super) fn untried(&self) -> Vec<&str> {
        self.migrations.iter().filter(|own| own.unproven).map(|own| own.version.as_str()).collect()
    }

    /// What the file remembers of the migrations, as if all had been tried.
    pub(super) fn without_doubts(&self) -> Vec<Digest> {
        self.migrations.iter().map(|own| Digest { unproven: false, ..own.clone() }).collect()
    }

    /// Why the file cannot be gone by, in words, where these are the migrations.
    pub(super) fn differs_from(&self, now: &[Digest]) -> String {
        let same = |one: &&Digest, other: &Digest| **one == *other;
        let new = now.iter().filter(|own| !self.migrations.iter().any(|other| same(own, other)));
        let gone = self.migrations.iter().filter(|own| !now.iter().any(|other| other.version == own.version));
        let versions: Vec<&str> = new.chain(gone).map(|own| own.version.as_str()).collect();
        let (shown, more) = versions.split_at_checked(3).unwrap_or((&versions, &[]));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        format!("schema.json does not fit {}{more}", shown.join(", "))
    }

    /// The schema.
    pub(super) fn into_schema(self) -> Schema {
        let tables = self.tables.into_iter().map(|table| (table.name.clone(), table)).collect();
        let enums = self.enums.into_iter().map(|ty| (ty.name.clone(), ty)).collect();
        let Self { mut objects, namespaces, extensions, wordings, .. } = self;
        objects.iter_mut().for_each(in_words_of_now);
        Schema { tables, objects, enums, namespaces, extensions, wordings, home: None }
    }

    /// Writes the file, whole or not at all; not if it already says this, so that nobody's checkout gets dirty.
    pub(super) fn write(path: &Path, text: &[u8]) -> Result<()> {
        if std::fs::read(path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        atomic::write(path, text)
    }

    /// The bytes of the file for this schema. Of the statements that the database keeps only those stay that the
    /// dialect would not write itself.
    ///
    /// # Errors
    /// Never, as far as one can tell: all that is in the file has names for keys.
    pub(super) fn text(
        migrations: &[Digest],
        schema: &Schema,
        beside: &Beside,
        dialect: &dyn Dialect,
    ) -> Result<Vec<u8>> {
        let mut text = format!("{{\n  \"format\": {FORMAT},\n  \"about\": \"{ABOUT}\",\n").into_bytes();
        if dialect.driver() != Driver::Sqlite {
            text.extend_from_slice(format!("  \"catalog\": {CATALOG},\n").as_bytes());
        }
        let tables = schema.tables.values().map(|table| match is_own_sql(table, dialect) {
            true => Cow::Owned(Table { sql: None, ..table.clone() }),
            false => Cow::Borrowed(table),
        });
        let write = || -> serde_json::Result<()> {
            text.extend_from_slice(b"  \"migrations\": ");
            layout::list(migrations, false, &mut text)?;
            // What SQLite never has stands in no file of SQLite.
            for (key, names) in [("namespaces", &schema.namespaces), ("extensions", &schema.extensions)] {
                if !names.is_empty() {
                    text.extend_from_slice(format!(",\n  \"{key}\": ").as_bytes());
                    layout::list(names, false, &mut text)?;
                }
            }
            if !schema.enums.is_empty() {
                text.extend_from_slice(b",\n  \"enums\": ");
                layout::list(schema.enums.values(), false, &mut text)?;
            }
            if !schema.wordings.is_empty() {
                text.extend_from_slice(b",\n  \"wordings\": ");
                layout::list(schema.wordings.list(), false, &mut text)?;
            }
            text.extend_from_slice(b",\n  \"tables\": ");
            layout::list(tables, true, &mut text)?;
            text.extend_from_slice(b",\n  \"objects\": ");
            layout::list(&schema.objects, false, &mut text)?;
            if !beside.is_empty() {
                text.extend_from_slice(b",\n  \"beside\": ");
                text.extend_from_slice(&serde_json::to_vec(beside)?);
            }
            Ok(())
        };
        write().map_err(|error| Error::failure("the schema cannot be written down").because(error))?;
        text.extend_from_slice(b"\n}\n");
        Ok(text)
    }
}

/// Gives an object of an older file the kind that it has today.
fn in_words_of_now(object: &mut Object) {
    if object.kind != ObjectKind::Other {
        return;
    }
    match &object.table {
        Some(table) if *table == object.name && object.sql.ends_with("ROW LEVEL SECURITY") => {
            object.kind = ObjectKind::RowSecurity;
        }
        Some(_) => object.kind = ObjectKind::Setting,
        None => {}
    }
}

/// Why the text is no use.
fn unusable(text: &str, error: Option<serde_json::Error>) -> String {
    if text.lines().any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
        return "holds a merge conflict".to_owned();
    }
    let malformed = |error: serde_json::Error| format!("is malformed ({error})");
    match (serde_json::from_str::<Probe>(text), error) {
        (Ok(probe), _) if probe.format != FORMAT => {
            format!("has format {}, and this version of manage reads {FORMAT}", probe.format)
        }
        (Ok(_), None) => "is malformed".to_owned(),
        (Ok(_), Some(error)) | (Err(error), _) => malformed(error),
    }
}

/// The table without the statement that the dialect would write for it anyway.
pub(super) fn without_own_sql(table: Table, dialect: &dyn Dialect) -> Table {
    if is_own_sql(&table, dialect) { Table { sql: None, ..table } } else { table }
}

/// Whether the database keeps the very statement that the dialect would write.
fn is_own_sql(table: &Table, dialect: &dyn Dialect) -> bool {
    table.sql.as_ref().is_some_and(|sql| match dialect.driver() {
        Driver::Sqlite => *sql == sqlite::create_table(table),
        // These keep no statement.
        Driver::Postgres | Driver::Mysql => false,
    })
}
