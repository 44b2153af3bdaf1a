use std::fmt;

use super::Question;

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Table { table, .. } => write!(f, "was table {table} renamed or dropped?"),
            Self::Column { table, column, .. } => write!(f, "was column {table}.{column} renamed or dropped?"),
            Self::Narrowing { table, after, loss, .. } => {
                write!(f, "may {table}.{} become {}? {loss}", after.name, type_text(after))
            }
            Self::Backfill { table, column, new: true } => {
                write!(f, "what do the rows of {table} get in the new column {}, which is NOT NULL?", column.name)
            }
            Self::Backfill { table, column, new: false } => {
                write!(f, "what replaces NULL in {table}.{}, which becomes NOT NULL?", column.name)
            }
            Self::Cast { table, before, after, reason, .. } => write!(
                f,
                "how does {table}.{} get from {} to {}? {reason}",
                after.name,
                type_text(before),
                type_text(after)
            ),
            Self::Value { table, column, value, .. } => {
                write!(f, "was value '{value}' of {table}.{} renamed or removed?", column.name)
            }
        }
    }
}

fn type_text(column: &crate::schema::Column) -> String {
    match column.ty.text() {
        "" => "a column without a type".to_owned(),
        text => text.to_owned(),
    }
}
