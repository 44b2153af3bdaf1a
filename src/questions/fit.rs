//! Whether an answer fits the question it is given to.

use std::fmt::Display;

use super::value::{inside_sql, is_null, value};
use super::{Answer, Question};
use crate::dialect::{Dialect, Literal};
use crate::error::{Error, Result};
use crate::schema::TableName;

/// The new name as the models spell it, if it is one of those that are open; otherwise as it was given. `said` is the
/// flag that gives the answer, or its place in a file.
pub(super) fn renamed(said: &dyn Display, question: &Question, name: &str, dialect: &dyn Dialect) -> Result<Answer> {
    match question {
        Question::Table { candidates, others, .. } => {
            let new = candidates.iter().map(|candidate| &candidate.to).chain(others);
            let fitting: Vec<&TableName> = new.filter(|new| dialect.same_name(&new.name, name)).collect();
            match fitting.as_slice() {
                [] => Ok(Answer::Renamed(TableName::new(name).to_string())),
                [one] => Ok(Answer::Renamed(one.to_string())),
                [one, other, ..] => Err(Error::usage(format!("{said} can mean {one} and {other}"))),
            }
        }
        Question::Column { candidates, others, .. } => {
            let mut new = candidates.iter().map(|candidate| &candidate.to).chain(others);
            let spelled = new.find(|new| dialect.same_name(new, name)).map_or(name, String::as_str);
            Ok(Answer::Renamed(spelled.to_owned()))
        }
        Question::Value { .. } => of_values(said, question, name).map(Answer::Renamed),
        _ => Err(unfit(said)),
    }
}

/// Another value of the enum, or NULL, for rows that hold the vanished one.
pub(super) fn replaced(said: &dyn Display, question: &Question, value: Option<String>) -> Result<Answer> {
    match (question, value) {
        (Question::Value { .. }, None) => Ok(Answer::Replaced(None)),
        (Question::Value { .. }, Some(value)) => of_values(said, question, &value).map(|to| Answer::Replaced(Some(to))),
        _ => Err(unfit(said)),
    }
}

/// A value for rows that have none; NULL lets the column be nullable.
pub(super) fn fill(said: &dyn Display, question: &Question, text: &str, dialect: &dyn Dialect) -> Result<Answer> {
    read_fill(question, text, dialect).map_err(|reason| match reason {
        Some(reason) => Error::usage(format!("{said}: {reason}")),
        None => unfit(said),
    })
}

/// The same, with the bare reason where it does not fit; none where there is nothing to fill.
pub(super) fn read_fill(question: &Question, text: &str, dialect: &dyn Dialect) -> Result<Answer, Option<String>> {
    match question {
        Question::Backfill { .. } if is_null(text) => Ok(Answer::Nullable),
        Question::Backfill { column, .. } => value(dialect, column, text).map(Answer::Fill).map_err(Some),
        _ => Err(None),
    }
}

/// An expression over the old value.
pub(super) fn using(said: &dyn Display, question: &Question, text: &str, dialect: &dyn Dialect) -> Result<Answer> {
    read_using(question, text, dialect).map_err(|reason| match reason {
        Some(reason) => Error::usage(format!("{said}: {reason}")),
        None => unfit(said),
    })
}

/// The same, with the bare reason where it does not fit; none where there is nothing to convert.
pub(super) fn read_using(question: &Question, text: &str, dialect: &dyn Dialect) -> Result<Answer, Option<String>> {
    let Question::Cast { after, .. } = question else { return Err(None) };
    match inside_sql(text).unwrap_or(text).trim() {
        "" => Err(Some("the expression is missing".to_owned())),
        expr => dialect.literal(after, &Literal::Sql(expr.to_owned())).map(Answer::Using).map_err(Some),
    }
}

/// The error about an answer to another sort of question.
pub(super) fn unfit(said: &dyn Display) -> Error {
    Error::usage(format!("{said} does not fit what it names"))
}

fn of_values(said: &dyn Display, question: &Question, name: &str) -> Result<String> {
    let known = question.names();
    if known.iter().any(|value| value == name) {
        return Ok(name.to_owned());
    }
    let hint = format!("the values are {}", known.join(", "));
    Err(Error::usage(format!("{said}: there is no value `{name}`")).hint(hint))
}
