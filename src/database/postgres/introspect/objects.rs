use super::catalog::Catalog;
use super::order;
use super::rare::{EARLY, LATE, Rare};
use super::statements::{Kind, STATEMENTS};
use crate::database::session::SqlError;
use crate::database::{journal, ledger};
use crate::schema::{Object, TableName};

/// An object with the catalog and the number under which it is known there.
pub(super) struct Found {
    pub(super) class: &'static str,
    pub(super) oid: String,
    pub(super) object: Object,
}

impl Found {
    /// A constraint of this number.
    pub(super) fn constraint(oid: String, object: Object) -> Self {
        Self { class: "pg_constraint", oid, object }
    }
}

/// The kinds of which there may be something, those first that others are likely to need.
fn kinds(catalog: &mut Catalog<'_>) -> Result<Vec<&'static Kind>, SqlError> {
    let rare = || EARLY.iter().chain(&LATE).flat_map(|kinds| kinds.iter());
    let conditions: Vec<&str> = rare().map(|own: &Rare| own.when).collect();
    let answers = catalog.rows(&format!("SELECT {}", conditions.join(", ")))?.into_iter().next();
    let mut answers = answers.into_iter().flat_map(|mut row| conditions.iter().map(|_| row.flag()).collect::<Vec<_>>());
    let mut there = |kinds: &'static [&'static [Rare]]| -> Vec<&'static Kind> {
        kinds
            .iter()
            .flat_map(|own| own.iter())
            .filter(|_| answers.next().unwrap_or(true))
            .map(|own| &own.kind)
            .collect()
    };
    let mut found = there(&EARLY);
    let late = there(&LATE);
    found.extend(&STATEMENTS);
    found.extend(late);
    Ok(found)
}

/// What models cannot declare, each as the statement that makes it, in an order in which they can be made.
pub(super) fn read(catalog: &mut Catalog<'_>, mut found: Vec<Found>) -> Result<Vec<Object>, SqlError> {
    let kinds = kinds(catalog)?;
    let query = kinds.iter().enumerate().map(|(place, own)| {
        format!("SELECT {place} AS kind, own.* FROM ({}) AS own (oid, nspname, name, tschema, tname, sql)", own.query)
    });
    let query: Vec<String> = query.collect();
    for mut row in catalog.rows(&format!("{} ORDER BY kind, nspname, name, sql", query.join(" UNION ALL ")))? {
        let Some(own) = row.text().parse::<usize>().ok().and_then(|place| kinds.get(place)) else { continue };
        let oid = row.text();
        let (schema, name) = (row.text(), row.text());
        // What is in no schema of its own is in that of its table, if it has one.
        let (table_schema, table) = (row.maybe(), row.maybe());
        let table = table_schema.zip(table).map(|(schema, table)| catalog.name(schema, table));
        if table.as_ref().is_some_and(|table| table.name == ledger::TABLE || table.name == journal::TABLE) {
            continue;
        }
        let name = if schema.is_empty() { TableName::new(name) } else { catalog.name(schema, name) };
        let sql = row.text().trim().trim_end_matches(';').to_owned();
        found.push(Found { class: own.class, oid, object: Object { kind: own.kind, name, table, sql } });
    }
    if found.len() > 1 {
        order::sort(catalog, &mut found)?;
    }
    Ok(found.into_iter().map(|own| own.object).collect())
}
