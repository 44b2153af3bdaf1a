//! Answers given beforehand, as flags.

mod answers;
mod flag;
mod flags;

pub use answers::{Given, GivenFor};
pub use flags::AnswerFlags;

pub(super) use answers::{answer, names};
pub(super) use flag::Flag;

#[cfg(test)]
mod tests;
