//! The differences of one table that is on both sides, in no order yet.

mod columns;
mod constraints;
mod indexes;
mod table;
mod values;

pub(super) use table::diff_table;
pub(super) use values::{Moving, move_values};
