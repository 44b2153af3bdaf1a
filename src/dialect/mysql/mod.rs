//! MySQL from version 8.0 on, and MariaDB from version 10.6 on.

mod alter_clause;
mod attribute;
mod canonical;
mod canonical_type;
mod column_change;
mod covering;
mod create;
mod diesel;
mod expression;
mod fitting;
mod follow;
mod judge;
mod kind;
mod lexer;
mod literal;
mod moment;
mod name;
mod note;
mod objection;
mod particular;
mod quote;
mod render;
mod reserved;
mod sample;
mod split;
mod stub;
mod types;
mod zero;

pub use alter_clause::AlterClause;
pub use canonical_type::{canonical_type, enum_values};

use super::{Dialect, Driver, Literal, NameKind, Rendered, RustType, TypeChange, TypeOptions};
use crate::error::Result;
use crate::schema::{Change, Column, ColumnType, DieselType, Expr, Object, Schema, Table, TableName};
use crate::sql::Statement;

/// MySQL's dialect.
#[derive(Clone, Copy, Debug)]
pub struct Mysql;

impl Dialect for Mysql {
    fn driver(&self) -> Driver {
        Driver::Mysql
    }

    fn transactional_ddl(&self) -> bool {
        false
    }

    fn long_text(&self) -> &'static str {
        "LONGTEXT"
    }

    fn own_table_options(&self) -> &'static str {
        " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin"
    }

    fn quote(&self, identifier: &str) -> String {
        quote::quote(identifier)
    }

    fn quote_text(&self, text: &str) -> String {
        quote::quote_text(text)
    }

    /// Columns leave case out of account everywhere; tables do so on some servers alone, where two that differ in it
    /// cannot be.
    fn same_name(&self, one: &str, other: &str) -> bool {
        one.to_lowercase() == other.to_lowercase()
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
        sample::sample(ty, row)
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

    fn diesel_type(&self, table: &Table, column: &Column) -> Option<DieselType> {
        diesel::diesel_type(table, column)
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

    fn kept_attributes(&self, from: &Column, to: &Column) -> Vec<String> {
        attribute::kept(from, to)
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

#[cfg(test)]
mod tests;
