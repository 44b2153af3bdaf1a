//! Rust source to schema: structs with `#[derive(Model)]`, and Diesel's own `table!`.
//!
//! Nothing is compiled, and nothing but the given sources is read.

mod custom_type;
mod diesel_table;
mod duplicates;
mod foreign_keys;
mod foreign_type;
mod home;
mod model_index;
mod model_table;
#[allow(clippy::module_inception)]
mod models;
mod parsed;
mod print_options;
mod problem;
mod reference;
mod rust_table;
mod source_list;
mod table_macro;
#[cfg(feature = "cli")]
mod text;
mod types;

#[cfg(feature = "cli")]
pub(crate) use foreign_keys::Around;
pub use models::{Models, read};
pub use print_options::{Docs, Groups, PrintOptions, PrintedSchema};
#[cfg(feature = "cli")]
pub use text::{Declared, LeftOut, Mistake, ModelText, WrittenTable, models_text, read_back};

#[cfg(test)]
mod tests;
