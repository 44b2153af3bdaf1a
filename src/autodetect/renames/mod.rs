//! What became of the tables and columns that vanished: renamed, dropped, or left alone.

mod columns;
mod displaced;
mod fate;
mod sequence;
mod tables;

pub(super) use columns::rename_columns;
pub(super) use fate::misfit;
pub(super) use tables::rename_tables;
