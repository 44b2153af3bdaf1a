use super::{Answer, Answered, OpenQuestions, Question, Questioner};
use crate::dialect::Dialect;
use crate::error::Result;

/// Passes every question of one database on, and keeps those that nobody answers.
pub struct Recorder<'a> {
    database: &'a str,
    inner: &'a mut dyn Questioner,
    open: &'a mut OpenQuestions,
    answered: Option<(&'a mut Answered, &'static dyn Dialect)>,
}

impl<'a> Recorder<'a> {
    /// Asks `inner` about the database of that alias; what stays open is added to `open`.
    pub fn new(database: &'a str, inner: &'a mut dyn Questioner, open: &'a mut OpenQuestions) -> Self {
        Self { database, inner, open, answered: None }
    }

    /// The same; what is answered is added to `answered`.
    #[must_use]
    pub fn keeping(mut self, answered: &'a mut Answered, dialect: &'static dyn Dialect) -> Self {
        self.answered = Some((answered, dialect));
        self
    }

    fn keep(&mut self, question: &Question, answer: Option<&Answer>) {
        if let (Some((answered, dialect)), Some(answer)) = (&mut self.answered, answer) {
            answered.push(self.database, question, answer, *dialect);
        }
    }
}

impl Questioner for Recorder<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        let answer = self.inner.known(question)?;
        self.keep(question, answer.as_ref());
        Ok(answer)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let answer = self.inner.ask(question)?;
        self.keep(question, answer.as_ref());
        if answer.is_none() {
            self.open.push(self.database, question.clone());
        }
        Ok(answer)
    }
}
