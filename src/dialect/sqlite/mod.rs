//! SQLite, from version 3.35 on.

mod canonical;
mod copy;
mod create;
mod dependents;
mod diesel;
mod drop;
mod expression;
mod index_part;
mod judge;
mod kind;
mod literal;
mod misfit;
mod name;
mod native;
mod note;
mod objection;
mod old;
mod quote;
mod rebuild;
mod render;
mod shadow;
mod split;
mod storage;
mod stub;
mod types;
mod unfolding;
mod zero;

pub use create::create_table;

use super::{Dialect, Driver, Literal, NameKind, Rendered, RustType, TypeChange, TypeOptions};
use crate::error::Result;
use crate::schema::{Change, Column, ColumnType, DieselType, Expr, Object, Schema, Table, TableName};
use crate::sql::Statement;

/// SQLite's dialect.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

impl Dialect for Sqlite {
    fn driver(&self) -> Driver {
        Driver::Sqlite
    }

    fn quote(&self, identifier: &str) -> String {
        quote::quote(identifier)
    }

    fn quote_text(&self, text: &str) -> String {
        quote::quote_text(text)
    }

    fn keys_may_come_first(&self) -> bool {
        true
    }

    fn keeps_words(&self) -> bool {
        true
    }

    fn shadow_tables(&self, object: &Object) -> Vec<TableName> {
        shadow::shadow_tables(object)
    }

    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
        types::column_type(ty, options)
    }

    fn diesel_type_of_rust(&self, ty: &RustType) -> Option<String> {
        types::diesel_type_of_rust(ty).map(str::to_owned)
    }

    fn objection(&self, table: &Table) -> Option<String> {
        objection::objection(table)
    }

    fn diesel_type(&self, _table: &Table, column: &Column) -> Option<DieselType> {
        diesel::diesel_type(column)
    }

    fn column_type_of_diesel(&self, ty: &DieselType) -> Result<ColumnType, String> {
        diesel::column_type_of_diesel(ty)
    }

    fn literal(&self, column: &Column, literal: &Literal) -> Result<Expr, String> {
        literal::literal(column, literal)
    }

    fn judge(&self, from: &Column, to: &Column) -> TypeChange {
        judge::judge(from, to)
    }

    fn canonicalise(&self, schema: &mut Schema) {
        canonical::canonicalise(schema);
    }

    fn default_name(&self, table: &Table, kind: NameKind, columns: &[&str]) -> String {
        name::default_name(table, kind, columns)
    }

    fn render(&self, schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
        render::render(schema, changes)
    }

    fn split(&self, script: &str) -> Result<Vec<Statement>> {
        split::split(script)
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests;
