use std::collections::{BTreeMap, BTreeSet};

use super::uses::{copy_constraints, take_constraints};
use super::{Ignore, Note};
use crate::dialect::Dialect;
use crate::schema::{Column, Declaration, ObjectKind, Schema, Table, TableName};

/// Takes out of both sides the tables that are not to be looked at: those of the settings, those that are not
/// managed, those that are ours or the database's own, what is a
/// view and no table, and those that a virtual table keeps its contents in.
pub(super) fn leave_out(
    now: &mut Schema,
    goal: &mut Schema,
    declarations: &BTreeMap<TableName, Declaration>,
    ignore: &Ignore,
    dialect: &dyn Dialect,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let views: BTreeMap<TableName, ObjectKind> = now
        .objects
        .iter()
        .filter(|object| matches!(object.kind, ObjectKind::View | ObjectKind::VirtualTable | ObjectKind::ForeignTable))
        .map(|object| (object.name.clone(), object.kind))
        .collect();
    let unmanaged = |name: &TableName| declarations.get(name).is_some_and(|declaration| !declaration.managed);
    let left = |name: &TableName| is_internal(name) || ignore.table(name) || unmanaged(name);
    for (name, kind) in &views {
        if goal.tables.contains_key(name) && !left(name) {
            notes.push(Note::NoTable { name: name.clone(), kind: *kind });
        }
    }
    let mut shadows = BTreeSet::new();
    for object in &now.objects {
        let mut tables = dialect.shadow_tables(object);
        tables.retain(|name| goal.tables.contains_key(name) && !left(name));
        if !tables.is_empty() {
            notes.push(Note::Shadow { of: object.name.clone(), tables: tables.clone() });
        }
        shadows.extend(tables);
    }
    let left = |name: &TableName| left(name) || views.contains_key(name) || shadows.contains(name);
    now.tables.retain(|name, _| !left(name));
    goal.tables.retain(|name, _| !left(name));
    notes
}

/// Whether the table is Diesel's ledger, one of our own, or SQLite's.
fn is_internal(name: &TableName) -> bool {
    name.name == "__diesel_schema_migrations" || name.name.starts_with("__manage_") || name.name.starts_with("sqlite_")
}

/// Makes the wanted table agree with the present one in every column that the settings leave alone, so that no
/// difference is left there. `names` are those that the table has had and will have.
pub(super) fn leave_columns(now: &Table, goal: &mut Table, names: [&TableName; 2], ignore: &Ignore) {
    let ignored = |column: &Column| names.iter().any(|name| ignore.column(name, &column.name));
    let kept: Vec<Column> = now.columns.iter().filter(|column| ignored(column)).cloned().collect();
    let left: Vec<String> =
        kept.iter().chain(goal.columns.iter().filter(|column| ignored(column))).map(|own| own.name.clone()).collect();
    if left.is_empty() {
        return;
    }
    goal.columns.retain(|column| !ignored(column));
    goal.columns.extend(kept);
    take_constraints(goal, &left);
    copy_constraints(goal, now, &left);
    if [now, &*goal].iter().any(|table| table.key_columns().iter().any(|column| left.contains(column))) {
        goal.primary_key.clone_from(&now.primary_key);
    }
}

/// Gives the wanted columns the present types and NULLs where the settings say so.
pub(super) fn leave_types(now: &Table, goal: &mut Table, ignore: &Ignore) {
    let name = goal.name.clone();
    for column in goal.columns.iter_mut().filter(|column| ignore.types(&name, &column.name)) {
        if let Some(own) = now.column(&column.name) {
            column.ty.clone_from(&own.ty);
            column.nullable = own.nullable;
            column.values.clone_from(&own.values);
        }
    }
}
