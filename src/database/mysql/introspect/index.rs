use std::collections::BTreeMap;

use super::default::clause;
use super::scope::{Scope, rows};
use super::tables::Found;
use crate::database::mysql::session::MysqlSession;
use crate::database::session::SqlError;
use crate::schema::{Index, IndexKey, IndexPart, PrimaryKey, Table, Unique};

/// Gives the tables their primary keys, unique sets and indexes; that of a foreign key, which has its name, is the
/// key's own.
pub(super) fn read(
    session: &mut MysqlSession,
    scope: &Scope,
    tables: &mut BTreeMap<String, Found>,
) -> Result<(), SqlError> {
    let condition = scope.condition(session, "TABLE_SCHEMA", "TABLE_NAME");
    let (expression, hidden) = match session.is_mariadb {
        // MariaDB before 10.6 has none that is ignored, and no such column.
        true => ("NULL", ignored(session)?),
        false => ("EXPRESSION", "IS_VISIBLE = 'NO'"),
    };
    let found = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE, COLUMN_NAME, COLLATION, SUB_PART, {expression}, \
             INDEX_COMMENT <> '' OR INDEX_TYPE = 'FULLTEXT' OR {hidden} \
             FROM information_schema.STATISTICS WHERE {condition} ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"
        ),
    )?;
    let mut indexes: Vec<(String, Index)> = Vec::new();
    for mut row in found {
        let (table, name, unique, using) = (row.text(), row.text(), row.text() == "0", row.text());
        let (column, order, prefix, expression) = (row.maybe(), row.maybe(), row.maybe(), row.maybe());
        if row.text() == "1"
            && let Some(found) = tables.get_mut(&table)
        {
            found.is_special = true;
        }
        let key = match (column, expression) {
            (Some(column), _) => IndexKey::Column(column),
            (None, Some(expression)) => IndexKey::Expr(clause(session.is_mariadb, &expression)),
            (None, None) => continue,
        };
        let mut part = IndexPart::new(key);
        part.desc = order.as_deref() == Some("D");
        // What a full-text or spatial index says here is no prefix.
        let plain = matches!(using.as_str(), "BTREE" | "HASH");
        part.prefix = prefix.filter(|_| plain).and_then(|length| length.parse().ok());
        if !matches!(indexes.last(), Some((last, index)) if *last == table && index.name.as_ref() == Some(&name)) {
            let method = (using != "BTREE").then(|| using.to_lowercase());
            let index = Index { name: Some(name), unique, using: method, ..Index::on(Vec::<String>::new()) };
            indexes.push((table, index));
        }
        if let Some((_, index)) = indexes.last_mut() {
            index.parts.push(part);
        }
    }
    for (table, index) in indexes {
        if let Some(found) = tables.get_mut(&table) {
            add(&mut found.table, index);
        }
    }
    Ok(())
}

/// The condition that an index is ignored.
fn ignored(session: &mut MysqlSession) -> Result<&'static str, SqlError> {
    let known = rows(
        session,
        "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'information_schema' \
         AND TABLE_NAME = 'STATISTICS' AND COLUMN_NAME = 'IGNORED'",
    )?;
    Ok(if known.is_empty() { "FALSE" } else { "IGNORED = 'YES'" })
}

fn add(table: &mut Table, index: Index) {
    let plain = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if !part.desc && part.prefix.is_none() => Some(name.clone()),
        _ => None,
    };
    let columns: Option<Vec<String>> = index.parts.iter().map(plain).collect();
    let is_primary = index.name.as_deref() == Some("PRIMARY");
    match columns {
        _ if is_primary => {
            let name = |part: &IndexPart| match &part.key {
                IndexKey::Column(name) => Some(name.clone()),
                IndexKey::Expr(_) => None,
            };
            let columns = index.parts.iter().filter_map(name).collect();
            table.primary_key = Some(PrimaryKey { columns, ..PrimaryKey::default() });
        }
        Some(columns) if index.unique && index.using.is_none() => {
            table.uniques.push(Unique { name: index.name, columns, ..Unique::default() });
        }
        Some(columns) if table.foreign_keys.iter().any(|key| key.name == index.name && key.columns == columns) => {}
        _ => table.indexes.push(index),
    }
}
