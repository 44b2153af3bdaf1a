//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod bad_input;
mod cases;
mod commands;
mod dump;
mod init;
mod laws;
mod project;
mod questions;
mod rebuild;
mod reports;
mod several;
mod sn0int;
mod startcommand;
mod state;
mod tour;
