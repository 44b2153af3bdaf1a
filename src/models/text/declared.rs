use std::collections::BTreeMap;

use super::integers::Place;
use super::source::{ModelText, written};
use crate::dialect::{Dialect, Driver, RustType};
use crate::models::Models;
use crate::schema::{Action, ForeignKey, Schema, TableName};

/// What the macros of Diesel declare, as far as they can: tables, columns and keys.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The tables.
    pub schema: Schema,
    /// The Rust types that the columns' own types do not tell.
    types: BTreeMap<Place, RustType>,
}

impl Models {
    /// The tables that a `table!` declares, with the foreign keys that `joinable!` promises.
    pub fn declared_by_macros(&self) -> Declared {
        let mut declared = Declared { schema: Schema::default(), types: BTreeMap::new() };
        for table in self.wanted.schema.tables.values() {
            let Some(declaration) = self.wanted.declarations.get(&table.name) else { continue };
            if declaration.diesel_types.is_none() {
                continue;
            }
            let mut table = table.clone();
            for (column, parent) in &declaration.joinable {
                let key = self.wanted.schema.table(parent).map(|own| own.key_columns().to_vec()).unwrap_or_default();
                if key.len() == 1 {
                    table.foreign_keys.push(ForeignKey {
                        name: None,
                        columns: vec![column.clone()],
                        table: parent.clone(),
                        references: key,
                        on_delete: Action::NoAction,
                        on_update: Action::NoAction,
                        timing: None,
                    });
                }
            }
            if self.driver == Driver::Sqlite {
                for column in self.rust.get(&table.name).map_or(&[][..], |own| own.columns.as_slice()) {
                    let word = column.diesel.rsplit("::").next().unwrap_or_default();
                    let place = (table.name.clone(), column.name.clone());
                    declared.types.extend(in_sqlite(word).map(|rust| (place, rust)));
                }
            }
            declared.schema.insert(table);
        }
        declared
    }
}

/// What SQLite's own types do not tell.
fn in_sqlite(word: &str) -> Option<RustType> {
    Some(match word {
        "SmallInt" | "Int2" => RustType::I16,
        "Integer" | "Int4" => RustType::I32,
        "BigInt" | "Int8" => RustType::I64,
        "TimestamptzSqlite" => RustType::TimestampTz,
        "Json" => RustType::Json,
        _ => return None,
    })
}

impl Declared {
    /// The models of these tables of it: see [`models_text`](super::models_text).
    pub fn text(
        &self,
        schema: &Schema,
        dialect: &dyn Dialect,
        about: &[String],
        unmanaged: &BTreeMap<TableName, String>,
    ) -> ModelText {
        written(schema, dialect, self.types.clone(), about, unmanaged)
    }
}
