use serde::{Deserialize, Serialize};

use super::Expr;

/// An index that is not merely the shadow of a key or a unique set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The name. In models, `None` means that any name will do; in a database it always has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is sorted by, in order.
    pub parts: Vec<IndexPart>,
    /// Whether it forbids equal entries. (A plain unique index on columns is a [`Unique`](super::Unique).)
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// The rows that it covers (`WHERE …`); `None` is all.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expr>,
    /// The access method (`gin`, `hash`), where it is not the database's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub using: Option<String>,
    /// Columns kept in the index beside its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Whether a unique index takes NULLs for equal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
}

impl Index {
    /// A plain index on columns.
    pub fn on<I: IntoIterator<Item = S>, S: Into<String>>(columns: I) -> Self {
        let parts = columns.into_iter().map(|column| IndexPart::column(column)).collect();
        Self {
            name: None,
            parts,
            unique: false,
            predicate: None,
            using: None,
            include: Vec::new(),
            nulls_not_distinct: false,
        }
    }

    /// Whether both index the same thing in the same way, their names aside.
    pub fn same_definition(&self, other: &Self) -> bool {
        Self { name: None, ..self.clone() } == Self { name: None, ..other.clone() }
    }

    /// Whether any part, predicate or included column uses the column.
    pub fn uses(&self, column: &str) -> bool {
        self.parts.iter().any(|part| match &part.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expr(expr) => expr.mentions(column),
        }) || self.include.iter().any(|name| name == column)
            || self.predicate.as_ref().is_some_and(|predicate| predicate.mentions(column))
    }
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// A column, or an expression over columns.
    #[serde(flatten)]
    pub key: IndexKey,
    /// Whether it is sorted downwards.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub desc: bool,
    /// The collation, where it is not the column's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// The operator class (`jsonb_path_ops`), where it is not the type's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opclass: Option<String>,
    /// Where NULLs stand, where that is not what the direction says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// How many characters (bytes for binary data) of the column count, where it is not all (MySQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<u64>,
}

/// Where NULLs stand among the entries of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// NULLS FIRST.
    First,
    /// NULLS LAST.
    Last,
}

impl IndexPart {
    /// A column, sorted upwards.
    pub fn column(name: impl Into<String>) -> Self {
        Self::new(IndexKey::Column(name.into()))
    }

    /// An expression, sorted upwards.
    pub fn expr(expr: impl Into<Expr>) -> Self {
        Self::new(IndexKey::Expr(expr.into()))
    }

    /// What is sorted by the key, upwards.
    pub fn new(key: IndexKey) -> Self {
        Self { key, desc: false, collation: None, opclass: None, nulls: None, prefix: None }
    }
}

/// What a part of an index is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression.
    Expr(Expr),
}
