use std::fmt;

use serde::Serialize;

use crate::schema::{ObjectKind, TableName};

/// Something that was seen and is not changed, or that explains a change, which a person may want to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// A column that is in the database and not in the `table!`, and need not be there to insert a row.
    UnmanagedColumn {
        /// The table, as the models have it.
        table: TableName,
        /// The column.
        column: String,
    },
    /// A model of something that is no table: it is never touched.
    NoTable {
        /// The name.
        name: TableName,
        /// What it is.
        kind: ObjectKind,
    },
    /// A column that the answers leave nullable, although the model does not say so.
    LeftNullable {
        /// The table, as the models have it.
        table: TableName,
        /// The column.
        column: String,
    },
    /// Models are of the name of tables in which a virtual table keeps what it holds.
    Shadow {
        /// The virtual table.
        of: TableName,
        /// Those of its tables that the models have.
        tables: Vec<TableName>,
    },
    /// Columns whose type in the `table!` is another than the one that Diesel reads in the database.
    OtherType {
        /// The Diesel type in the `table!`.
        declared: String,
        /// The type in the database.
        ty: String,
        /// The Diesel type that `diesel print-schema` makes of it.
        seen: String,
        /// The columns, as `table.column`.
        columns: Vec<String>,
    },
    /// Columns that can be NULL in the `table!` and not in the database, or the other way.
    OtherNull {
        /// Whether the `table!` says that they can.
        nullable: bool,
        /// The columns, as `table.column`.
        columns: Vec<String>,
    },
    /// Columns with a type in the `table!` that the database does not have: left as they are.
    UnspokenType {
        /// The Diesel type in the `table!`.
        declared: String,
        /// The columns, as `table.column`.
        columns: Vec<String>,
    },
    /// Columns with a type in the database that Diesel cannot read: left as they are.
    UnreadType {
        /// The type in the database.
        ty: String,
        /// The columns, as `table.column`.
        columns: Vec<String>,
    },
}

impl Note {
    /// The columns in which the `table!` disagrees with the database, as `table.column`; none for any other note.
    pub fn disagreeing(&self) -> &[String] {
        match self {
            Self::OtherType { columns, .. } | Self::OtherNull { columns, .. } => columns,
            _ => &[],
        }
    }

    /// The columns of a note that can be about several.
    pub(super) fn columns_mut(&mut self) -> Option<&mut Vec<String>> {
        match self {
            Self::OtherType { columns, .. }
            | Self::OtherNull { columns, .. }
            | Self::UnspokenType { columns, .. }
            | Self::UnreadType { columns, .. } => Some(columns),
            _ => None,
        }
    }

    /// Whether the two differ in their columns alone.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let bare = |note: &Self| {
            let mut note = note.clone();
            note.columns_mut().map(Vec::clear);
            note
        };
        bare(self) == bare(other)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnmanagedColumn { table, column } => {
                write!(f, "{table}.{column} is in the database and not in the table!: left alone")
            }
            Self::NoTable { name, kind } => write!(f, "{name} is a {kind}: left alone"),
            Self::LeftNullable { table, column } => {
                write!(f, "{table}.{column} is left nullable: make its field an Option")
            }
            Self::Shadow { of, tables } => {
                let tables: Vec<String> = tables.iter().map(TableName::to_string).collect();
                write!(f, "the virtual table {of} keeps its contents there: left alone: {}", tables.join(", "))
            }
            Self::OtherType { declared, ty, seen, columns } => {
                let ty = if ty.is_empty() { "no type" } else { ty };
                write!(f, "the table! says {declared} where the database has {ty}, ")?;
                write!(f, "which Diesel reads as {seen}: {}", columns.join(", "))
            }
            Self::OtherNull { nullable, columns } => {
                let (said, there) = if *nullable { ("Nullable", "NOT NULL") } else { ("no Nullable", "NULL") };
                write!(f, "the table! says {said} where the database has {there}: {}", columns.join(", "))
            }
            Self::UnspokenType { declared, columns } => {
                write!(f, "the table! says {declared}, which is no type of this database")?;
                write!(f, ": left as the migrations have it: {}", columns.join(", "))
            }
            Self::UnreadType { ty, columns } => {
                write!(f, "the database has {ty}, which `diesel print-schema` cannot read")?;
                write!(f, ": left as the migrations have it: {}", columns.join(", "))
            }
        }
    }
}
