//! Who answers when the intent is ambiguous: the models themselves, flags, a file, a terminal, or nobody.
//!
//! # An answers file
//!
//! What `manage makemigrations --json` prints where questions are open is an answers file to be completed, and what
//! `--record FILE` writes is one that is complete:
//!
//! ```json
//! {
//!   "version": 1,
//!   "replay": true,
//!   "questions": [
//!     { "id": "column default::users.name", "answer": { "renamed": "username" } },
//!     { "id": "backfill default::users.age", "answer": { "fill": 18 } }
//!   ]
//! }
//! ```
//!
//! | key | |
//! |---|---|
//! | `version` | of the shape; a newer one than is known is refused, without it the file is taken for version 1 |
//! | `replay` | `true`: an answer whose question does not come up is passed over with a note; otherwise it is an error, as with flags. `--record` writes it |
//! | `questions` | a list of objects. `id` and `answer` are needed; all other keys are for who reads it |
//! | `id` | kind, database and name: `column default::users.name`. Each once |
//! | `answer` | `null` as long as there is none, else one of those below |
//! | `candidates`, `others` | what a vanished thing could have become. An answer that loses something holds only as long as there is nothing new to become that is not among them |
//!
//! | question | answer |
//! |---|---|
//! | `table`, `column` | `{"renamed": "NEW"}`, `"dropped"` |
//! | `narrowing` | `"allowed"` |
//! | `backfill` | `{"fill": VALUE}` (a number, true or false, a string, or `"sql(…)"`), `"nullable"`, `"leave_to_me"` |
//! | `cast` | `{"using": "EXPRESSION"}` |
//! | `value` | `{"renamed": "NEW"}`, `{"replaced": "OTHER"}` (or `null`), `"dropped"` |
//!
//! The flag that would say the same, such as `"--drop users.name"`, is an answer as well.

mod answer;
mod answered;
mod beforehand;
mod choice;
mod filed;
mod fit;
mod from_models;
mod general;
mod given;
mod meaning;
mod open;
mod question;
mod questioner;
mod recorder;
mod sheet;
mod subject;
mod terminal;
mod text;
mod value;

pub use answer::Answer;
pub use answered::{Answered, AnsweredQuestion};
pub use beforehand::{Beforehand, BeforehandFor};
pub use choice::{Choice, choices};
pub use filed::{Filed, FiledFor};
pub use from_models::FromModels;
pub use general::Questions;
pub use given::{AnswerFlags, Given, GivenFor};
pub use open::{OpenQuestion, OpenQuestions};
pub use question::{Candidate, Question};
pub use questioner::{Chain, Nobody, Questioner};
pub use recorder::Recorder;
pub use terminal::Terminal;
