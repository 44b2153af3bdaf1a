use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Expr, TableName};

/// A primary key, of one column or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// The constraint's name, if it was given one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// SQLite's `ON CONFLICT`, which no model declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<String>,
}

/// A set of columns that no two rows share: a UNIQUE constraint, or a plain unique index that serves as one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unique {
    /// The name, if it was given one. In models, `None` means that any name will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Whether the database has it as an index of its own rather than as a constraint of the table.
    /// Where both mean the same, detection does not tell them apart; what drops it must.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub as_index: bool,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// Whether it takes NULLs for equal.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// Columns kept in its index beside its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// SQLite's `ON CONFLICT`, which no model declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<String>,
}

/// A condition that every row meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The name, if it was given one. In models, `None` means that any name will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The condition.
    pub expr: Expr,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// The name, if it was given one. In models, `None` means that any name will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The columns that refer, in order.
    pub columns: Vec<String>,
    /// The table referred to.
    pub table: TableName,
    /// The columns referred to, in the same order; never empty (a key that names none means the primary key).
    pub references: Vec<String>,
    /// What happens to the row when the row that it refers to is deleted.
    #[serde(default, skip_serializing_if = "Action::is_none")]
    pub on_delete: Action,
    /// What happens when the value that it refers to changes.
    #[serde(default, skip_serializing_if = "Action::is_none")]
    pub on_update: Action,
    /// When it is checked; `None` is at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
}

/// What a foreign key does when the row it refers to goes or changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// NO ACTION, the default: an error at the end of the statement.
    #[default]
    NoAction,
    /// RESTRICT: an error at once.
    Restrict,
    /// CASCADE: the row goes, or follows.
    Cascade,
    /// SET NULL.
    SetNull,
    /// SET DEFAULT.
    SetDefault,
}

impl Action {
    /// Whether it is the default, NO ACTION.
    pub fn is_none(&self) -> bool {
        *self == Self::NoAction
    }

    /// Reads the action as SQL or a model spells it: `CASCADE`, `set null`, `set_null`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().replace(['_', '-'], " ").as_str() {
            "no action" => Some(Self::NoAction),
            "restrict" => Some(Self::Restrict),
            "cascade" => Some(Self::Cascade),
            "set null" => Some(Self::SetNull),
            "set default" => Some(Self::SetDefault),
            _ => None,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        })
    }
}

/// When a constraint that is not checked at once is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    /// DEFERRABLE INITIALLY IMMEDIATE.
    Deferrable,
    /// DEFERRABLE INITIALLY DEFERRED.
    Deferred,
}
