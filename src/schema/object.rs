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
    /// The table or view that it belongs to, for a trigger, a comment and the like.
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
    /// A comment on a view, on a column of one, or on something else that is kept here.
    Comment,
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
    /// A materialized view.
    MaterializedView,
    /// A procedure.
    Procedure,
    /// A constraint that models cannot declare (EXCLUDE, a constraint trigger's).
    Constraint,
    /// A policy of row level security.
    Policy,
    /// A rewrite rule.
    Rule,
    /// An event that the server runs by the clock (MySQL).
    Event,
    /// A partition of a table.
    Partition,
    /// A type that is no enum.
    Type,
    /// Extended statistics.
    Statistics,
    /// An index that models cannot declare.
    Index,
    /// An aggregate.
    Aggregate,
    /// A cast.
    Cast,
    /// An operator or an operator class.
    Operator,
    /// A collation.
    Collation,
    /// A configuration of full text search.
    TextSearch,
    /// Anything else, such as a setting of a table.
    Other,
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::View => "view",
            Self::Comment => "comment",
            Self::Trigger => "trigger",
            Self::VirtualTable => "virtual table",
            Self::Function => "function",
            Self::Sequence => "sequence",
            Self::Domain => "domain",
            Self::Extension => "extension",
            Self::MaterializedView => "materialized view",
            Self::Procedure => "procedure",
            Self::Constraint => "constraint",
            Self::Policy => "policy",
            Self::Rule => "rule",
            Self::Event => "event",
            Self::Partition => "partition",
            Self::Type => "type",
            Self::Statistics => "statistics",
            Self::Index => "index",
            Self::Aggregate => "aggregate",
            Self::Cast => "cast",
            Self::Operator => "operator",
            Self::Collation => "collation",
            Self::TextSearch => "text search configuration",
            Self::Other => "object",
        })
    }
}
