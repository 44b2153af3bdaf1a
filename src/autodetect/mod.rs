//! What changed: the schema that migrations lead to and the one that models want in, an ordered list of changes out.
//! No I/O, and the same list every time.

mod completion;
mod declared_column;
mod detect;
mod diff;
mod enums;
mod ignore;
mod index_names;
mod likeness;
mod migrations;
mod naming;
mod note;
mod order;
mod renames;
mod scope;
mod spelling;
mod summary;
mod type_notes;
mod unspoken;
mod uses;

pub use detect::{Detected, autodetect};
pub use ignore::Ignore;
pub use migrations::{Portion, portions};
pub use naming::{slug, slug_of_message};
pub use note::Note;
pub use summary::{headline, summary};
pub use unspoken::Unspoken;

#[cfg(test)]
mod tests;
