use std::collections::BTreeSet;
use std::fmt;

use crate::database::event::Direction;
use crate::database::plan::{Step, quoted};
use crate::database::session::{SqlError, SqlErrorKind};
use crate::database::target::Violation;
use crate::error::{Error, ErrorKind};
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
    let place = place(step, statement, error.position);
    let folded = statement.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = folded.chars().take(MOST).collect();
    if shown.len() < folded.len() {
        shown.push('…');
    }
    let failed = Error::new(error.kind.error_kind(), format!("{place}: {}", one_line(&error.to_string())));
    let failed = error.hint.iter().map(|hint| one_line(hint).to_string()).fold(failed, Error::hint);
    // 42P07: PostgreSQL's for a name that is taken.
    let failed = match error.code.as_deref() == Some("42P07") && folded.to_uppercase().contains("INDEX CONCURRENTLY") {
        true => {
            failed.hint("if a build that was stopped left it: `DROP INDEX CONCURRENTLY …`, and run the command again")
        }
        false => failed,
    };
    with_hints(failed.because(InStatement { statement: shown }), step, error.kind)
}

/// `up.sql:3`, or `up.sql:4:12` where the server says which character it is about.
fn place(step: &Step, statement: &Statement, position: Option<usize>) -> String {
    let file = step.file.display();
    let Some(position) = position.filter(|position| (1..=statement.text.chars().count() + 1).contains(position)) else {
        return format!("{file}:{}", statement.line);
    };
    let before: String = statement.text.chars().take(position - 1).collect();
    let (line, last) = match before.rsplit_once('\n') {
        Some((lines, last)) => (statement.line + lines.matches('\n').count() + 1, last),
        None => (statement.line, before.as_str()),
    };
    let mut column = last.chars().count() + 1;
    if line == statement.line {
        // A statement does not know what stands before it on its first line; the file does, if it is still the same.
        let text = std::fs::read_to_string(&step.file).unwrap_or_default();
        let first = statement.text.lines().next().unwrap_or_default();
        let begin = text.lines().nth(line.saturating_sub(1)).and_then(|whole| whole.split_once(first));
        column += begin.map_or(0, |(before, _)| before.chars().count());
    }
    format!("{file}:{line}:{column}")
}

/// Something around the statements failed: beginning, recording, committing.
pub(super) fn around(step: &Step, doing: &str, error: SqlError) -> Error {
    let kind = error.kind;
    let (message, own) = (format!("{}: {doing} failed", step.name), error.hint.clone());
    let failed = Error::new(kind.error_kind(), message).because(error);
    with_hints(own.iter().map(|hint| one_line(hint).to_string()).fold(failed, Error::hint), step, kind)
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

/// What it did before it stopped cannot be gone on from in another session.
pub(super) fn cannot_go_on(step: &Step, done: usize, why: &str) -> Error {
    let (name, total) = (&step.name, step.total());
    let next =
        step.statements.get(done).map_or(String::new(), |next| format!(" from {}:{}", step.file.display(), next.line));
    Error::history(format!("{name} stopped after {done} of {total} statements and cannot go on: {why}"))
        .hint(format!("finish it by hand{next}, then `manage repair --done {}` writes that down", quoted(name)))
}

/// The Rust step failed.
pub(super) fn rust(step: &Step, error: Error) -> Error {
    let kind = match error.kind() {
        kind @ (ErrorKind::Lock | ErrorKind::Interrupted | ErrorKind::Terminated) => kind,
        _ => ErrorKind::Failure,
    };
    let failed = Error::new(kind, format!("the Rust step of {} failed", step.name));
    let failed = error.hints().iter().fold(failed, Error::hint);
    failed.because(error).hint(kept_of_rust(step))
}

/// The Rust step did what only SQL files may do.
pub(super) fn schema_changed(step: &Step, differences: &[String]) -> Error {
    let first = differences.first().map(String::as_str).unwrap_or_default();
    let more = match differences.len() {
        0 | 1 => String::new(),
        number => format!(", and {} more", number - 1),
    };
    Error::failure(format!("the Rust step of {} changed the schema: {first}{more}", step.name))
        .hint("a step moves data; what changes the schema stands in SQL, from which the state is computed")
        .hint(kept_of_rust(step))
}

fn kept_of_rust(step: &Step) -> String {
    if step.in_transaction {
        return kept(step);
    }
    let (again, statements) = match step.direction {
        Direction::Up => ("migrate", "are done"),
        Direction::Down => ("downgrade", "are not begun"),
    };
    let name = &step.name;
    format!(
        "the statements of {name} {statements}: put the cause right and run `manage {again}` again, which begins with the Rust step"
    )
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
