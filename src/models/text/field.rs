use super::attribute::Attribute;
use super::constraints::{CheckText, KeyText};
use super::default::{default, plain};
use super::field_type::{FieldType, field_type};
use super::index::IndexText;
use super::literal::literal;
use super::names::TableNames;
use super::rust_name::written;
use super::source::Scene;
use crate::dialect::{Driver, RustType};
use crate::schema::{Column, Identity, Table};

/// A field of a struct.
pub(super) struct FieldText<'a> {
    pub(super) column: &'a Column,
    /// Its name, without `r#`.
    pub(super) name: String,
    pub(super) ty: FieldType<'a>,
    /// Whether it is an `Option`.
    pub(super) nullable: bool,
    attribute: Attribute,
    has_index: bool,
    has_unique: bool,
    has_key: bool,
}

impl<'a> FieldText<'a> {
    /// The field with its type. `key` are the columns of the primary key.
    pub(super) fn of(
        scene: &'a Scene<'_>,
        table: &'a Table,
        names: &TableNames,
        column: &'a Column,
        key: &[String],
    ) -> Self {
        let ty = field_type(scene, table, column);
        let name = names.field(&column.name).unwrap_or(&column.name).to_owned();
        let mut attribute = Attribute::default();
        if name != column.name {
            attribute.push(format!("column = {}", literal(&column.name)));
        }
        attribute.extend(ty.keys.iter().cloned());
        let nullable = column.nullable && !key.contains(&column.name);
        Self { column, name, ty, nullable, attribute, has_index: false, has_unique: false, has_key: false }
    }

    /// Adds what the database does with the column by itself.
    pub(super) fn with_values(&mut self, scene: &Scene<'_>, table: &Table) {
        let column = self.column;
        self.attribute.extend(self.identity(scene, table));
        self.attribute.extend(default(scene.dialect, column, self.ty.of_enum));
        if let Some(generated) = &column.generated {
            self.attribute.push(format!("generated = {}", literal(&plain(generated.expr.text()))));
            self.attribute.extend(generated.stored.then(|| "stored".to_owned()));
        }
        self.attribute.extend(column.on_update.is_some().then(|| "on_update_now".to_owned()));
        self.attribute.extend(column.collation.as_ref().map(|own| format!("collate = {}", literal(own))));
    }

    /// How the column is counted up, where that is not what is meant anyway.
    fn identity(&self, scene: &Scene<'_>, table: &Table) -> Option<String> {
        let (column, driver) = (self.column, scene.dialect.driver());
        let counted = matches!(
            self.ty.guess.rust,
            Some(RustType::I16 | RustType::I32 | RustType::I64 | RustType::U16 | RustType::U32 | RustType::U64)
        );
        let refers = table.foreign_keys.iter().any(|key| key.columns.contains(&column.name));
        let plain = column.default.is_none() && column.generated.is_none() && !self.ty.is_spelled();
        let by_itself = table.key_columns() == [column.name.clone()] && counted && plain && !refers && !self.nullable;
        let usual = match driver {
            Driver::Sqlite => None,
            Driver::Mysql => by_itself.then_some(Identity::AutoIncrement),
            Driver::Postgres => by_itself.then_some(Identity::ByDefault),
        };
        if column.identity == usual {
            return None;
        }
        Some(match column.identity {
            None => "identity = \"none\"".to_owned(),
            Some(Identity::AutoIncrement | Identity::ByDefault) => "identity".to_owned(),
            Some(Identity::Always) => "identity = \"always\"".to_owned(),
            Some(Identity::Serial) => "identity = \"serial\"".to_owned(),
        })
    }

    /// Adds the index if it is one of this column and the first of its kind here.
    pub(super) fn take_index(&mut self, index: &IndexText, unique: bool) -> bool {
        let taken = if unique { &mut self.has_unique } else { &mut self.has_index };
        if *taken || index.column.as_ref() != Some(&self.column.name) {
            return false;
        }
        *taken = true;
        self.attribute.push(index.at_field());
        true
    }

    /// Adds the foreign key if it is one of this column and the first here.
    pub(super) fn take_key(&mut self, key: &KeyText) -> bool {
        if self.has_key || key.column.as_ref() != Some(&self.column.name) {
            return false;
        }
        self.has_key = true;
        self.attribute.extend(key.at_field());
        true
    }

    /// Adds the check if it is about this column alone.
    pub(super) fn take_check(&mut self, check: &CheckText) -> bool {
        let own = check.column.as_ref() == Some(&self.column.name);
        if own {
            self.attribute.push(check.at_field());
        }
        own
    }

    /// Its type with `Option`.
    pub(super) fn written_type(&self) -> String {
        let ty = &self.ty.guess.text;
        if self.nullable { format!("Option<{ty}>") } else { ty.clone() }
    }

    /// Its lines.
    pub(super) fn text(mut self) -> String {
        self.attribute.extend(self.column.comment.iter().map(|own| format!("comment = {}", literal(own))));
        let attribute = self.attribute.lines("model", "    ");
        format!("{attribute}    pub {}: {},\n", written(&self.name), self.written_type())
    }
}
