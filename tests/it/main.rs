//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod bad_input;
mod cases;
mod commands;
mod dump;
mod json;
mod laws;
mod looks;
mod progress;
mod project;
mod questions;
mod rebuild;
mod several;
mod sn0int;
mod state;
mod tour;
