use super::choice::flag;
use super::meaning::{loses, meaning};
use super::subject::quoted;
use super::{Answer, Question};
use crate::dialect::Dialect;

/// What was answered in one run, of all databases, in the order in which it came up.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    questions: Vec<AnsweredQuestion>,
    several_databases: bool,
}

/// A question with its answer.
#[derive(Clone)]
pub struct AnsweredQuestion {
    /// The alias of the database.
    pub database: String,
    /// The question.
    pub question: Question,
    /// The answer.
    pub answer: Answer,
    pub(super) dialect: &'static dyn Dialect,
}

impl std::fmt::Debug for AnsweredQuestion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {:?}", self.database, self.question, self.answer)
    }
}

impl Answered {
    /// None yet. Where several databases are in play, what is shown says which one it means.
    pub fn new(several_databases: bool) -> Self {
        Self { questions: Vec::new(), several_databases }
    }

    /// Adds one.
    pub fn push(&mut self, database: &str, question: &Question, answer: &Answer, dialect: &'static dyn Dialect) {
        let (database, question, answer) = (database.to_owned(), question.clone(), answer.clone());
        self.questions.push(AnsweredQuestion { database, question, answer, dialect });
    }

    /// The questions with their answers.
    pub fn iter(&self) -> impl Iterator<Item = &AnsweredQuestion> {
        self.questions.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    pub(super) fn several_databases(&self) -> bool {
        self.several_databases
    }

    /// What each of them means, in a line, and whether something is lost by it.
    pub fn meanings(&self, arrow: &str) -> Vec<(String, bool)> {
        let told = |one: &AnsweredQuestion| {
            let prefix = if self.several_databases { format!("{}: ", quoted(&one.database)) } else { String::new() };
            (format!("{prefix}{}", meaning(&one.question, &one.answer, arrow)), loses(&one.question, &one.answer))
        };
        self.questions.iter().map(told).collect()
    }

    /// The flags that give the same answers, ready to be pasted into a shell.
    pub fn flags(&self) -> Vec<String> {
        let alias = |one: &AnsweredQuestion| self.several_databases.then(|| one.database.clone());
        self.questions.iter().map(|one| flag(&one.question, &one.answer, alias(one).as_deref(), one.dialect)).collect()
    }
}
