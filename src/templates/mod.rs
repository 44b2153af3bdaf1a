//! What `manage` writes into a project: text with blanks, kept in `templates/`, which a project may override.

mod about;
mod blanks;
mod built_in;
mod failure;
mod filters;
mod folder;
mod migration_template;
mod source;
#[allow(clippy::module_inception)]
mod templates;

pub use migration_template::MigrationTemplate;
pub use templates::{Filled, Templates, render};

#[cfg(test)]
mod tests;
