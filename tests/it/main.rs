//! The tests of the whole: the real binary, in projects of its own, on real databases.

mod cases;
mod dump;
mod project;
