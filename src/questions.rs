//! Who answers when the intent is ambiguous: flags, the models themselves, a terminal, or nobody.

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
    },
    /// A column is gone: renamed, or dropped with its values?
    Column {
        /// Its table, as the migrations have it.
        table: TableName,
        /// The column that is gone.
        column: String,
        /// New columns that it could have become, likeliest first.
        candidates: Vec<Candidate<String>>,
    },
    /// Not every old value need fit the new type.
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
        /// The table, as the models have it.
        table: TableName,
        /// The column (the name of the type, on a database that has types).
        column: Column,
        /// The value that is gone.
        value: String,
        /// New values that it could have become, likeliest first.
        candidates: Vec<Candidate<String>>,
    },
}

/// Something new that a vanished thing could have become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<T> {
    /// What.
    pub to: T,
    /// How alike the two are, in percent.
    pub likeness: u8,
    /// Why it is likely, in words: "same type and position, name 83 % alike".
    pub reason: String,
}

/// What was answered. Which answers fit which question, [`Question`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was renamed to this: a bare name, or a table's.
    Renamed(String),
    /// It goes; for an enum's value, `Some` is what rows that hold it get (`None`: there are none, or they fail).
    Dropped(Option<String>),
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

/// Someone who answers questions.
pub trait Questioner {
    /// The answer, or `None` if nobody gives one: the question is then open, and whoever asked goes on as well as it
    /// can, to find what else is open. Open questions end the command before anything is written.
    ///
    /// # Errors
    /// When an answer was given that does not fit (a value of another type, a candidate that is not there),
    /// or when the person who is asked leaves.
    fn ask(&mut self, question: &Question) -> crate::error::Result<Option<Answer>>;
}
