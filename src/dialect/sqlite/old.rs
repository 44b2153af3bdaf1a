//! The names that tables have while they are replaced, and the order in which foreign keys want them.

use std::collections::BTreeSet;

use crate::schema::{Schema, TableName};

/// What a table is called while its successor is made.
pub(super) fn old_name(name: &TableName) -> String {
    format!("manage_old_{}", name.name)
}

/// The tables, each after those that it refers to, as far as there are no cycles. Rows that arrive after the rows
/// that they refer to, and go before them, spare SQLite a search for each.
pub(super) fn parents_first(schema: &Schema, tables: &BTreeSet<TableName>) -> Vec<TableName> {
    let mut order = Vec::new();
    let mut seen = BTreeSet::new();
    for name in tables {
        // A stack of its own: a chain of foreign keys may be longer than the program's.
        let mut open = vec![(name, false)];
        while let Some((name, is_done)) = open.pop() {
            if is_done {
                order.push(name.clone());
            } else if tables.contains(name) && seen.insert(name.clone()) {
                open.push((name, true));
                let keys = schema.table(name).map(|table| table.foreign_keys.as_slice()).unwrap_or_default();
                open.extend(keys.iter().rev().map(|key| (&key.table, false)));
            }
        }
    }
    order
}

/// The tables and whatever refers to them, directly or by way of others, those left aside in `except`.
pub(super) fn with_children(
    schema: &Schema,
    tables: BTreeSet<TableName>,
    except: &BTreeSet<TableName>,
) -> BTreeSet<TableName> {
    let children = schema.children();
    let mut found = tables.clone();
    let mut open: Vec<TableName> = tables.into_iter().collect();
    while let Some(name) = open.pop() {
        let children = children.get(&name).into_iter().flatten();
        for child in children.filter(|child| !except.contains(&child.name)) {
            if found.insert(child.name.clone()) {
                open.push(child.name.clone());
            }
        }
    }
    found
}

/// The tables and whatever they refer to, directly or by way of others.
pub(super) fn with_parents(schema: &Schema, tables: BTreeSet<TableName>) -> BTreeSet<TableName> {
    let mut found = tables.clone();
    let mut open: Vec<TableName> = tables.into_iter().collect();
    while let Some(name) = open.pop() {
        for key in schema.table(&name).map(|table| table.foreign_keys.as_slice()).unwrap_or_default() {
            if found.insert(key.table.clone()) {
                open.push(key.table.clone());
            }
        }
    }
    found
}
