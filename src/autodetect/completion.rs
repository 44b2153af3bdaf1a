use std::collections::BTreeMap;

use super::uses::take_constraints;
use crate::dialect::{Dialect, Driver};
use crate::error::{Error, Result};
use crate::schema::{Column, Declaration, DieselType, ForeignKey, Schema, Table};

/// What a `table!` means for a table that is there: the present one, changed where the `table!` says otherwise. Both
/// are under their new names already.
pub(super) fn complete(
    now: &Table,
    goal: &Table,
    declaration: &Declaration,
    types: &BTreeMap<String, DieselType>,
    dialect: &dyn Dialect,
) -> Result<Table> {
    let mut table = now.clone();
    table.columns = Vec::with_capacity(goal.columns.len());
    for column in &goal.columns {
        let column = match (now.column(&column.name), types.get(&column.name)) {
            (Some(own), Some(ty)) => retype(now, own, ty, declaration, dialect)?,
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
    Ok(table)
}

/// The column with the declared type, if that is not the one which Diesel sees in it already.
fn retype(
    table: &Table,
    own: &Column,
    declared: &DieselType,
    declaration: &Declaration,
    dialect: &dyn Dialect,
) -> Result<Column> {
    let mut column = Column { nullable: declared.nullable, ..own.clone() };
    let seen = dialect.diesel_type(table, own);
    let longer = declared.max_length.is_some() && declared.max_length != seen.as_ref().and_then(|ty| ty.max_length);
    if !longer && seen.as_ref().is_some_and(|seen| seen.path == declared.path) {
        return Ok(column);
    }
    column.ty = dialect
        .column_type_of_diesel(declared)
        .map_err(|reason| Error::failure(format!("{}: {}.{}: {reason}", declaration.place, table.name, own.name)))?;
    // One type can have two names in Diesel (`Int4` and `Integer`).
    if !longer && seen.is_some() && dialect.diesel_type(table, &column).map(|ty| ty.path) == seen.map(|ty| ty.path) {
        column.ty = own.ty.clone();
    }
    Ok(column)
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
