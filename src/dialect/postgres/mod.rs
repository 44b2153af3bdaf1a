//! PostgreSQL, from version 12 on.

mod canonical_type;
mod diesel;
mod kind;
mod name;
mod quote;
mod types;

pub use canonical_type::canonical_type;
mod sample;

use super::{Dialect, Driver, Literal, NameKind, Rendered, RustType, Sqlite, TypeChange, TypeOptions};
use crate::error::Result;
use crate::schema::{Change, Column, ColumnType, DieselType, Expr, Object, Schema, Table, TableName};
use crate::sql::Statement;

/// PostgreSQL's dialect.
#[derive(Clone, Copy, Debug)]
pub struct Postgres;

impl Dialect for Postgres {
    fn driver(&self) -> Driver {
        Driver::Postgres
    }

    fn quote(&self, identifier: &str) -> String {
        quote::quote(identifier)
    }

    fn quote_text(&self, text: &str) -> String {
        quote::quote_text(text)
    }

    fn sample(&self, ty: &ColumnType, row: usize) -> Option<String> {
        Some(sample::sample(ty, row))
    }

    fn shadow_tables(&self, object: &Object) -> Vec<TableName> {
        Sqlite.shadow_tables(object)
    }

    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
        types::column_type(ty, options)
    }

    fn diesel_type_of_rust(&self, ty: &RustType) -> Option<String> {
        types::diesel_type_of_rust(ty)
    }

    fn objection(&self, table: &Table) -> Option<String> {
        Sqlite.objection(table)
    }

    fn diesel_type(&self, _table: &Table, column: &Column) -> Option<DieselType> {
        diesel::diesel_type(column)
    }

    fn column_type_of_diesel(&self, ty: &DieselType) -> Result<ColumnType, String> {
        diesel::column_type_of_diesel(ty)
    }

    fn literal(&self, column: &Column, literal: &Literal) -> Result<Expr, String> {
        Sqlite.literal(column, literal)
    }

    fn judge(&self, from: &Column, to: &Column) -> TypeChange {
        Sqlite.judge(from, to)
    }

    fn canonicalise(&self, schema: &mut Schema) {
        Sqlite.canonicalise(schema);
    }

    fn default_name(&self, table: &Table, kind: NameKind, columns: &[&str]) -> String {
        name::default_name(table, kind, columns)
    }

    fn render(&self, schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
        Sqlite.render(schema, changes)
    }

    fn split(&self, script: &str) -> Result<Vec<Statement>> {
        Sqlite.split(script)
    }
}
