use std::path::Path;

use diesel_manage_syntax::{Position, hint_of};

use crate::error::Error;
use crate::schema::Place;

/// How many mistakes are told at once.
const MOST: usize = 20;

/// A mistake in a source, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    place: Place,
    message: String,
    hints: Vec<String>,
}

impl Problem {
    pub(super) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), hints: Vec::new() }
    }

    #[must_use]
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The line that it is in, and the message.
    #[cfg(feature = "cli")]
    pub(super) fn line_and_message(self) -> (usize, String) {
        (self.place.line, self.message)
    }

    /// What the grammar says, one problem for each mistake.
    pub(super) fn of_syntax(file: &Path, error: syn::Error) -> Vec<Self> {
        error
            .into_iter()
            .map(|error| {
                let text = error.to_string();
                let (message, hint) = hint_of(&text);
                let problem = Self::new(place(file, Position::from(error.span())), message);
                hint.into_iter().fold(problem, Self::hint)
            })
            .collect()
    }

    /// The problems as errors, in the order of the sources, the first with the others; `None` if there is none.
    pub(super) fn error(mut problems: Vec<Self>) -> Option<Error> {
        problems.sort_by(|one, other| {
            let key = |problem: &Self| (problem.place.line, problem.place.column);
            one.place.file.cmp(&other.place.file).then_with(|| key(one).cmp(&key(other)))
        });
        problems.dedup();
        let more = problems.len().saturating_sub(MOST);
        let mut errors = problems.into_iter().take(MOST).map(|problem| {
            let error = Error::failure(format!("{}: {}", problem.place, problem.message));
            problem.hints.into_iter().fold(error, Error::hint)
        });
        let first = errors.next()?;
        let error = errors.fold(first, Error::and);
        Some(match more {
            0 => error,
            1 => error.and(Error::failure("there is one more mistake in the models")),
            more => error.and(Error::failure(format!("there are {more} more mistakes in the models"))),
        })
    }
}

/// A position in a file.
pub(super) fn place(file: &Path, at: Position) -> Place {
    Place { file: file.to_owned(), line: at.line, column: at.column }
}
