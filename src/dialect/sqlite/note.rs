//! Comments for whoever reads a migration: what is lost, and what to look for before it is run.

use super::create::condition;
use super::expression::plain;
use super::quote::{quote, quote_all};
use crate::schema::{Change, Fill, ForeignKey, Index, IndexKey, Table, TableName, Unique};

/// What the change deserves to have said about it, for a table that is there already.
pub(super) fn notes(change: &Change, table: Option<&Table>) -> Vec<String> {
    match change {
        Change::DropTable { table } => vec![format!("The rows of {} are lost.", table.name)],
        Change::DropColumn { table, column } if column.generated.is_none() => {
            vec![format!("The values of {table}.{} are lost.", column.name)]
        }
        Change::AddColumn { table, column, fill: Fill::Zero } => {
            vec![format!("What {table}.{} held before is gone: the rows get a plain value.", column.name)]
        }
        Change::AlterColumn { table, before, fill: Fill::Zero, .. } => {
            vec![format!("Rows without {table}.{} get a plain value.", before.name)]
        }
        Change::AddUnique { table, unique } => vec![look_for("rows share these values", &twins(table, unique))],
        Change::AddIndex { table, index, .. } if index.unique => {
            vec![look_for("rows share these values", &shared(table, index))]
        }
        Change::AddCheck { table, check } => {
            let query = format!("SELECT * FROM {} WHERE NOT {}", quote(&table.name), condition(check));
            vec![look_for("this finds rows", &query)]
        }
        Change::AddForeignKey { table: name, key, .. } => {
            vec![look_for("rows refer to nothing", &orphans("*", name, key, table))]
        }
        _ => Vec::new(),
    }
}

fn look_for(what: &str, query: &str) -> String {
    format!("Fails if {what}: {query};")
}

/// Finds the rows that a unique set forbids.
fn twins(table: &TableName, unique: &Unique) -> String {
    let columns = quote_all(&unique.columns);
    let present: Vec<String> = unique.columns.iter().map(|column| format!("{} IS NOT NULL", quote(column))).collect();
    format!(
        "SELECT {columns}, count(*) FROM {} WHERE {} GROUP BY {columns} HAVING count(*) > 1",
        quote(&table.name),
        present.join(" AND ")
    )
}

/// Finds the rows that a unique index forbids, which can be one of some rows, or of expressions.
fn shared(table: &TableName, index: &Index) -> String {
    let keys: Vec<String> = index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) => quote(name),
            IndexKey::Expr(expr) => plain(expr),
        })
        .collect();
    let present = keys.iter().filter(|_| !index.nulls_not_distinct).map(|key| format!("{key} IS NOT NULL"));
    let conditions: Vec<String> =
        index.predicate.iter().map(|own| format!("({})", plain(own))).chain(present).collect();
    let conditions = if conditions.is_empty() { String::new() } else { format!("WHERE {} ", conditions.join(" AND ")) };
    let keys = keys.join(", ");
    format!("SELECT {keys}, count(*) FROM {} {conditions}GROUP BY {keys} HAVING count(*) > 1", quote(&table.name))
}

/// Finds the rows that a foreign key forbids.
pub(super) fn orphans(what: &str, name: &TableName, key: &ForeignKey, table: Option<&Table>) -> String {
    let nullable = |column: &&String| table.and_then(|table| table.column(column)).is_none_or(|column| column.nullable);
    let own = quote(&name.name);
    let present = key.columns.iter().filter(nullable).map(|column| format!("{own}.{} IS NOT NULL AND ", quote(column)));
    let pairs = key.columns.iter().zip(&key.references);
    let pairs: Vec<String> = pairs.map(|(from, to)| format!("parent.{} = {own}.{}", quote(to), quote(from))).collect();
    format!(
        "SELECT {what} FROM {own} WHERE {}NOT EXISTS (SELECT 1 FROM {} AS parent WHERE {})",
        present.collect::<String>(),
        quote(&key.table.name),
        pairs.join(" AND ")
    )
}
