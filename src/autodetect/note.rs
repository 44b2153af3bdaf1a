use std::fmt;

use serde::Serialize;

use crate::schema::{ObjectKind, TableName};

/// Something that was seen and is not changed, which a person may want to know.
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
        }
    }
}
