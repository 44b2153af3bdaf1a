//! Tables dropped one after the other while foreign keys lead from one to the next.

use std::collections::BTreeSet;

use super::quote::{quote, quote_all};
use crate::schema::{Action, Schema, Table, TableName};

/// The statements that drop the tables, in this order, each with the table that it drops for good. `spell` gives
/// the names that they have now; keys are looked at when all are gone (`PRAGMA defer_foreign_keys`).
///
/// Before it drops a table SQLite deletes its rows, with all that ON DELETE asks for. It cannot do that to a table that
/// refers to one that is gone already, which happens where tables refer to each other in a circle. An empty table
/// then stands in for the one that is gone.
pub(super) fn drop_in_order(
    schema: &Schema,
    order: &[TableName],
    spell: impl Fn(&TableName) -> String,
) -> Vec<(String, Option<TableName>)> {
    let referring = schema.children();
    let mut left: BTreeSet<&TableName> = order.iter().collect();
    let mut found = Vec::new();
    let mut stand_ins = Vec::new();
    for name in order {
        let drop = format!("DROP TABLE {}", quote(&spell(name)));
        left.remove(name);
        found.push((drop.clone(), Some(name.clone())));
        let children = referring.get(name).into_iter().flatten().copied();
        let children: Vec<&Table> = children.filter(|child| left.contains(&child.name)).collect();
        if children.iter().any(|child| acts(child, &left)) {
            found.push((stand_in(name, &children, &spell(name)), None));
            stand_ins.push((drop, None));
        }
    }
    found.extend(stand_ins);
    found
}

/// Whether something happens to the table's rows when one of these tables loses its own.
fn acts(table: &Table, left: &BTreeSet<&TableName>) -> bool {
    let acts = |action| matches!(action, Action::Cascade | Action::SetNull | Action::SetDefault);
    table.foreign_keys.iter().any(|key| acts(key.on_delete) && left.contains(&key.table))
}

/// An empty table with the columns that the children refer to.
fn stand_in(name: &TableName, children: &[&Table], spelled: &str) -> String {
    let keys = children.iter().flat_map(|child| &child.foreign_keys).filter(|key| key.table == *name);
    let references: BTreeSet<&Vec<String>> = keys.map(|key| &key.references).collect();
    let columns: BTreeSet<&String> = references.iter().copied().flatten().collect();
    let columns = columns.into_iter().map(|column| quote(column));
    let uniques = references.iter().map(|columns| format!("UNIQUE ({})", quote_all(columns)));
    format!("CREATE TABLE {} ({})", quote(spelled), columns.chain(uniques).collect::<Vec<_>>().join(", "))
}
