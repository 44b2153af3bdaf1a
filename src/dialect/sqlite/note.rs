//! Comments for whoever reads a migration: what is lost, and what to look for before it is run.

use super::create::condition;
use super::expression::plain;
use super::quote::quote;
use crate::dialect::violating::Violating;
use crate::schema::{Change, Fill, Table};

/// The queries that notes tell of.
pub(super) const VIOLATING: Violating =
    Violating { quote, table: |table| quote(&table.name), key: plain, condition: |expr| format!("({})", plain(expr)) };

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
        Change::AddUnique { table, unique } => {
            vec![look_for("rows share these values", &VIOLATING.twins(table, unique))]
        }
        Change::AddIndex { table, index, .. } if index.unique => {
            vec![look_for("rows share these values", &VIOLATING.shared(table, index))]
        }
        Change::AddCheck { table, check } => {
            let query = format!("SELECT * FROM {} WHERE NOT {}", quote(&table.name), condition(check));
            vec![look_for("this finds rows", &query)]
        }
        Change::AddForeignKey { table: name, key, .. } => {
            vec![look_for("rows refer to nothing", &VIOLATING.orphans("*", name, key, table))]
        }
        _ => Vec::new(),
    }
}

fn look_for(what: &str, query: &str) -> String {
    format!("Fails if {what}: {query};")
}
