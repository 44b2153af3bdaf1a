use serde::Serialize;

use crate::schema::{Column, Expr, TableName};

/// Something that only a person can know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A table is gone: renamed, or dropped with its rows?
    Table {
        /// The table that is gone.
        table: TableName,
        /// New tables that it could have become, likeliest first.
        candidates: Vec<Candidate<TableName>>,
        /// The new tables that do not look like it, which it can have become all the same.
        others: Vec<TableName>,
    },
    /// A column is gone: renamed, or dropped with its values?
    Column {
        /// Its table, as the migrations have it.
        table: TableName,
        /// The same table, as the models have it.
        model: TableName,
        /// The column that is gone.
        column: String,
        /// New columns that it could have become, likeliest first.
        candidates: Vec<Candidate<String>>,
        /// The new columns that do not look like it, which it can have become all the same.
        others: Vec<String>,
    },
    /// Not every old value need fit the new type, or the old values are not kept.
    Narrowing {
        /// The table, as the models have it.
        table: TableName,
        /// The column as it was.
        before: Column,
        /// The column as it will be.
        after: Column,
        /// What could not fit, in words.
        loss: String,
    },
    /// A column must hold something, and rows that are there already have nothing for it.
    Backfill {
        /// The table, as the models have it.
        table: TableName,
        /// The column as it will be.
        column: Column,
        /// Whether the column is new; otherwise it held NULLs until now.
        new: bool,
    },
    /// The database needs to be told how to convert.
    Cast {
        /// The table, as the models have it.
        table: TableName,
        /// The column as it was.
        before: Column,
        /// The column as it will be.
        after: Column,
        /// A proposal.
        proposal: Expr,
        /// Why the question, in words.
        reason: String,
    },
    /// An enum's value is gone: renamed, or removed?
    Value {
        /// The table, as the models have it; the type, where an enum is one.
        table: TableName,
        /// The column as it will be; without a name where an enum is a type of its own.
        column: Column,
        /// The value that is gone.
        value: String,
        /// New values that it could have become, likeliest first.
        candidates: Vec<Candidate<String>>,
        /// The other values that the column will have: a row that holds the vanished one can get any of them.
        others: Vec<String>,
        /// Those of them that are new and do not look like it, which it can have become all the same.
        unlike: Vec<String>,
    },
}

impl Question {
    /// Whether a column becomes one that the database computes, so that the values which it held are not kept.
    pub(crate) fn computes(&self) -> bool {
        matches!(self, Self::Narrowing { before, after, .. } if after.generated.is_some() && before.generated.is_none())
    }

    /// What the vanished thing could have become, likely or not, as an answer names it.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Table { candidates, others, .. } => {
                candidates.iter().map(|one| &one.to).chain(others).map(ToString::to_string).collect()
            }
            Self::Column { candidates, others, .. } | Self::Value { candidates, others, .. } => {
                candidates.iter().map(|one| &one.to).chain(others).cloned().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether, as long as it is open, the likeliest rename is taken for the answer, so that what comes after can be
    /// asked as well.
    pub(crate) fn assumes_a_rename(&self) -> bool {
        match self {
            Self::Table { candidates, .. } => !candidates.is_empty(),
            Self::Column { candidates, .. } => !candidates.is_empty(),
            _ => false,
        }
    }
}

/// Something new that a vanished thing could have become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate<T> {
    /// What.
    pub to: T,
    /// How alike the two are, in percent.
    pub likeness: u8,
    /// Why it is likely, in words: "same type and position, name 83 % alike".
    pub reason: String,
}
