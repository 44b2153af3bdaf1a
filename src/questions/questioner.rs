use super::{Answer, Question};
use crate::error::Result;

/// Someone who answers questions.
pub trait Questioner {
    /// The answer if it was given beforehand, in a model or by a flag. Everything that vanished is asked this way
    /// first, so that what a flag says about one thing is not offered as a candidate for another.
    ///
    /// # Errors
    /// As [`Questioner::ask`].
    fn known(&mut self, _question: &Question) -> Result<Option<Answer>> {
        Ok(None)
    }

    /// The answer, or `None` if nobody gives one: the question is then open, and whoever asked goes on as well as it
    /// can, to find what else is open. Open questions end the command before anything is written.
    ///
    /// # Errors
    /// When an answer was given that does not fit (a value of another type, a candidate that is not there),
    /// or when the person who is asked leaves.
    fn ask(&mut self, question: &Question) -> Result<Option<Answer>>;
}

/// Nobody is there: every question stays open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Questioner for Nobody {
    fn ask(&mut self, _question: &Question) -> Result<Option<Answer>> {
        Ok(None)
    }
}

/// Several who are asked one after the other, until one answers.
pub struct Chain<'a> {
    links: Vec<&'a mut dyn Questioner>,
}

impl<'a> Chain<'a> {
    /// The first is asked first.
    pub fn new(links: Vec<&'a mut dyn Questioner>) -> Self {
        Self { links }
    }
}

impl Questioner for Chain<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        for link in &mut self.links {
            if let Some(answer) = link.known(question)? {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        for link in &mut self.links {
            if let Some(answer) = link.ask(question)? {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    }
}
