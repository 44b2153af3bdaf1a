use super::type_notes::TypeNotes;
use crate::dialect::{Dialect, Driver};
use crate::schema::{Column, ColumnType, DieselType, ObjectKind, Schema, Table, TableName};

/// A column that is there, and what a `table!` says of it.
pub(super) struct DeclaredColumn<'a> {
    /// All that is there.
    pub(super) schema: &'a Schema,
    /// The table as it is.
    pub(super) table: &'a Table,
    /// The table as the `table!` has it.
    pub(super) goal: &'a Table,
    /// The column as it is.
    pub(super) own: &'a Column,
    /// What the `table!` says.
    pub(super) declared: &'a DieselType,
    pub(super) dialect: &'a dyn Dialect,
}

impl DeclaredColumn<'_> {
    /// The column as the `table!` wants it: the present one where Diesel sees in it what is declared already, and where
    /// the two cannot be compared.
    pub(super) fn wanted(&self, notes: &mut TypeNotes) -> Column {
        let mut column = self.own.clone();
        if self.declared.nullable != self.own.nullable && !self.is_key_without_not_null() {
            column.nullable = self.declared.nullable;
            notes.other_null(&self.goal.name, &self.own.name, self.declared.nullable);
        }
        self.retype(&mut column, notes);
        column
    }

    /// In SQLite a key can hold NULL unless it says otherwise, which is an accident of SQLite's: everywhere else it
    /// cannot, and in Rust nobody has a use for a key that is an `Option`.
    fn is_key_without_not_null(&self) -> bool {
        let is_key = |table: &Table| table.key_columns().contains(&self.own.name);
        self.own.nullable && self.dialect.driver() == Driver::Sqlite && is_key(self.table) && is_key(self.goal)
    }

    fn retype(&self, column: &mut Column, notes: &mut TypeNotes) {
        let (table, name, declared) = (&self.goal.name, &self.own.name, self.declared);
        let seen = self.dialect.diesel_type(self.table, self.own);
        let written = self.own.ty.arguments().first().copied();
        let longer = declared.max_length.is_some()
            && declared.max_length != seen.as_ref().and_then(|ty| ty.max_length)
            && declared.max_length != written;
        if !longer && seen.as_ref().is_some_and(|seen| seen.path == declared.path) {
            return;
        }
        let Ok(ty) = self.dialect.column_type_of_diesel(declared) else {
            return notes.unspoken(table, name, declared);
        };
        let Some(seen) = seen else {
            return notes.unread(table, name, &self.own.ty);
        };
        if self.is_own(&self.own.ty) && self.is_unheard_of(&ty) {
            return notes.unspoken(table, name, declared);
        }
        column.ty = ty;
        // One type can have two names in Diesel (`Int4` and `Integer`).
        let now = self.dialect.diesel_type(self.table, column);
        let same = !longer && now.as_ref().is_some_and(|now| now.path == seen.path);
        if same || !longer && self.refers_to_any_integer(now.as_ref()) {
            column.ty = self.own.ty.clone();
        } else if column.ty != self.own.ty {
            notes.other(table, name, declared, &self.own.ty, &seen);
        }
    }

    /// Whether a migration has made the type.
    fn is_own(&self, ty: &ColumnType) -> bool {
        let named =
            |name: &TableName| ty.key() == name.name.to_lowercase() || ty.key() == name.to_string().to_lowercase();
        let makes = |kind| matches!(kind, ObjectKind::Domain | ObjectKind::Type);
        self.schema.enums.keys().any(named)
            || self.schema.objects.iter().any(|object| makes(object.kind) && named(&object.name))
    }

    /// Whether nobody knows such a type: neither the server nor a migration. Where the column has a type of the
    /// project's own it is that one, under the name of a Rust type that was written by hand.
    fn is_unheard_of(&self, ty: &ColumnType) -> bool {
        self.dialect.driver() == Driver::Postgres
            // Those that the server brings along are written in capitals.
            && !ty.text().contains(char::is_uppercase)
            && !self.is_own(ty)
    }

    /// Whether the column takes its type from a key that is SQLite's row number, which has 64 bits: Diesel prints such
    /// columns as BigInt where it is told so (`sqlite_integer_primary_key_is_bigint`), and as Integer elsewhere.
    fn refers_to_any_integer(&self, now: Option<&DieselType>) -> bool {
        let is_row_number = |table: &Table| match table.key_columns() {
            [key] => table.column(key).is_some_and(|key| key.ty.key() == "integer"),
            _ => false,
        };
        self.dialect.driver() == Driver::Sqlite
            && self.own.ty.key().contains("int")
            && now.is_some_and(|now| now.path == "BigInt")
            && self.table.foreign_keys.iter().any(|key| {
                key.columns.contains(&self.own.name) && self.schema.table(&key.table).is_some_and(is_row_number)
            })
    }
}
