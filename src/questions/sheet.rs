use serde::{Serialize, Serializer};

use super::{Answer, Candidate, Choice, OpenQuestion, OpenQuestions, Question};

/// Open questions as data: printed with the version of all such shapes before it, and with each `answer` filled in,
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
    answer: Option<Answer>,
}

impl Serialize for OpenQuestions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let questions = self.iter().map(|open| entry(self, open)).collect();
        Sheet { questions }.serialize(serializer)
    }
}

fn entry<'a>(all: &OpenQuestions, open: &'a OpenQuestion) -> Entry<'a> {
    let question = &open.question;
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
        id: format!("{} {}::{}", question.kind(), super::subject::quoted(&open.database), question.name()),
        kind: question.kind(),
        database: &open.database,
        table: question.table().to_string(),
        column: question.column(),
        value: question.value(),
        text: question.to_string(),
        candidates,
        others,
        choices: all.choices(open),
        answer: None,
    }
}
