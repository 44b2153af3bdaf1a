//! PostgreSQL, from version 12 on.

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
        Sqlite.quote(identifier)
    }

    fn quote_text(&self, text: &str) -> String {
        Sqlite.quote_text(text)
    }

    fn sample(&self, ty: &ColumnType, row: usize) -> Option<String> {
        Some(sample::sample(ty, row))
    }

    fn shadow_tables(&self, object: &Object) -> Vec<TableName> {
        Sqlite.shadow_tables(object)
    }

    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
        Sqlite.column_type(ty, options)
    }

    fn diesel_type_of_rust(&self, ty: &RustType) -> Option<String> {
        Sqlite.diesel_type_of_rust(ty)
    }

    fn objection(&self, table: &Table) -> Option<String> {
        Sqlite.objection(table)
    }

    fn diesel_type(&self, table: &Table, column: &Column) -> Option<DieselType> {
        Sqlite.diesel_type(table, column)
    }

    fn column_type_of_diesel(&self, ty: &DieselType) -> Result<ColumnType, String> {
        Sqlite.column_type_of_diesel(ty)
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
        Sqlite.default_name(table, kind, columns)
    }

    fn render(&self, schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
        Sqlite.render(schema, changes)
    }

    fn split(&self, script: &str) -> Result<Vec<Statement>> {
        Sqlite.split(script)
    }
}
