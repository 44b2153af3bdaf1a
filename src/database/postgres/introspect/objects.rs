use super::catalog::Catalog;
use super::kind::Kind;
use super::order;
use super::rare::{EARLY, LATE};
use super::statements::STATEMENTS;
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
    let known = EARLY.into_iter().chain([STATEMENTS.as_slice()]).chain(LATE).flatten();
    let known: Vec<&Kind> = known.collect();
    let conditions: Vec<&str> = known.iter().map(|own| own.when).collect();
    let Some(mut row) = catalog.rows(&format!("SELECT {}", conditions.join(", ")))?.into_iter().next() else {
        return Ok(known);
    };
    Ok(known.into_iter().filter(|_| row.flag()).collect())
}

/// What models cannot declare, each as the statement that makes it, in an order in which they can be made.
pub(super) fn read(catalog: &mut Catalog<'_>, mut found: Vec<Found>) -> Result<Vec<Object>, SqlError> {
    let kinds = kinds(catalog)?;
    let query = kinds.iter().enumerate().map(|(place, own)| {
        format!("SELECT {place} AS kind, own.* FROM ({}) AS own (oid, nspname, name, tschema, tname, sql)", own.query)
    });
    let query: Vec<String> = query.collect();
    let query = query.join(" UNION ALL ");
    let rows = if query.is_empty() {
        Vec::new()
    } else {
        catalog.rows(&format!("{query} ORDER BY kind, nspname, name, sql"))?
    };
    for mut row in rows {
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
