//! SQLite, from version 3.35 on.

mod split;

use super::{Dialect, Driver, Literal, NameKind, Rendered, RustType, TypeChange, TypeOptions};
use crate::error::Result;
use crate::schema::{Change, Column, ColumnType, DieselType, Expr, Schema, Table};
use crate::sql::Statement;

/// SQLite's dialect.
#[derive(Clone, Copy, Debug)]
pub struct Sqlite;

#[allow(clippy::todo, unused_variables)]
impl Dialect for Sqlite {
    fn driver(&self) -> Driver {
        Driver::Sqlite
    }

    fn quote(&self, identifier: &str) -> String {
        crate::sql::quote(identifier)
    }

    fn quote_text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn column_type(&self, ty: &RustType, options: &TypeOptions) -> Result<ColumnType, String> {
        todo!("types.rs")
    }

    fn diesel_type(&self, table: &Table, column: &Column) -> Option<DieselType> {
        todo!("diesel.rs")
    }

    fn column_type_of_diesel(&self, ty: &DieselType) -> Result<ColumnType, String> {
        todo!("diesel.rs")
    }

    fn literal(&self, column: &Column, literal: &Literal) -> Result<Expr, String> {
        todo!("literal.rs")
    }

    fn judge(&self, from: &Column, to: &Column) -> TypeChange {
        todo!("judge.rs")
    }

    fn canonicalise(&self, schema: &mut Schema) {
        todo!("canonical.rs")
    }

    fn default_name(&self, table: &Table, kind: NameKind, columns: &[&str]) -> String {
        todo!("name.rs")
    }

    fn render(&self, schema: &Schema, changes: &[Change]) -> Result<Vec<Rendered>> {
        todo!("render.rs")
    }

    fn split(&self, script: &str) -> Result<Vec<Statement>> {
        split::split(script)
    }
}
