//! Migration directories: what is in them, in what order, and the schema that they lead to.

mod migration;
mod version;

pub use migration::{Header, Migration, Script};
pub use version::Version;
