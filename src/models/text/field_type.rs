use super::enums::EnumText;
use super::guess::{Guess, guess};
use super::literal::literal;
use super::source::Scene;
use crate::dialect::{Driver, RustType, TypeOptions};
use crate::schema::{Column, ColumnType, Schema, Table};

/// The type of a field, with what has to be said beside it.
#[derive(Clone, Debug)]
pub(super) struct FieldType<'a> {
    pub(super) guess: Guess,
    pub(super) of_enum: Option<&'a EnumText>,
    /// `max_length = 50`, `precision = 10`, `sql_type = "…"`.
    pub(super) keys: Vec<String>,
}

impl FieldType<'_> {
    /// Whether the column's type is written out.
    pub(super) fn is_spelled(&self) -> bool {
        self.keys.iter().any(|key| key.starts_with("sql_type"))
    }

    /// Whether two values can be compared for good, as those of a key are.
    pub(super) fn is_hashable(&self) -> bool {
        let floats = |rust: &RustType| matches!(rust, RustType::F32 | RustType::F64 | RustType::Json);
        self.of_enum.is_some() || self.guess.rust.as_ref().is_some_and(|rust| !floats(rust))
    }
}

/// The type of the column's field.
pub(super) fn field_type<'a>(scene: &'a Scene<'_>, table: &Table, column: &Column) -> FieldType<'a> {
    if let Some(own) = scene.enums.get(&table.name, &column.name) {
        let name = Guess { text: own.ident.clone(), ..Guess::of(RustType::String) };
        let guess = if column.ty.text().ends_with("[]") { name.in_an_array() } else { name };
        let rust = Some(RustType::Enum { name: own.ident.clone(), values: own.values() });
        // A type that is one by itself needs no other word.
        let plain = scene.dialect.driver() == Driver::Postgres
            || is_type(scene, column, rust.as_ref(), &TypeOptions::default());
        let keys = if plain { Vec::new() } else { spelled(&column.ty) };
        return FieldType { guess, of_enum: Some(own), keys };
    }
    let mut own = guess(scene.dialect, table, column);
    if let Some(integer) = scene.integers.get(&(table.name.clone(), column.name.clone())) {
        own = Guess::of(integer.clone());
    }
    let sole_key = table.key_columns() == [column.name.clone()];
    let keys = if own.readable { keys(scene, column, own.rust.as_ref(), sole_key) } else { None };
    let keys = keys.unwrap_or_else(|| spelled(&column.ty));
    FieldType { guess: own, of_enum: None, keys }
}

/// The type written out; nothing for SQLite's columns without a type, which no model can declare.
fn spelled(ty: &ColumnType) -> Vec<String> {
    let is_there = !ty.text().trim().is_empty();
    is_there.then(|| format!("sql_type = {}", literal(ty.text()))).into_iter().collect()
}

/// The keys with which the Rust type makes the column's type, fewest first; `None` if there are none such.
fn keys(scene: &Scene<'_>, column: &Column, rust: Option<&RustType>, sole_key: bool) -> Option<Vec<String>> {
    rust?;
    let arguments = column.ty.arguments();
    let mut tries = vec![TypeOptions::default()];
    match arguments.as_slice() {
        [first] => {
            tries.push(TypeOptions { max_length: Some(*first), ..TypeOptions::default() });
            tries.push(TypeOptions { precision: Some(*first), ..TypeOptions::default() });
        }
        [precision, scale] => {
            tries.push(TypeOptions { precision: Some(*precision), scale: Some(*scale), ..TypeOptions::default() });
            tries.push(TypeOptions { precision: Some(*precision), ..TypeOptions::default() });
        }
        _ => {}
    }
    // `numeric(10,0)` and `decimal(10)` are the same to a server.
    let found = tries.into_iter().find(|own| is_type(scene, column, rust, &TypeOptions { sole_key, ..own.clone() }))?;
    let number = |key: &str, value: Option<u64>| value.map(|value| format!("{key} = {value}"));
    let all =
        [number("max_length", found.max_length), number("precision", found.precision), number("scale", found.scale)];
    Some(all.into_iter().flatten().collect())
}

/// Whether a field of the Rust type is such a column.
fn is_type(scene: &Scene<'_>, column: &Column, rust: Option<&RustType>, options: &TypeOptions) -> bool {
    let Some(Ok(ty)) = rust.map(|rust| scene.dialect.column_type(rust, options)) else { return false };
    let mut table = Table::new("t");
    table.columns = vec![Column { ty, ..Column::new(&column.name, "") }];
    let mut schema = Schema::default();
    schema.insert(table);
    scene.dialect.canonicalise(&mut schema);
    schema.tables.into_values().flat_map(|table| table.columns).all(|own| own.ty == column.ty)
}
