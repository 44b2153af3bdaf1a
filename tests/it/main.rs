//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod bad_input;
mod batched_update;
mod by_hand;
mod calling;
mod cases;
mod commands;
mod dump;
mod examples;
mod framework;
mod help;
mod laws;
mod leaving;
mod migrations;
mod project;
mod questions;
mod rebuild;
mod reports;
mod screen;
mod several;
mod sn0int;
mod state;
mod templates;
mod terminal;
mod tour;
mod tryout;
