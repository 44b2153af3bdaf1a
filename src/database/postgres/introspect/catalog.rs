use std::collections::BTreeMap;

use super::{columns, constraints, enums, indexes, objects, tables};
use crate::database::session::{Session, SqlError};
use crate::error::Result;
use crate::schema::{Schema, Table, TableName};

/// The schemas that are the server's own.
pub(super) const OURS: &str =
    "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND n.nspname NOT LIKE 'manage\\_%'";

const UNREADABLE: &str = "the schema of the database cannot be read";

/// The rows of one query, each value taken out in order.
pub(super) struct Row(std::vec::IntoIter<Option<String>>);

impl Row {
    /// The next value; NULL is `None`.
    pub(super) fn maybe(&mut self) -> Option<String> {
        self.0.next().flatten()
    }

    /// The next value; NULL is empty.
    pub(super) fn text(&mut self) -> String {
        self.maybe().unwrap_or_default()
    }

    /// The next value, as PostgreSQL prints truth.
    pub(super) fn flag(&mut self) -> bool {
        self.maybe().is_some_and(|text| text == "t" || text == "true")
    }

    /// The next value: a list, as JSON.
    pub(super) fn list(&mut self) -> Vec<String> {
        self.maybe().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }
}

/// Where the catalog is read from, and what of it is wanted.
pub(super) struct Catalog<'a> {
    session: &'a mut dyn Session,
    /// The schema whose names stand for themselves.
    pub(super) default: String,
    /// A condition on `c.oid`, which is a table's; empty for all of them.
    pub(super) only: String,
}

impl Catalog<'_> {
    /// The rows of a query.
    pub(super) fn rows(&mut self, query: &str) -> Result<Vec<Row>, SqlError> {
        Ok(self.session.query(query)?.into_iter().map(|row| Row(row.into_iter())).collect())
    }

    /// The name, qualified where the schema is not the one that is searched first.
    pub(super) fn name(&self, schema: String, name: String) -> TableName {
        if schema == self.default { TableName::new(name) } else { TableName::qualified(schema, name) }
    }

    /// The name as a statement writes it.
    pub(super) fn quoted(&self, name: &TableName) -> String {
        let quote = |text: &str| self.session.dialect().quote(text);
        match &name.schema {
            Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
            None => quote(&name.name),
        }
    }

    /// The identifier as a statement writes it.
    pub(super) fn quote(&self, identifier: &str) -> String {
        self.session.dialect().quote(identifier)
    }

    /// The text as a literal.
    pub(super) fn literal(&self, text: &str) -> String {
        self.session.dialect().quote_text_anywhere(text)
    }
}

/// The tables by the number under which the catalog knows them.
pub(super) type Tables = BTreeMap<String, Table>;

/// The schema of the database, or the part of it that concerns some tables, in canonical form.
pub(in crate::database::postgres) fn introspect(
    session: &mut dyn Session,
    only: Option<&[TableName]>,
) -> Result<Schema> {
    let dialect = session.dialect();
    let failed = |error: SqlError| error.during(UNREADABLE);
    // Names are printed with their schema where they would not be found without, backslashes as the settings have them,
    // and compiling a query of the catalog takes longer than running it.
    let before = session.query(
        "SELECT pg_catalog.current_setting('search_path'), pg_catalog.current_setting('jit'), \
         pg_catalog.current_setting('standard_conforming_strings'), pg_catalog.current_schema()",
    );
    let before = before.map_err(failed)?.concat();
    let mut before = before.into_iter().map(Option::unwrap_or_default);
    let mut next = || before.next().unwrap_or_default();
    let (path, jit, strings, default) = (next(), next(), next(), next());
    let set = |path: &str, jit: &str, strings: &str| {
        format!(
            "SELECT pg_catalog.set_config('search_path', {}, false), pg_catalog.set_config('jit', {}, false), \
             pg_catalog.set_config('standard_conforming_strings', {}, false)",
            dialect.quote_text_anywhere(path),
            dialect.quote_text_anywhere(jit),
            dialect.quote_text_anywhere(strings)
        )
    };
    let own = if default.is_empty() { String::new() } else { format!("\"{}\"", default.replace('"', "\"\"")) };
    session.query(&set(&own, "off", "on")).map_err(failed)?;
    let read = read(session, default, only);
    // In a transaction that failed the end of it brings all of them back.
    let restored = session.query(&set(&path, &jit, &strings));
    let mut schema = read.map_err(failed)?;
    restored.map_err(failed)?;
    dialect.canonicalise(&mut schema);
    Ok(schema)
}

fn read(session: &mut dyn Session, default: String, only: Option<&[TableName]>) -> Result<Schema, SqlError> {
    let mut catalog = Catalog { session, default, only: String::new() };
    if let Some(only) = only {
        let class = |table: &TableName| {
            let name = TableName {
                schema: Some(table.schema.clone().unwrap_or_else(|| catalog.default.clone())),
                ..table.clone()
            };
            format!("pg_catalog.to_regclass({})", catalog.literal(&catalog.quoted(&name)))
        };
        let classes: Vec<String> = only.iter().map(class).collect();
        catalog.only = format!("AND c.oid IN (SELECT unnest(ARRAY[{}]::pg_catalog.regclass[]))", classes.join(", "));
    }
    let mut tables = tables::read(&mut catalog)?;
    columns::read(&mut catalog, &mut tables)?;
    let excluding = constraints::read(&mut catalog, &mut tables)?;
    indexes::read(&mut catalog, &mut tables)?;
    let mut schema = Schema::default();
    enums::read(&mut catalog, &mut schema)?;
    schema.objects = objects::read(&mut catalog, excluding)?;
    for table in tables.into_values() {
        schema.insert(table);
    }
    if let Some(only) = only {
        schema.objects.retain(|object| {
            only.contains(&object.name) || object.table.as_ref().is_some_and(|table| only.contains(table))
        });
    }
    Ok(schema)
}
