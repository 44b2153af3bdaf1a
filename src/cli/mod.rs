//! The frame of the program: built-in and own commands behind one command line, and what they are given.

mod backward;
mod call;
mod clock;
mod command;
mod connection;
mod context;
mod definition;
mod explain;
mod globals;
mod habits;
mod manage;
mod manual;
mod outcome;
mod page;
mod program;
mod steps;
#[cfg(test)]
mod tests;
mod usage;

pub use clock::Clock;
pub use command::{Arguments, Command, command};
pub use connection::Connect;
pub use context::{AfterFailure, Context};
pub use explain::ErrorContext;
pub use globals::Globals;
pub use manage::Manage;
pub(crate) use manage::Surroundings;
pub use manual::Manual;
pub use outcome::Outcome;
use program::Program;
pub(crate) use steps::Steps;
