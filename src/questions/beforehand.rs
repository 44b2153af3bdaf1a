use super::{Answer, Filed, FiledFor, Given, GivenFor, OpenQuestions, Question, Questioner};
use crate::dialect::Dialect;
use crate::error::{Error, Result};

/// Everything that was answered beforehand: by flags, and in a file.
#[derive(Debug, Default)]
pub struct Beforehand {
    flags: Given,
    file: Option<Filed>,
}

impl Beforehand {
    /// These flags and this file.
    pub fn new(flags: Given, file: Option<Filed>) -> Self {
        Self { flags, file }
    }

    /// The same as those who answer for one database.
    pub fn for_database<'a>(&'a mut self, alias: &'a str, dialect: &'a dyn Dialect) -> BeforehandFor<'a> {
        let file = self.file.as_mut().map(|file| file.for_database(alias, dialect));
        BeforehandFor { flags: self.flags.for_database(alias, dialect), file }
    }

    /// To be called when everything was asked: an answer to nothing is a mistake. Gives a note about those that may
    /// be left over.
    ///
    /// # Errors
    /// With those answers, and with what was open.
    pub fn finish(&self, open: &OpenQuestions) -> Result<Option<String>> {
        self.flags.finish(open)?;
        self.file.as_ref().map_or(Ok(None), |file| file.finish(open))
    }

    /// The error with the place of the answer in the file, if it was the last one given and is what was wrong.
    pub fn blame(&self, error: Error) -> Error {
        match &self.file {
            Some(file) => file.blame(error),
            None => error,
        }
    }
}

/// [`Beforehand`], answering for one database.
pub struct BeforehandFor<'a> {
    flags: GivenFor<'a>,
    file: Option<FiledFor<'a>>,
}

impl Questioner for BeforehandFor<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        let said = self.flags.known(question)?;
        let Some(file) = &mut self.file else { return Ok(said) };
        let filed = file.known(question)?;
        match (said, filed) {
            (Some(said), Some(filed)) if said != filed => {
                let place = file.place(question).unwrap_or_default();
                let name = question.name();
                Err(Error::usage(format!("{place}: this and a flag contradict each other about {name}"))
                    .hint("leave one of them out"))
            }
            (said, filed) => Ok(said.or(filed)),
        }
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        match self.known(question)? {
            Some(answer) => Ok(Some(answer)),
            None => self.flags.ask(question),
        }
    }
}
