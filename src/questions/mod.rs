//! Who answers when the intent is ambiguous: the models themselves, flags, a terminal, or nobody.

mod answer;
mod choice;
mod from_models;
mod given;
mod open;
mod question;
mod questioner;
mod recorder;
mod sheet;
mod subject;
mod text;

pub use answer::Answer;
pub use choice::{Choice, choices};
pub use from_models::FromModels;
pub use given::{AnswerFlags, Given, GivenFor};
pub use open::{OpenQuestion, OpenQuestions};
pub use question::{Candidate, Question};
pub use questioner::{Chain, Nobody, Questioner};
pub use recorder::Recorder;
