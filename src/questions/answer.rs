use serde::Serialize;

use crate::schema::Expr;

/// What was answered. Which answers fit which question, [`Question`](super::Question) says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was renamed to this: a table's name as it is displayed, or a bare column or value.
    Renamed(String),
    /// It goes. For an enum's value: no row holds it, or the migration fails where one does.
    Dropped,
    /// An enum's value goes, and rows that hold it get this one, or NULL.
    Replaced(Option<String>),
    /// Go on (narrowing).
    Allowed,
    /// This value, for rows that have none.
    Fill(Expr),
    /// The column may hold NULL after all (the model is to be changed; the migration leaves it nullable).
    Nullable,
    /// No value: whoever answers takes care of the rows.
    LeaveToMe,
    /// This expression converts.
    Using(Expr),
}
