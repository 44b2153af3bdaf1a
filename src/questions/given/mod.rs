//! Answers given beforehand, as flags.

mod answers;
mod flag;
mod flags;
mod value;

pub use answers::{Given, GivenFor};
pub use flags::AnswerFlags;

#[cfg(test)]
mod tests;
