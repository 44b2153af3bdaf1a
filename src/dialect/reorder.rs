//! Renames moved behind everything else.
//!
//! What stands on a table drops out of the way of some changes, and is made again, word for word. The database itself
//! rewrites views and triggers when a table or a column that they use is renamed, and nobody else could do that as well.
//! So such changes come first, under the old names, and the renames follow when everything is in its place again.

use crate::error::{Error, Result};
use crate::schema::{Change, Expr, Fill, Schema, Table, TableName};

/// Changes with their renames set apart. One after the other they are the same as the list they come from.
#[derive(Debug, Default)]
pub(super) struct Reordered {
    /// Renames that come first: what is renamed makes room for something new of its old name.
    pub(super) early: Vec<Change>,
    /// Everything else, in the names between.
    pub(super) middle: Vec<Change>,
    /// The other renames.
    pub(super) late: Vec<Change>,
}

/// Sets the renames apart. An error names what cannot be had in one migration.
pub(super) fn reorder(schema: &Schema, changes: &[Change]) -> Result<Reordered> {
    let mut order = Reordered::default();
    for (place, change) in changes.iter().enumerate() {
        if is_rename(change) {
            if makes_room(change, &changes[place + 1..]) {
                first(schema, &mut order, change)?;
            } else {
                order.late.push(change.clone());
            }
        } else {
            let before = |change, rename: &Change| through(&backwards(rename), &change);
            order.middle.push(order.late.iter().rev().fold(change.clone(), before));
        }
    }
    Ok(order)
}

/// Puts a rename before everything that came so far.
fn first(schema: &Schema, order: &mut Reordered, rename: &Change) -> Result<()> {
    let rename = order.late.iter().rev().fold(rename.clone(), |change, late| through(&backwards(late), &change));
    let taken = match &rename {
        Change::RenameTable { to, .. } => schema.after(&order.early).table(to).is_some(),
        Change::RenameColumn { table, to, .. } => {
            schema.after(&order.early).table(table).is_some_and(|table| table.column(to).is_some())
        }
        _ => false,
    };
    if taken {
        let (from, to) = names(&rename);
        return Err(Error::failure(format!(
            "{from} cannot become {to} in one migration with a new {from} and without the old {to}"
        ))
        .hint("make the rename a migration of its own, then the rest"));
    }
    order.middle = order.middle.iter().map(|change| through(&rename, change)).collect();
    order.late = order.late.iter().map(|change| through(&rename, change)).collect();
    order.early.push(rename);
    Ok(())
}

pub(super) fn is_rename(change: &Change) -> bool {
    matches!(change, Change::RenameTable { .. } | Change::RenameColumn { .. })
}

/// Whether a later change makes something of the name that the rename sets free.
fn makes_room(rename: &Change, later: &[Change]) -> bool {
    match rename {
        Change::RenameTable { from, .. } => {
            later.iter().any(|change| matches!(change, Change::CreateTable { table } if table.name == *from))
        }
        Change::RenameColumn { table, from, .. } => {
            let mut table = table.clone();
            later.iter().any(|change| {
                if let Change::RenameTable { from, to } = change
                    && *from == table
                {
                    table = to.clone();
                }
                matches!(change, Change::AddColumn { table: own, column, .. } if *own == table && column.name == *from)
            })
        }
        _ => false,
    }
}

/// Old and new name as a person would write them.
pub(super) fn names(rename: &Change) -> (String, String) {
    match rename {
        Change::RenameColumn { table, from, to } => (format!("{table}.{from}"), format!("{table}.{to}")),
        Change::RenameTable { from, to } => (from.to_string(), to.to_string()),
        other => (other.table().to_string(), other.table().to_string()),
    }
}

/// The rename that takes a rename back.
fn backwards(rename: &Change) -> Change {
    match rename.clone() {
        Change::RenameTable { from, to } => Change::RenameTable { from: to, to: from },
        Change::RenameColumn { table, from, to } => Change::RenameColumn { table, from: to, to: from },
        other => other,
    }
}

/// The change in the names after the rename.
fn through(rename: &Change, change: &Change) -> Change {
    let name = |name: &TableName| match rename {
        Change::RenameTable { from, to } if from == name => to.clone(),
        _ => name.clone(),
    };
    let column = |table: &TableName, column: &String| match rename {
        Change::RenameColumn { table: own, from, to } if own == table && from == column => to.clone(),
        _ => column.clone(),
    };
    let expr = |table: &TableName, expr: &Expr| match rename {
        Change::RenameColumn { table: own, from, to } if own == table => expr.rename(from, to),
        _ => expr.clone(),
    };
    let fill = |table: &TableName, fill: &Fill| match fill {
        Fill::With(value) => Fill::With(expr(table, value)),
        other => other.clone(),
    };
    let mut change = change.clone();
    match &mut change {
        Change::CreateTable { table } | Change::DropTable { table } => *table = in_table(rename, table.clone()),
        Change::RenameTable { from, to } => (*from, *to) = (name(from), name(to)),
        Change::RenameColumn { table, from, to } => {
            (*from, *to) = (column(table, from), column(table, to));
            *table = name(table);
        }
        Change::AddColumn { table, column, fill: value } => {
            *value = fill(table, value);
            part(rename, table, column, |table| &mut table.columns);
        }
        Change::DropColumn { table, column } => part(rename, table, column, |table| &mut table.columns),
        Change::AlterColumn { table, before, after, fill: value, using, .. } => {
            *value = fill(table, value);
            *using = using.as_ref().map(|using| expr(table, using));
            let mut again = table.clone();
            part(rename, &mut again, before, |table| &mut table.columns);
            part(rename, table, after, |table| &mut table.columns);
        }
        Change::SetPrimaryKey { table, before, after } => {
            for key in [before, after].into_iter().flatten() {
                key.columns = key.columns.iter().map(|own| column(table, own)).collect();
            }
            *table = name(table);
        }
        Change::AddUnique { table, unique } | Change::DropUnique { table, unique } => {
            part(rename, table, unique, |table| &mut table.uniques);
        }
        Change::AddIndex { table, index, .. }
        | Change::DropIndex { table, index, .. }
        | Change::RenameIndex { table, index, .. } => part(rename, table, index, |table| &mut table.indexes),
        Change::AddForeignKey { table, key, .. } | Change::DropForeignKey { table, key } => {
            part(rename, table, key, |table| &mut table.foreign_keys);
        }
        Change::AddCheck { table, check } | Change::DropCheck { table, check } => {
            part(rename, table, check, |table| &mut table.checks);
        }
        Change::SetComment { table, .. } => *table = name(table),
        // No table's name is in these.
        Change::CreateEnum { .. }
        | Change::DropEnum { .. }
        | Change::RenameEnum { .. }
        | Change::AlterEnum { .. }
        | Change::CreateNamespace { .. }
        | Change::EnsureNamespace { .. }
        | Change::DropNamespace { .. }
        | Change::CreateExtension { .. }
        | Change::DropExtension { .. } => {}
    }
    change
}

/// Puts one part of a table, and the table's name, into the names after the rename.
fn part<T: Clone>(rename: &Change, name: &mut TableName, item: &mut T, list: impl Fn(&mut Table) -> &mut Vec<T>) {
    let mut table = Table::new(name.clone());
    list(&mut table).push(item.clone());
    let mut table = in_table(rename, table);
    *name = table.name.clone();
    if let Some(renamed) = list(&mut table).pop() {
        *item = renamed;
    }
}

/// The table in the names after the rename.
fn in_table(rename: &Change, table: Table) -> Table {
    let own = table.name.clone();
    let mut schema = Schema::default();
    if let Change::RenameTable { from, .. } = rename {
        schema.insert(Table::new(from.clone()));
    }
    schema.insert(table.clone());
    schema.apply(rename);
    let name = match rename {
        Change::RenameTable { from, to } if *from == own => to.clone(),
        _ => own,
    };
    schema.tables.remove(&name).unwrap_or(table)
}
