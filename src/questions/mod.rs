//! Who answers when the intent is ambiguous: the models themselves, flags, a terminal, or nobody.

mod answer;
mod from_models;
mod question;
mod questioner;
mod text;

pub use answer::Answer;
pub use from_models::FromModels;
pub use question::{Candidate, Question};
pub use questioner::{Chain, Nobody, Questioner};
