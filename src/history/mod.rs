//! Migration directories: what is in them, in what order, and the schema that they lead to.

mod graph;
mod header;
#[allow(clippy::module_inception)]
mod history;
mod metadata;
mod migration;
mod read;
mod script;
mod version;

pub use header::Header;
pub use history::History;
pub use migration::Migration;
pub use script::Script;
pub use version::Version;
