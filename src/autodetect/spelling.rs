use crate::dialect::Dialect;
use crate::schema::{Schema, TableName, Wanted};

/// Spells names in the models as the database has them, where the database takes both for the same: a difference of
/// case alone is no change.
pub(super) fn follow(wanted: &mut Wanted, now: &Schema, dialect: &dyn Dialect) {
    let names: Vec<TableName> = wanted.schema.tables.keys().cloned().collect();
    for name in names {
        let name = match other_spelling(&name, now, &wanted.schema, dialect) {
            Some(spelling) => {
                rename_table(wanted, &name, &spelling);
                spelling
            }
            None => name,
        };
        for (from, to) in other_columns(&name, now, &wanted.schema, dialect) {
            rename_column(wanted, &name, &from, &to);
        }
    }
}

/// How the database spells the table, if otherwise than the models.
fn other_spelling(name: &TableName, now: &Schema, goal: &Schema, dialect: &dyn Dialect) -> Option<TableName> {
    if now.tables.contains_key(name) {
        return None;
    }
    let same = |own: &&TableName| own.schema == name.schema && dialect.same_name(&own.name, &name.name);
    now.tables.keys().find(same).filter(|own| !goal.tables.contains_key(own)).cloned()
}

/// The columns of the table that the database spells otherwise than the models, with its spelling.
fn other_columns(name: &TableName, now: &Schema, goal: &Schema, dialect: &dyn Dialect) -> Vec<(String, String)> {
    let (Some(now), Some(goal)) = (now.table(name), goal.table(name)) else { return Vec::new() };
    let mut found = Vec::new();
    for column in goal.columns.iter().filter(|column| now.column(&column.name).is_none()) {
        let same = now.columns.iter().find(|own| dialect.same_name(&own.name, &column.name));
        if let Some(own) = same.filter(|own| goal.column(&own.name).is_none()) {
            found.push((column.name.clone(), own.name.clone()));
        }
    }
    found
}

fn rename_table(wanted: &mut Wanted, from: &TableName, to: &TableName) {
    wanted.schema.rename_table(from, to);
    if let Some(declaration) = wanted.declarations.remove(from) {
        wanted.declarations.insert(to.clone(), declaration);
    }
    for parent in wanted.declarations.values_mut().flat_map(|declaration| declaration.joinable.values_mut()) {
        if parent == from {
            parent.clone_from(to);
        }
    }
}

fn rename_column(wanted: &mut Wanted, table: &TableName, from: &str, to: &str) {
    wanted.schema.rename_column(table, from, to);
    let Some(declaration) = wanted.declarations.get_mut(table) else { return };
    if let Some(ty) = declaration.diesel_types.as_mut().and_then(|types| types.remove(from)) {
        declaration.diesel_types.get_or_insert_default().insert(to.to_owned(), ty);
    }
    if let Some(reason) = declaration.unspoken.remove(from) {
        declaration.unspoken.insert(to.to_owned(), reason);
    }
    if let Some(parent) = declaration.joinable.remove(from) {
        declaration.joinable.insert(to.to_owned(), parent);
    }
    if let Some(origin) = declaration.columns_renamed_from.remove(from) {
        declaration.columns_renamed_from.insert(to.to_owned(), origin);
    }
}
