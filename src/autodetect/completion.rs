use std::collections::BTreeMap;

use super::declared_column::DeclaredColumn;
use super::type_notes::TypeNotes;
use super::uses::take_constraints;
use crate::dialect::{Dialect, Driver};
use crate::schema::{Declaration, DieselType, ForeignKey, Schema, Table};

/// What a `table!` means for a table that is there: the present one, changed where the `table!` says otherwise. Both
/// are under their new names already.
pub(super) fn complete(
    schema: &Schema,
    now: &Table,
    goal: &Table,
    types: &BTreeMap<String, DieselType>,
    dialect: &dyn Dialect,
    notes: &mut TypeNotes,
) -> Table {
    let mut table = now.clone();
    table.columns = Vec::with_capacity(goal.columns.len());
    for column in &goal.columns {
        let column = match (now.column(&column.name), types.get(&column.name)) {
            (Some(own), Some(declared)) => {
                DeclaredColumn { schema, table: now, goal, own, declared, dialect }.wanted(notes)
            }
            (Some(own), None) => own.clone(),
            (None, _) => column.clone(),
        };
        table.columns.push(column);
    }
    if now.key_columns() != goal.key_columns() {
        table.primary_key.clone_from(&goal.primary_key);
    }
    let gone: Vec<String> =
        now.columns.iter().map(|column| column.name.clone()).filter(|name| table.column(name).is_none()).collect();
    take_constraints(&mut table, &gone);
    table
}

/// Gives the wanted table the foreign keys that its `joinable!` lines promise, for columns that are new in this run:
/// older columns keep the keys that the migrations gave them, or did not give them.
pub(super) fn join(now: Option<&Table>, goal: &mut Table, declaration: &Declaration, schema: &Schema) {
    for (column, parent) in &declaration.joinable {
        let new = goal.column(column).is_some() && now.is_none_or(|now| now.column(column).is_none());
        let there = goal.foreign_keys.iter().any(|key| key.columns == [column.clone()]);
        let [reference] = schema.table(parent).map_or(&[][..], Table::key_columns) else { continue };
        if new && !there {
            goal.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![column.clone()],
                table: parent.clone(),
                references: vec![reference.clone()],
                on_delete: Default::default(),
                on_update: Default::default(),
                timing: None,
            });
        }
    }
}

/// Takes out of a `table!` the key `rowid` that `diesel print-schema` makes up for a table of SQLite without a
/// primary key.
pub(super) fn without_rowid(now: &Table, goal: &mut Table, declaration: Option<&Declaration>, dialect: &dyn Dialect) {
    let partial = declaration.is_some_and(|declaration| declaration.diesel_types.is_some());
    if partial
        && dialect.driver() == Driver::Sqlite
        && now.primary_key.is_none()
        && now.column("rowid").is_none()
        && goal.key_columns() == ["rowid"]
    {
        goal.columns.retain(|column| column.name != "rowid");
        goal.primary_key = None;
    }
}
