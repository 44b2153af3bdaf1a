//! What a database holds, from information_schema: a few queries for the whole of it.

mod column;
mod constraint;
mod default;
mod index;
mod objects;
mod scope;
mod statement;
mod tables;

use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::error::Result;
use crate::schema::{Schema, TableName};

pub(super) use constraint::foreign_keys;
pub(super) use scope::Scope;

/// The schema, ledger and journal left out; of some tables alone where they are named.
pub(super) fn introspect(session: &mut MysqlSession, only: Option<&[TableName]>) -> Result<Schema> {
    let label = session.label.clone();
    let dialect = session.dialect();
    let mut schema = gather(session, &Scope::of(only))
        .map_err(|error: SqlError| error.during(format!("the catalog of `{label}` cannot be read")))?;
    dialect.canonicalise(&mut schema);
    Ok(schema)
}

fn gather(session: &mut MysqlSession, scope: &Scope) -> Result<Schema, SqlError> {
    let mut tables = tables::read(session, scope)?;
    let json = constraint::checks(session, scope, &mut tables)?;
    column::read(session, scope, &mut tables, &json)?;
    for (table, key) in foreign_keys(session, scope)? {
        if let Some(found) = tables.get_mut(&table) {
            found.table.foreign_keys.push(key);
        }
    }
    index::read(session, scope, &mut tables)?;
    // Those of tables come first: what is altered has no trigger yet.
    let mut objects = statement::read(session, &mut tables)?;
    objects.extend(objects::read(session, scope)?);
    let mut schema = Schema { objects, ..Schema::default() };
    tables.into_values().for_each(|found| schema.insert(found.table));
    Ok(schema)
}
