use std::fmt;

use super::Question;
use crate::schema::{Column, TableName};

impl Question {
    /// The question itself, in a line that ends with a question mark.
    pub fn line(&self) -> String {
        match self {
            Self::Table { table, .. } => format!("was table {table} renamed or dropped?"),
            Self::Column { .. } => format!("was column {} renamed or dropped?", self.name()),
            Self::Narrowing { after, .. } => format!("may {} become {}?", self.name(), type_text(after)),
            Self::Backfill { table, column, new: true } => {
                format!("what do the rows of {table} get in the new column {}, which is NOT NULL?", column.name)
            }
            Self::Backfill { new: false, .. } => {
                format!("what replaces NULL in {}, which becomes NOT NULL?", self.name())
            }
            Self::Cast { before, after, .. } => {
                format!("how does {} get from {} to {}?", self.name(), type_text(before), type_text(after))
            }
            Self::Value { table, column, value, .. } => {
                format!("was value '{value}' of {} renamed or removed?", holder(table, column))
            }
        }
    }

    /// What makes it a question, where the line does not say that.
    pub fn remark(&self) -> &str {
        match self {
            Self::Narrowing { loss, .. } => loss,
            Self::Cast { reason, .. } => reason,
            _ => "",
        }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())?;
        match self.remark() {
            "" => Ok(()),
            remark => write!(f, " {remark}"),
        }
    }
}

/// What has the values: a column, or an enum that is a type of its own.
pub(super) fn holder(table: &TableName, column: &Column) -> String {
    if column.name.is_empty() { table.to_string() } else { format!("{table}.{}", column.name) }
}

pub(super) fn type_text(column: &Column) -> String {
    match column.ty.text() {
        "" => "a column without a type".to_owned(),
        text => text.to_owned(),
    }
}
