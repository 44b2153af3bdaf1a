//! The frame of the program: built-in and own commands behind one command line, and what they are given.

mod clock;
mod command;
mod context;
mod globals;
mod habits;
mod manage;
mod outcome;
mod steps;
#[cfg(test)]
mod tests;

pub use clock::Clock;
pub use command::{Arguments, Command, command};
pub use context::{AfterFailure, Context};
pub use globals::Globals;
pub use manage::Manage;
pub use outcome::Outcome;
pub(crate) use steps::Steps;
