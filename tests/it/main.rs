//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod answers;
mod bad_input;
mod calling;
mod cases;
mod commands;
mod dump;
mod examples;
mod framework;
mod help;
mod laws;
mod leaving;
mod project;
mod questions;
mod rebuild;
mod reports;
mod screen;
mod several;
mod sn0int;
mod state;
mod terminal;
mod terminal_kinds;
mod tour;
