//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod bad_input;
mod batched_update;
mod by_hand;
mod cases;
mod commands;
mod dump;
mod laws;
mod migrations;
mod project;
mod questions;
mod rebuild;
mod reports;
mod several;
mod sn0int;
mod state;
mod templates;
mod tour;
mod tryout;
