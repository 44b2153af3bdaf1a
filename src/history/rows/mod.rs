//! Rows that are made up, always the same ones, to see what becomes of them.

mod candidates;
mod insert;
mod made;
mod value;

pub(super) use insert::insert;
pub(super) use made::{made_value, without_domains};
pub(super) use value::{enum_of, enum_value, holds_text, plain_value};
