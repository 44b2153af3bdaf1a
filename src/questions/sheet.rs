use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::value::written;
use super::{Answer, Answered, AnsweredQuestion, Candidate, Choice, OpenQuestions, Question, choices};
use crate::ui::JSON_VERSION;

/// Questions as data: printed with the version of all such shapes before it, and with each `answer` filled in,
/// this is an answers file.
#[derive(Serialize)]
struct Sheet<'a> {
    questions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    /// The same in every run as long as the question is: kind, database and name.
    id: String,
    kind: &'static str,
    database: &'a str,
    table: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    text: String,
    candidates: Vec<Candidate<String>>,
    /// What it could have become all the same.
    others: Vec<String>,
    choices: Vec<Choice>,
    answer: Value,
}

/// What is written to be answered with again.
#[derive(Serialize)]
struct Record<'a> {
    version: u32,
    /// Whether answers may be left over: a record that is complete is not for one run alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    replay: bool,
    questions: Vec<Entry<'a>>,
}

impl Serialize for OpenQuestions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Sheet { questions: self.entries() }.serialize(serializer)
    }
}

impl OpenQuestions {
    fn entries(&self) -> Vec<Entry<'_>> {
        self.iter().map(|open| entry(&open.database, &open.question, self.choices(open), Value::Null)).collect()
    }
}

impl Answered {
    /// The text of an answers file with these answers; questions that are open are there to be completed.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn record(&self, open: &OpenQuestions) -> serde_json::Result<String> {
        let answered = self.iter().map(|one| {
            let alias = self.several_databases().then_some(one.database.as_str());
            entry(&one.database, &one.question, choices(&one.question, alias), answer(one))
        });
        let questions = answered.chain(open.entries()).collect();
        let record = Record { version: JSON_VERSION, replay: open.is_empty(), questions };
        serde_json::to_string_pretty(&record).map(|text| text + "\n")
    }
}

/// The answer as it can be read again.
fn answer(answered: &AnsweredQuestion) -> Value {
    match (&answered.answer, &answered.question) {
        (Answer::Fill(expr), Question::Backfill { column, .. }) => {
            json!({ "fill": written(answered.dialect, column, expr) })
        }
        (answer, _) => json!(answer),
    }
}

/// What a question is called in files.
pub(super) fn id(database: &str, question: &Question) -> String {
    format!("{} {}::{}", question.kind(), super::subject::quoted(database), question.name())
}

fn entry<'a>(database: &'a str, question: &'a Question, choices: Vec<Choice>, answer: Value) -> Entry<'a> {
    let (candidates, others) = match question {
        Question::Table { candidates, others, .. } => (
            candidates
                .iter()
                .map(|one| Candidate { to: one.to.to_string(), likeness: one.likeness, reason: one.reason.clone() })
                .collect(),
            others.iter().map(ToString::to_string).collect(),
        ),
        Question::Column { candidates, others, .. } | Question::Value { candidates, others, .. } => {
            (candidates.clone(), others.clone())
        }
        _ => (Vec::new(), Vec::new()),
    };
    Entry {
        id: id(database, question),
        kind: question.kind(),
        database,
        table: question.table().to_string(),
        column: question.column(),
        value: question.value(),
        text: question.to_string(),
        candidates,
        others,
        choices,
        answer,
    }
}
