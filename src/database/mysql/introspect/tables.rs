use std::collections::BTreeMap;

use super::scope::{Scope, rows};
use crate::database::mysql::session::MysqlSession;
use crate::database::session::SqlError;
use crate::schema::Table;

/// What a table says of which MariaDB keeps what its rows were.
const VERSIONED: &str = "WITH SYSTEM VERSIONING";

/// A table while it is put together.
pub(super) struct Found {
    pub(super) table: Table,
    /// Its collation: a column's is told where it is another one.
    pub(super) collation: String,
    /// Whether it has something that only its whole statement tells.
    pub(super) is_special: bool,
}

/// The tables, without anything in them.
pub(super) fn read(session: &mut MysqlSession, scope: &Scope) -> Result<BTreeMap<String, Found>, SqlError> {
    let own = session.quoted(&session.database);
    let usual = rows(
        session,
        &format!(
            "SELECT @@default_storage_engine, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = {own}"
        ),
    )?;
    let (engine, collation) = usual.into_iter().next().map(|mut row| (row.text(), row.text())).unwrap_or_default();
    let condition = scope.condition(session, "TABLE_SCHEMA", "TABLE_NAME");
    let found = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT \
             FROM information_schema.TABLES \
             WHERE {condition} AND (TABLE_TYPE LIKE '%BASE TABLE' OR TABLE_TYPE = 'SYSTEM VERSIONED')"
        ),
    )?;
    let table = |mut row: super::scope::Row| {
        let mut table = Table::new(row.text().as_str());
        let is_versioned = row.text() == "SYSTEM VERSIONED";
        let (own_engine, own_collation) = (row.text(), row.text());
        if !own_engine.eq_ignore_ascii_case(&engine) {
            table.options.push(format!("ENGINE={own_engine}"));
        }
        if own_collation != collation {
            // It names its character set as well.
            table.options.push(format!("COLLATE={own_collation}"));
        }
        let options = row.text();
        table.options.extend(options.split_whitespace().filter_map(option));
        if is_versioned {
            table.options.push(VERSIONED.to_owned());
        }
        let is_partitioned = options.split_whitespace().any(|word| word == "partitioned");
        // Where a column lies matters to no other engine.
        let is_special = is_partitioned || own_engine.eq_ignore_ascii_case("ndbcluster");
        table.comment = row.maybe().filter(|comment| !comment.is_empty());
        (table.name.name.clone(), Found { table, collation: own_collation, is_special })
    };
    Ok(found.into_iter().map(table).collect())
}

/// What CREATE TABLE was told beside, as it is written there.
fn option(word: &str) -> Option<String> {
    let (name, value) = word.split_once('=')?;
    Some(format!("{}={}", name.to_uppercase(), value.trim_matches('"')))
}
