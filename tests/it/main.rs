//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod application;
mod bad_input;
mod cases;
mod commands;
mod dump;
mod example;
mod laws;
mod project;
mod questions;
mod rebuild;
mod reports;
mod several;
mod sn0int;
mod state;
mod steps;
mod tour;
