//! Enums that are types of their own, schemas and extensions: what is made, renamed, altered and dropped beside tables.

use std::collections::BTreeSet;

use super::diff::{Moving, move_values};
use crate::error::Result;
use crate::questions::Questioner;
use crate::schema::{
    Change, Column, ColumnType, Declaration, EnumType, Schema, Table, TableName, ValueMove, name_of_type, type_named,
};

/// Takes over from the present schema what the wanted one cannot say: enums that no model declares and columns have.
/// What this leaves out of `goal` is to be dropped. `left_out` are the tables of `current` that are left alone.
pub(super) fn keep_enums<'a>(
    current: &Schema,
    left_out: &BTreeSet<TableName>,
    now: &Schema,
    goal: &mut Schema,
    declarations: impl IntoIterator<Item = &'a Declaration>,
) {
    // A `table!` cannot say that it has no more use for a type.
    let mut declarations = declarations.into_iter().peekable();
    let partial = declarations.peek().is_some() && declarations.all(|own| own.diesel_types.is_some());
    let had: BTreeSet<TableName> = used(now.tables.values());
    let left = current.tables.values().filter(|table| left_out.contains(&table.name));
    let kept: BTreeSet<TableName> = used(goal.tables.values().chain(left));
    for (name, ty) in &now.enums {
        // A type that no column ever had is not ours: a function may take it.
        let goes = !partial && had.contains(name) && !kept.contains(name);
        if !goes && !goal.enums.contains_key(name) {
            goal.insert_enum(ty.clone());
        }
    }
}

/// Finds enums that merely have another name, and renames them in `now`: the columns that have the new one had the old
/// one, and nothing else has it.
pub(super) fn rename_enums(now: &mut Schema, goal: &Schema) -> Vec<Change> {
    let mut changes = Vec::new();
    let kept = used(goal.tables.values());
    for to in goal.enums.keys().filter(|name| !now.enums.contains_key(*name)).cloned().collect::<Vec<_>>() {
        let mut olds = BTreeSet::new();
        for (table, column) in columns(goal).filter(|(_, column)| name_of_type(&column.ty).as_ref() == Some(&to)) {
            let old = now.table(&table.name).and_then(|own| own.column(&column.name));
            olds.extend(old.and_then(|old| name_of_type(&old.ty)).filter(|name| now.enums.contains_key(name)));
        }
        let mut olds = olds.into_iter().filter(|from| !kept.contains(from) && !goal.enums.contains_key(from));
        if let (Some(from), None) = (olds.next(), olds.next()) {
            now.rename_enum(&from, &to);
            changes.push(Change::RenameEnum { from, to });
        }
    }
    changes
}

/// Enums that are new, gone or altered, in no order but this: values get other names before anything else happens to
/// their enum. What names them in `now` follows, as it does in the database.
pub(super) fn diff_enums(now: &mut Schema, goal: &Schema, questioner: &mut dyn Questioner) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for (name, ty) in &goal.enums {
        match now.enums.get(name).cloned() {
            None => changes.push(Change::CreateEnum { ty: ty.clone() }),
            Some(before) if before == *ty => {}
            Some(before) => {
                // Rows can lose a value to NULL where every column of the type takes NULL.
                let nullable = columns(goal)
                    .filter(|(_, column)| name_of_type(&column.ty).as_ref() == Some(name))
                    .all(|(_, column)| column.nullable);
                let column = Column { nullable, values: Some(ty.values.clone()), ..nameless(name) };
                let moving = Moving { table: name, column: &column, old: &before.values, new: &ty.values };
                let values = move_values(moving, questioner)?;
                changes.extend(altered(now, before, ty, values));
            }
        }
    }
    let gone = now.enums.values().filter(|ty| !goal.enums.contains_key(&ty.name));
    changes.extend(gone.map(|ty: &EnumType| Change::DropEnum { ty: ty.clone() }));
    Ok(changes)
}

/// What leads from one list of values to the other. An enum that is made anew gets the new names of its values first:
/// what else changes stands between the two, in the new names.
fn altered(now: &mut Schema, before: EnumType, after: &EnumType, values: Vec<ValueMove>) -> Vec<Change> {
    let (renames, between) = before.renamed(&values);
    for (from, to) in &renames {
        now.rename_value(&before.name, from, to);
    }
    if renames.is_empty() || between.grows_into(after) {
        return vec![Change::AlterEnum { before, after: after.clone(), values }];
    }
    let is_rename = |one: &ValueMove| renames.iter().any(|(from, _)| *from == one.from);
    let (renamed, moved): (Vec<_>, Vec<_>) = values.into_iter().partition(is_rename);
    vec![
        Change::AlterEnum { before, after: between.clone(), values: renamed },
        Change::AlterEnum { before: between, after: after.clone(), values: moved },
    ]
}

/// The schemas and extensions that are to be there before anything else, and those schemas that hold nothing any more.
pub(super) fn diff_namespaces(
    current: &Schema,
    left_out: &BTreeSet<TableName>,
    goal: &Schema,
    home: Option<String>,
) -> (Vec<Change>, Vec<Change>) {
    let new = |own: &BTreeSet<String>, wanted: BTreeSet<String>| wanted.difference(own).cloned().collect::<Vec<_>>();
    let wanted: BTreeSet<String> = goal.inhabited().chain(goal.namespaces.iter().cloned()).collect();
    let namespaces = new(&current.namespaces, wanted.clone());
    let mut first: Vec<Change> = namespaces.into_iter().map(|name| Change::CreateNamespace { name }).collect();
    // What nothing is in may not be there.
    let lives = |schema: &Schema| schema.tables.keys().chain(schema.enums.keys()).any(|name| name.schema.is_none());
    let home = home.filter(|_| lives(goal) && !lives(current));
    first.extend(home.map(|name| Change::EnsureNamespace { name }));
    let extensions = new(&current.extensions, goal.extensions.clone());
    first.extend(extensions.into_iter().map(|name| Change::CreateExtension { name }));

    // What models never had anything in is somebody else's; what is left alone may hold more than one sees.
    let had: BTreeSet<String> = current.inhabited().collect();
    let objects = current.objects.iter().filter_map(|object| object.name.schema.clone());
    let kept: BTreeSet<String> =
        left_out.iter().filter_map(|name| name.schema.clone()).chain(objects).chain(wanted).collect();
    let gone = current.namespaces.intersection(&had).filter(|name| !kept.contains(*name));
    (first, gone.map(|name| Change::DropNamespace { name: name.clone() }).collect())
}

fn columns(schema: &Schema) -> impl Iterator<Item = (&Table, &Column)> {
    schema.tables.values().flat_map(|table| table.columns.iter().map(move |column| (table, column)))
}

/// The names of all types that columns have.
fn used<'a>(tables: impl Iterator<Item = &'a Table>) -> BTreeSet<TableName> {
    tables.flat_map(|table| &table.columns).filter_map(|column| name_of_type(&column.ty)).collect()
}

/// What stands for a type where a column is meant.
fn nameless(ty: &TableName) -> Column {
    let ty: ColumnType = type_named(ty);
    Column::new("", ty.text())
}
