//! Statements that rewrite a table, or keep others from it for as long as it is large.

mod action;
#[allow(clippy::module_inception)]
mod hazard;
mod mysql;
mod postgres;
mod reader;
mod rows;
mod sqlite;

pub use hazard::{Hazard, hazards};
