//! A schema as the source text of its models: what a person would have written for it. No I/O.

mod attribute;
mod constraints;
mod declared;
mod default;
mod enums;
mod field;
mod field_type;
mod guess;
mod index;
mod integers;
mod literal;
mod names;
mod needs;
mod read_back;
mod rust_name;
mod singular;
mod source;
mod table_text;

pub use declared::Declared;
pub use read_back::{Mistake, read_back};
pub use source::{LeftOut, ModelText, WrittenTable, models_text};
