//! Answers given beforehand, in a file.

mod document;
mod filed;
mod spelling;
#[cfg(test)]
mod tests;

pub use filed::{Filed, FiledFor};
