use std::collections::{BTreeMap, BTreeSet};

use super::default::clause;
use super::scope::{Scope, rows};
use super::tables::Found;
use crate::database::mysql::session::MysqlSession;
use crate::database::session::SqlError;
use crate::schema::{Action, Check, ForeignKey, TableName};
use crate::sql::words;

/// The foreign keys of the tables, each with its table's name.
pub(in crate::database::mysql) fn foreign_keys(
    session: &mut MysqlSession,
    scope: &Scope,
) -> Result<Vec<(String, ForeignKey)>, SqlError> {
    // Apart, and joined here: each alone is fast, and a join of such tables is not.
    let condition = scope.condition(session, "CONSTRAINT_SCHEMA", "TABLE_NAME");
    let rules = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE \
             FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE {condition}"
        ),
    )?;
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let action = |text: &str| match Action::parse(text) {
        // To InnoDB they are the same, and the servers print either for what was not said.
        None | Some(Action::Restrict) => Action::NoAction,
        Some(action) => action,
    };
    let mut rules: BTreeMap<(String, String), (Action, Action)> = rules
        .into_iter()
        .map(|mut row| ((row.text(), row.text()), (action(&row.text()), action(&row.text()))))
        .collect();
    let condition = scope.condition(session, "TABLE_SCHEMA", "TABLE_NAME");
    let own = session.database.clone();
    let parts = rows(
        session,
        &format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME, \
             REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE WHERE {condition} \
             AND REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION"
        ),
    )?;
    let mut keys: Vec<(String, ForeignKey)> = Vec::new();
    for mut row in parts {
        let (table, name, column) = (row.text(), row.text(), row.text());
        let (schema, parent, reference) = (row.text(), row.text(), row.text());
        if let Some((on_update, on_delete)) = rules.remove(&(table.clone(), name.clone())) {
            let parent = if schema == own { TableName::new(parent) } else { TableName::qualified(schema, parent) };
            let key = ForeignKey {
                name: Some(name),
                columns: Vec::new(),
                table: parent,
                references: Vec::new(),
                on_delete,
                on_update,
                timing: None,
            };
            keys.push((table, key));
        }
        if let Some((_, key)) = keys.last_mut() {
            key.columns.push(column);
            key.references.push(reference);
        }
    }
    Ok(keys)
}

/// Gives the tables their checks, and tells the columns that hold JSON by a check of MariaDB's own.
pub(super) fn checks(
    session: &mut MysqlSession,
    scope: &Scope,
    tables: &mut BTreeMap<String, Found>,
) -> Result<BTreeSet<(String, String)>, SqlError> {
    let query = if session.is_mariadb {
        let condition = scope.condition(session, "CONSTRAINT_SCHEMA", "TABLE_NAME");
        format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS \
             WHERE {condition}"
        )
    } else {
        let condition = scope.condition(session, "t.TABLE_SCHEMA", "t.TABLE_NAME");
        format!(
            "SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, 'Table', c.CHECK_CLAUSE \
             FROM information_schema.TABLE_CONSTRAINTS AS t JOIN information_schema.CHECK_CONSTRAINTS AS c \
             ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME \
             WHERE t.CONSTRAINT_TYPE = 'CHECK' AND {condition}"
        )
    };
    let mut json = BTreeSet::new();
    for mut row in rows(session, &query)? {
        let (table, name, level, text) = (row.text(), row.text(), row.text(), row.text());
        let of_column = level == "Column";
        if of_column && is_json_valid(&text, &name) {
            json.insert((table, name));
            continue;
        }
        let Some(found) = tables.get_mut(&table) else { continue };
        // The period of a table looks the same.
        found.is_special |= session.is_mariadb && is_order(&text);
        // A check of a column has the column's name in the catalog, and none of its own.
        let name = (!of_column).then_some(name);
        found.table.checks.push(Check { name, expr: clause(session.is_mariadb, &text) });
    }
    Ok(json)
}

/// Whether it is `` `one` < `other` ``.
fn is_order(text: &str) -> bool {
    let words = words(text);
    matches!(words.as_slice(), [one, less, other]
        if less.is_symbol("<") && one.identifier().is_some() && other.identifier().is_some())
}

/// Whether it is ``json_valid(`column`)``.
fn is_json_valid(text: &str, column: &str) -> bool {
    let words = words(text);
    matches!(words.as_slice(), [function, _, name, _]
        if function.is_word("json_valid") && name.identifier().as_deref() == Some(column))
}
