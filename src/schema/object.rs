use std::fmt;

use serde::{Deserialize, Serialize};

use super::TableName;

/// Something in the database that models cannot declare, kept word for word: a rebuild or a try-out brings it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// Its name.
    pub name: TableName,
    /// The table that it belongs to, for a trigger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableName>,
    /// The statement that makes it, without a closing semicolon.
    pub sql: String,
}

/// Kinds of [`Object`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ObjectKind {
    /// A view.
    View,
    /// A trigger.
    Trigger,
    /// A virtual table (SQLite), which models do not manage.
    VirtualTable,
    /// A function or procedure.
    Function,
    /// A sequence that no column owns.
    Sequence,
    /// A domain or a composite type.
    Domain,
    /// An extension.
    Extension,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::View => "view",
            Self::Trigger => "trigger",
            Self::VirtualTable => "virtual table",
            Self::Function => "function",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
            Self::Extension => "extension",
        })
    }
}
