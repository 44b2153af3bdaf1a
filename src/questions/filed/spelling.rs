use serde_json::Value;

use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::questions::fit::{fill, renamed, replaced, using};
use crate::questions::given::{Flag, answer, names};
use crate::questions::{Answer, Question};
use crate::schema::Place;

/// The answer that a value of the file gives to the question; nothing for `null`.
pub(super) fn read_answer(
    place: &Place,
    given: &Value,
    question: &Question,
    dialect: &dyn Dialect,
) -> Result<Option<Answer>> {
    let fits = match given {
        Value::Null => return Ok(None),
        Value::String(line) if line.starts_with("--") => return of_flag(place, line, question, dialect).map(Some),
        Value::String(word) => of_word(word, question),
        Value::Object(members) => match members.iter().collect::<Vec<_>>().as_slice() {
            [(key, value)] => of_member(place, key, value, question, dialect)?,
            _ => None,
        },
        _ => None,
    };
    fits.map(Some).ok_or_else(|| {
        let shown = given.to_string();
        let kind = question.kind();
        Error::usage(format!("{place}: {shown} is no answer to a question about a {kind}")).hint(takes(question))
    })
}

fn of_word(word: &str, question: &Question) -> Option<Answer> {
    match (word, question) {
        ("dropped" | "drop", Question::Table { .. } | Question::Column { .. } | Question::Value { .. }) => {
            Some(Answer::Dropped)
        }
        ("allowed" | "allow", Question::Narrowing { .. }) => Some(Answer::Allowed),
        ("leave_to_me" | "allow" | "allowed", Question::Backfill { .. }) => Some(Answer::LeaveToMe),
        ("nullable" | "null", Question::Backfill { .. }) => Some(Answer::Nullable),
        _ => None,
    }
}

fn of_member(
    place: &Place,
    key: &str,
    value: &Value,
    question: &Question,
    dialect: &dyn Dialect,
) -> Result<Option<Answer>> {
    let vanished = matches!(question, Question::Table { .. } | Question::Column { .. } | Question::Value { .. });
    Ok(Some(match (key, value, question) {
        ("renamed" | "rename", Value::String(name), Question::Table { .. }) => {
            // As it is displayed, quoted where it has to be, or bare.
            let bare = name.parse().map_or_else(|_| name.clone(), |table: crate::schema::TableName| table.name);
            renamed(place, question, &bare, dialect)?
        }
        ("renamed" | "rename", Value::String(name), _) if vanished => renamed(place, question, name, dialect)?,
        ("replaced" | "replace", Value::String(value), Question::Value { .. }) => {
            replaced(place, question, Some(value.clone()))?
        }
        ("replaced" | "replace", Value::Null, Question::Value { .. }) => replaced(place, question, None)?,
        ("fill" | "backfill" | "value", Value::String(text), Question::Backfill { .. }) => {
            fill(place, question, text, dialect)?
        }
        ("fill" | "backfill" | "value", Value::Number(_) | Value::Bool(_), Question::Backfill { .. }) => {
            fill(place, question, &value.to_string(), dialect)?
        }
        ("fill" | "backfill" | "value", Value::Null, Question::Backfill { .. }) => Answer::Nullable,
        ("using", Value::String(text), Question::Cast { .. }) => using(place, question, text, dialect)?,
        _ => return Ok(None),
    }))
}

fn of_flag(place: &Place, line: &str, question: &Question, dialect: &dyn Dialect) -> Result<Answer> {
    let placed = |error: Error| {
        let placed = Error::usage(format!("{place}: {error}"));
        error.hints().iter().fold(placed, Error::hint)
    };
    let flag = Flag::of_line(line).map_err(placed)?;
    if !names(&flag, question, dialect) {
        return Err(Error::usage(format!("{place}: {flag} is not about {}", question.name())));
    }
    answer(&flag, question, dialect).map_err(placed)
}

/// What such a question takes, for who has written something else.
fn takes(question: &Question) -> &'static str {
    match question {
        Question::Table { .. } | Question::Column { .. } => "it takes {\"renamed\": \"NEW\"} or \"dropped\"",
        Question::Narrowing { .. } => "it takes \"allowed\"",
        Question::Backfill { .. } => "it takes {\"fill\": VALUE}, \"nullable\" or \"leave_to_me\"",
        Question::Cast { .. } => "it takes {\"using\": \"EXPRESSION\"}",
        Question::Value { .. } => "it takes {\"renamed\": \"NEW\"}, {\"replaced\": \"OTHER\"} or \"dropped\"",
    }
}
