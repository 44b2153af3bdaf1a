//! Answers given beforehand, in a file.

mod document;
#[allow(clippy::module_inception)]
mod filed;
mod spelling;

pub use filed::{Filed, FiledFor};
