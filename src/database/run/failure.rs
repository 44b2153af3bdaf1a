use std::collections::BTreeSet;
use std::fmt;

use crate::database::event::Direction;
use crate::database::plan::Step;
use crate::database::session::{SqlError, SqlErrorKind};
use crate::database::target::Violation;
use crate::error::Error;
use crate::sql::Statement;

/// How much of a statement is shown.
const MOST: usize = 400;

/// The statement at which it stopped, on one line, and with what the database said of it.
#[derive(Debug, thiserror::Error)]
#[error("the statement is: {statement}")]
struct InStatement {
    statement: String,
}

/// A statement failed.
pub(super) fn statement(step: &Step, statement: &Statement, error: &SqlError) -> Error {
    let place = format!("{}:{}", step.file.display(), statement.line);
    let folded = statement.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = folded.chars().take(MOST).collect();
    if shown.len() < folded.len() {
        shown.push('…');
    }
    let failed = Error::new(error.kind.error_kind(), format!("{place}: {}", one_line(&error.message)));
    with_hints(failed.because(InStatement { statement: shown }), step, error.kind)
}

/// Something around the statements failed: beginning, recording, committing.
pub(super) fn around(step: &Step, doing: &str, error: SqlError) -> Error {
    let kind = error.kind;
    let message = format!("{}: {doing} failed", step.name);
    with_hints(Error::new(kind.error_kind(), message).because(error), step, kind)
}

fn with_hints(error: Error, step: &Step, kind: SqlErrorKind) -> Error {
    let error = match kind.hint() {
        Some(hint) => error.hint(hint),
        None => error,
    };
    error.hint(kept(step))
}

/// What is left of a migration that failed, and what to do.
fn kept(step: &Step) -> String {
    let again = match step.direction {
        Direction::Up => "run `manage migrate` again",
        Direction::Down => "run `manage downgrade` again",
    };
    let name = &step.name;
    if step.in_transaction {
        format!("nothing of {name} was kept, what ran before it was: put the cause right and {again}")
    } else {
        format!(
            "what {name} did before this statement is kept: put the cause right and {again}, which goes on from here"
        )
    }
}

/// Rows that referred to something before and do not now.
pub(super) fn violations(step: &Step, before: &BTreeSet<Violation>, after: &BTreeSet<Violation>) -> Option<Error> {
    let mut new = after.difference(before);
    let first = new.next()?;
    let others = match new.count() {
        0 => String::new(),
        1 => ", and one more".to_owned(),
        more => format!(", and {more} more"),
    };
    Some(
        Error::failure(format!("{}: foreign keys would be violated: {first}{others}", step.file.display()))
            .hint(kept(step)),
    )
}

/// The message on one line.
fn one_line(message: &str) -> impl fmt::Display {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
