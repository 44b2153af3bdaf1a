use super::{Answer, OpenQuestions, Question, Questioner};
use crate::error::Result;

/// Passes every question of one database on, and keeps those that nobody answers.
pub struct Recorder<'a> {
    database: &'a str,
    inner: &'a mut dyn Questioner,
    open: &'a mut OpenQuestions,
}

impl<'a> Recorder<'a> {
    /// Asks `inner` about the database of that alias; what stays open is added to `open`.
    pub fn new(database: &'a str, inner: &'a mut dyn Questioner, open: &'a mut OpenQuestions) -> Self {
        Self { database, inner, open }
    }
}

impl Questioner for Recorder<'_> {
    fn known(&mut self, question: &Question) -> Result<Option<Answer>> {
        self.inner.known(question)
    }

    fn ask(&mut self, question: &Question) -> Result<Option<Answer>> {
        let answer = self.inner.ask(question)?;
        if answer.is_none() {
            self.open.push(self.database, question.clone());
        }
        Ok(answer)
    }
}
