use std::fmt;

use super::{Choice, Question, choices};
use crate::error::{Error, ErrorKind, Result};

/// Questions that nobody has answered, of all databases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenQuestions {
    questions: Vec<OpenQuestion>,
    several_databases: bool,
}

/// A question that nobody has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The alias of the database.
    pub database: String,
    /// The question.
    pub question: Question,
}

impl OpenQuestions {
    /// None yet. Where several databases are in play, the flags that are shown say which one they mean.
    pub fn new(several_databases: bool) -> Self {
        Self { questions: Vec::new(), several_databases }
    }

    /// Adds one.
    pub fn push(&mut self, database: &str, question: Question) {
        self.questions.push(OpenQuestion { database: database.to_owned(), question });
    }

    /// The questions, in the order in which they came up.
    pub fn iter(&self) -> impl Iterator<Item = &OpenQuestion> {
        self.questions.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// The ways to answer one of them.
    pub fn choices(&self, open: &OpenQuestion) -> Vec<Choice> {
        choices(&open.question, self.several_databases.then_some(open.database.as_str()))
    }

    /// What it is about, under the alias of its database where there are several.
    pub fn name(&self, open: &OpenQuestion) -> String {
        let name = open.question.name();
        if self.several_databases { format!("{}::{name}", super::subject::quoted(&open.database)) } else { name }
    }

    /// Nothing if there are none.
    ///
    /// # Errors
    /// With all of them, as an error of the kind [`ErrorKind::Question`] whose source is `self`.
    pub fn into_result(self) -> Result<()> {
        let message = match self.questions.len() {
            0 => return Ok(()),
            1 => "a question needs an answer".to_owned(),
            count => format!("{count} questions need an answer"),
        };
        let assumed = self.questions.len() > 1 && self.questions.iter().any(|open| open.question.assumes_a_rename());
        let error = Error::new(ErrorKind::Question, message)
            .because(self)
            .hint("call the command again with one of the flags for each of them");
        Err(if assumed {
            error.hint("the other questions take the likeliest rename for granted: another answer can bring others")
        } else {
            error
        })
    }
}

impl fmt::Display for OpenQuestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, open) in self.questions.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            if self.several_databases {
                write!(f, "{}: ", open.database)?;
            }
            write!(f, "{}", open.question)?;
            let choices = self.choices(open);
            let width = choices.iter().map(|choice| choice.flag.chars().count()).max().unwrap_or_default();
            for choice in choices {
                write!(f, "\n    {:width$}   {}", choice.flag, choice.reason)?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for OpenQuestions {}
