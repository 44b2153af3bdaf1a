//! Rows that are made up, always the same ones, to see what becomes of them.

mod candidates;
mod insert;
mod value;

pub(super) use insert::insert;
pub(super) use value::{enum_value, plain_value};
