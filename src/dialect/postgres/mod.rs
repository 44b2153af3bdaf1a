//! PostgreSQL, from version 12 on.

mod alter;
#[cfg(feature = "cli")]
mod anew;
mod canonical;
mod canonical_type;
mod create;
mod dependents;
mod diesel;
#[cfg(feature = "cli")]
mod doubtful;
mod enum_type;
mod enum_use;
mod expression;
mod fill;
mod fitting;
mod index;
mod judge;
mod kind;
mod literal;
mod name;
mod new_column;
mod note;
mod objection;
#[cfg(feature = "cli")]
mod psql;
mod quote;
mod rebuild_enum;
mod render;
mod rewrite;
mod rights;
mod sample;
mod scan;
#[cfg(feature = "cli")]
mod search_path;
mod signature;
mod split;
mod standing;
mod stub;
mod types;
mod zero;

#[cfg(feature = "cli")]
pub(crate) use anew::anew;
pub use canonical_type::canonical_type;
#[cfg(feature = "cli")]
pub(crate) use create::UNLOGGED;
pub(crate) use diesel::catalog_name;
#[cfg(feature = "cli")]
pub(crate) use doubtful::is_doubtful;
#[cfg(feature = "cli")]
pub(crate) use enum_type::if_not_there;
#[cfg(feature = "cli")]
pub(crate) use psql::without_variables;
#[cfg(feature = "cli")]
pub(crate) use search_path::{said_by, said_by_options, searched_first};

use super::{Dialect, Driver, Literal, NameKind, Rendered, RustType, TypeChange, TypeOptions};
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

    fn quote_text_anywhere(&self, text: &str) -> String {
        quote::quote_text_anywhere(text)
    }

    fn same_name(&self, one: &str, other: &str) -> bool {
        one == other
    }

    fn counts_up(&self, _table: &Table, column: &Column) -> bool {
        column.identity.is_some()
    }

    fn adds_unique_as_index(&self) -> bool {
        false
    }

    fn shadow_tables(&self, _object: &Object) -> Vec<TableName> {
        Vec::new()
    }

    fn sample(&self, ty: &ColumnType, row: usize) -> Option<String> {
        Some(sample::sample(ty, row))
    }

    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
        types::column_type(ty, options)
    }

    fn diesel_type_of_rust(&self, ty: &RustType) -> Option<String> {
        types::diesel_type_of_rust(ty)
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
        standing::render(schema, changes)
    }

    fn split(&self, script: &str) -> Result<Vec<Statement>> {
        split::split(script)
    }
}

#[cfg(test)]
mod tests;
