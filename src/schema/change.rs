use serde::Serialize;

use super::{Check, Column, EnumType, Expr, ForeignKey, Index, PrimaryKey, Table, TableName, Unique};

/// One step from a schema to the next. Every step holds what was there before, so that it can be undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there are few changes, and boxes would stand in every match on them")]
pub enum Change {
    /// A new table with all that belongs to it.
    CreateTable {
        /// The table.
        table: Table,
    },
    /// A table goes, and its rows with it.
    DropTable {
        /// The table as it was.
        table: Table,
    },
    /// A table gets another name; what refers to it follows.
    RenameTable {
        /// The old name.
        from: TableName,
        /// The new name.
        to: TableName,
    },
    /// A new column.
    AddColumn {
        /// The table.
        table: TableName,
        /// The column.
        column: Column,
        /// What the rows that are there already get.
        fill: Fill,
    },
    /// A column goes, and its values with it.
    DropColumn {
        /// The table.
        table: TableName,
        /// The column as it was.
        column: Column,
    },
    /// A column gets another name; what refers to it follows.
    RenameColumn {
        /// The table.
        table: TableName,
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// A column's type, NULL, default, identity, collation, expression, values or comment change. The name does not.
    AlterColumn {
        /// The table.
        table: TableName,
        /// The column as it was.
        before: Column,
        /// The column as it will be.
        after: Column,
        /// What rows that hold NULL get, where NULL is no longer allowed.
        fill: Fill,
        /// How the new value is computed from the old one, where the database does not do it by itself.
        using: Option<Expr>,
        /// What becomes of values that an enum loses.
        values: Vec<ValueMove>,
    },
    /// The primary key changes.
    SetPrimaryKey {
        /// The table.
        table: TableName,
        /// The key as it was.
        before: Option<PrimaryKey>,
        /// The key as it will be.
        after: Option<PrimaryKey>,
    },
    /// A new unique set.
    AddUnique {
        /// The table.
        table: TableName,
        /// The set.
        unique: Unique,
    },
    /// A unique set goes.
    DropUnique {
        /// The table.
        table: TableName,
        /// The set as it was.
        unique: Unique,
    },
    /// A new index.
    AddIndex {
        /// The table.
        table: TableName,
        /// The index.
        index: Index,
        /// Whether it is made while others write to the table (PostgreSQL's `CONCURRENTLY`), which no transaction can.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        concurrently: bool,
    },
    /// An index goes.
    DropIndex {
        /// The table.
        table: TableName,
        /// The index as it was.
        index: Index,
        /// Whether it goes while others write to the table.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        concurrently: bool,
    },
    /// An index gets another name.
    RenameIndex {
        /// The table.
        table: TableName,
        /// The index under its old name.
        index: Index,
        /// The new name.
        to: String,
    },
    /// A new foreign key.
    AddForeignKey {
        /// The table that refers.
        table: TableName,
        /// The key.
        key: ForeignKey,
        /// What a table that is as new as the key gets where rows refer to it already: nothing, so that the migration
        /// fails where there are such rows; or plain rows, when it comes back because a migration is undone.
        fill: Fill,
    },
    /// A foreign key goes.
    DropForeignKey {
        /// The table that refers.
        table: TableName,
        /// The key as it was.
        key: ForeignKey,
    },
    /// A new check.
    AddCheck {
        /// The table.
        table: TableName,
        /// The check.
        check: Check,
    },
    /// A check goes.
    DropCheck {
        /// The table.
        table: TableName,
        /// The check as it was.
        check: Check,
    },
    /// A table's comment changes.
    SetComment {
        /// The table.
        table: TableName,
        /// The comment as it was.
        before: Option<String>,
        /// The comment as it will be.
        after: Option<String>,
    },
    /// A new enum type.
    CreateEnum {
        /// The enum.
        ty: EnumType,
    },
    /// An enum type goes.
    DropEnum {
        /// The enum as it was.
        ty: EnumType,
    },
    /// An enum type gets another name, or moves to another schema; columns follow.
    RenameEnum {
        /// The old name.
        from: TableName,
        /// The new name.
        to: TableName,
    },
    /// An enum type's values, their order or its comment change. The name does not.
    AlterEnum {
        /// The enum as it was.
        before: EnumType,
        /// The enum as it will be.
        after: EnumType,
        /// What becomes of values that it loses.
        values: Vec<ValueMove>,
    },
    /// A new schema (namespace).
    CreateNamespace {
        /// Its name.
        name: String,
    },
    /// The schema (namespace) that is searched first is to be there. It stays when all else goes: the ledger may be in it.
    EnsureNamespace {
        /// Its name.
        name: String,
    },
    /// A schema (namespace) goes, which holds nothing any more.
    DropNamespace {
        /// Its name.
        name: String,
    },
    /// An extension is installed.
    CreateExtension {
        /// Its name.
        name: String,
    },
    /// An extension goes.
    DropExtension {
        /// Its name.
        name: String,
    },
}

/// What a change is about that is about no table: no table has the empty name.
static NO_TABLE: TableName = TableName { schema: None, name: String::new() };

impl Change {
    /// The table that the change is about; for a renamed one, its name before. For an enum, which shares its room of
    /// names with tables, the enum's; for schemas and extensions the empty name, which nothing has.
    pub fn table(&self) -> &TableName {
        match self {
            Self::CreateTable { table } | Self::DropTable { table } => &table.name,
            Self::RenameTable { from, .. } | Self::RenameEnum { from, .. } => from,
            Self::CreateEnum { ty } | Self::DropEnum { ty } => &ty.name,
            Self::AlterEnum { before, .. } => &before.name,
            Self::CreateNamespace { .. }
            | Self::EnsureNamespace { .. }
            | Self::DropNamespace { .. }
            | Self::CreateExtension { .. }
            | Self::DropExtension { .. } => &NO_TABLE,
            Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::AlterColumn { table, .. }
            | Self::SetPrimaryKey { table, .. }
            | Self::AddUnique { table, .. }
            | Self::DropUnique { table, .. }
            | Self::AddIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::AddForeignKey { table, .. }
            | Self::DropForeignKey { table, .. }
            | Self::AddCheck { table, .. }
            | Self::DropCheck { table, .. }
            | Self::SetComment { table, .. } => table,
        }
    }

    /// Whether it is about an enum, a schema or an extension, and no table.
    pub fn is_about_no_table(&self) -> bool {
        matches!(
            self,
            Self::CreateEnum { .. }
                | Self::DropEnum { .. }
                | Self::RenameEnum { .. }
                | Self::AlterEnum { .. }
                | Self::CreateNamespace { .. }
                | Self::EnsureNamespace { .. }
                | Self::DropNamespace { .. }
                | Self::CreateExtension { .. }
                | Self::DropExtension { .. }
        )
    }
}

/// What rows that are there already get in a column that must hold something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fill {
    /// Nothing: the column can be left out, or whoever asked takes care of the rows.
    #[default]
    Nothing,
    /// This value.
    With(Expr),
    /// The type's plainest value (0, the empty string): a column that comes back when a migration is undone.
    Zero,
}

/// What becomes of one value that an enum loses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ValueMove {
    /// The value that goes.
    pub from: String,
    /// What the rows that hold it get; `None` is NULL.
    pub to: Option<String>,
    /// Whether it is the same value under a new name, which can be undone, and not a replacement.
    pub renamed: bool,
}
