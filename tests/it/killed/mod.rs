//! Processes that are killed, and those that come after them.

mod boundaries;
mod history;
mod image;
mod random;
mod scene;
mod stops;
