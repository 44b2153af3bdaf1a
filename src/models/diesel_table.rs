use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diesel_manage_syntax::{TableColumn, TableMacro, TypeSyntax};

use super::home::Home;
use super::model_table::Declared;
use super::problem::{Problem, place};
use super::rust_table::{RustColumn, RustTable};
use crate::dialect::{Dialect, RustType, TypeOptions};
use crate::schema::{Column, ColumnType, Declaration, DieselType, PrimaryKey, Table, TableName};

/// The table that a `table!` declares, as far as it can.
pub(super) fn declare(
    file: &Path,
    source: &TableMacro,
    dialect: &dyn Dialect,
    home: Home<'_>,
) -> Result<Declared, Vec<Problem>> {
    let mut problems = Vec::new();
    let name = home.name(TableName { schema: source.schema.clone(), name: source.name.clone() });
    let mut table = Table::new(name.clone());
    let mut rust = RustTable { name, module: source.module.value.clone(), columns: Vec::new() };
    let (mut diesel_types, mut unspoken) = (BTreeMap::new(), BTreeMap::new());
    let sole_key = match source.primary_key.as_slice() {
        [] => Some("id"),
        [only] => Some(only.value.as_str()),
        _ => None,
    };
    let any_integer = integer_key(dialect);
    for column in &source.columns {
        let diesel = diesel_type(column);
        match dialect.column_type_of_diesel(&diesel) {
            Ok(ty) => {
                let mut own = Column::new(&column.name, ty.text());
                own.nullable = diesel.nullable;
                let key = (sole_key == Some(column.ident.value.as_str())).then(|| key_type(dialect, &diesel)).flatten();
                match key {
                    // One type serves every integer: which one the database has, a `table!` cannot tell.
                    Some(ty) if Some(&ty) == any_integer.as_ref() => own.ty = ty,
                    Some(ty) => {
                        own.ty = ty;
                        diesel_types.insert(column.name.clone(), diesel.clone());
                    }
                    None => {
                        diesel_types.insert(column.name.clone(), diesel.clone());
                    }
                }
                table.columns.push(own);
            }
            // That is for those to judge who know whether the column is there already.
            Err(message) => {
                let word = diesel.path.rsplit("::").next().unwrap_or(&diesel.path);
                let mut own = Column::new(&column.name, word);
                own.nullable = diesel.nullable;
                table.columns.push(own);
                unspoken.insert(column.name.clone(), (place(file, column.ty.at), message));
                diesel_types.insert(column.name.clone(), diesel.clone());
            }
        }
        rust.columns.push(RustColumn {
            name: column.name.clone(),
            field: column.ident.value.clone(),
            ident: column.ident.value.clone(),
            diesel: diesel.path,
            max_length: column.max_length,
        });
    }
    let mut key = Vec::new();
    for name in &source.primary_key {
        match rust.require(&name.value) {
            Ok(column) => key.push(column),
            Err((message, hint)) => {
                problems.push(Problem::new(place(file, name.at), format!("the primary key: {message}")).hint(hint));
            }
        }
    }
    if source.primary_key.is_empty() {
        match rust.column("id") {
            Some(id) => key.push(id.to_owned()),
            None => problems.push(
                Problem::new(place(file, source.module.at), format!("{} has no primary key", rust.name))
                    .hint("name it in parentheses behind the table: users (user_id) { ... }"),
            ),
        }
    }
    table.primary_key = Some(PrimaryKey { columns: key, ..PrimaryKey::default() });
    let declaration = Declaration {
        place: place(file, source.module.at),
        managed: true,
        renamed_from: None,
        columns_renamed_from: BTreeMap::new(),
        diesel_types: Some(diesel_types),
        unspoken,
        joinable: BTreeMap::new(),
        concurrent: Vec::new(),
        counted: BTreeSet::new(),
    };
    if problems.is_empty() {
        Ok(Declared { table, rust, enums: Vec::new(), declaration, keys: Vec::new() })
    } else {
        Err(problems)
    }
}

/// The type as `table!` writes it, `Nullable` taken off.
fn diesel_type(column: &TableColumn) -> DieselType {
    let written = &column.ty.value;
    let inner = written.inside("Nullable");
    let path = inner.unwrap_or(written);
    let path = match path {
        TypeSyntax::Path { segments, arguments } if arguments.is_empty() => segments.join("::"),
        other => other.to_string().replace(' ', ""),
    };
    DieselType { path, nullable: inner.is_some(), max_length: column.max_length }
}

/// The type of a new column that alone is the key, where it is an integer.
fn key_type(dialect: &dyn Dialect, diesel: &DieselType) -> Option<ColumnType> {
    let rust = match diesel.path.rsplit("::").next()? {
        "SmallInt" | "Int2" => RustType::I16,
        "Integer" | "Int4" => RustType::I32,
        "BigInt" | "Int8" => RustType::I64,
        _ => return None,
    };
    dialect.column_type(&rust, &TypeOptions { sole_key: true, ..TypeOptions::default() }).ok()
}

/// The one type of all integer keys, on a database that has only one.
fn integer_key(dialect: &dyn Dialect) -> Option<ColumnType> {
    let options = TypeOptions { sole_key: true, ..TypeOptions::default() };
    let ty = dialect.column_type(&RustType::I32, &options).ok()?;
    (dialect.column_type(&RustType::I64, &options).ok()? == ty).then_some(ty)
}
