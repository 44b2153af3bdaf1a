//! Rows for a new table that rows of an old one refer to.
//!
//! A table that was dropped comes back empty when the migration is undone, and so do foreign keys to it, on columns
//! that still hold what they held. The rows that these refer to come back with their keys and plain values, so that
//! nothing that is still there has to go.

use super::old::old_name;
use super::quote::{quote, quote_all};
use super::zero::zero;
use crate::dialect::Rendered;
use crate::schema::{Change, Column, Fill, ForeignKey, Schema, Table};

/// The statements, to be run when the new tables are there and still empty.
pub(super) fn stubs(base: &Schema, target: &Schema, changes: &[Change]) -> Vec<Rendered> {
    let mut found = Vec::new();
    for change in changes {
        let Change::AddForeignKey { table, key } = change else { continue };
        let is_new =
            changes.iter().any(|change| matches!(change, Change::CreateTable { table } if table.name == key.table));
        if let (Some(child), Some(parent), true) = (base.table(table), target.table(&key.table), is_new) {
            found.extend(stub(child, parent, key, changes));
        }
    }
    found
}

/// One statement for one key; none where the key's columns are new and empty.
fn stub(child: &Table, parent: &Table, key: &ForeignKey, changes: &[Change]) -> Option<Rendered> {
    let is_filled = |name: &String| {
        changes.iter().any(|change| {
            matches!(change, Change::AddColumn { table, column, fill: Fill::Zero }
                if *table == child.name && column.name == *name)
        })
    };
    let mut values = Vec::new();
    for (own, referred) in key.columns.iter().zip(&key.references) {
        if is_filled(own) {
            values.push(zero(parent.column(referred)?).text().to_owned());
        } else {
            values.push(quote(&child.column(own)?.name));
        }
    }
    let others: Vec<&Column> = parent
        .columns
        .iter()
        .filter(|column| !column.may_be_left_out() && !key.references.contains(&column.name))
        .filter(|column| super::copy::row_id(parent) != Some(column))
        .collect();
    let columns: Vec<&String> = key.references.iter().chain(others.iter().map(|column| &column.name)).collect();
    values.extend(others.iter().map(|column| zero(column).text().to_owned()));
    let held: Vec<&String> = key.columns.iter().filter(|own| !is_filled(own)).collect();
    let present: Vec<String> = held.iter().map(|own| format!("{} IS NOT NULL", quote(own))).collect();
    let condition = if held.is_empty() { String::new() } else { format!("\nWHERE {}", present.join(" AND ")) };
    Some(Rendered {
        comments: vec![format!(
            "{} is new, and {}.{} refers to it: the rows that it needs hold their key and plain values.",
            parent.name,
            child.name,
            key.columns.join(", ")
        )],
        sql: format!(
            "INSERT OR IGNORE INTO {} ({})\nSELECT DISTINCT {}\nFROM {}{condition}",
            quote(&parent.name.name),
            quote_all(&columns),
            values.join(", "),
            quote(&old_name(&child.name))
        ),
    })
}
