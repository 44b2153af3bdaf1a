use std::path::Path;

use diesel_manage_syntax::{Position, hint_of};

use crate::error::Error;
use crate::schema::Place;

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

    /// The first problem as an error, which says how many more there are; `None` if there is none.
    pub(super) fn error(problems: Vec<Self>) -> Option<Error> {
        let more = problems.len().saturating_sub(1);
        let first = problems.into_iter().next()?;
        let rest = match more {
            0 => String::new(),
            1 => " (and one more mistake in the models)".to_owned(),
            more => format!(" (and {more} more mistakes in the models)"),
        };
        let error = Error::failure(format!("{}: {}{rest}", first.place, first.message));
        Some(first.hints.into_iter().fold(error, Error::hint))
    }
}

/// A position in a file.
pub(super) fn place(file: &Path, at: Position) -> Place {
    Place { file: file.to_owned(), line: at.line, column: at.column }
}
