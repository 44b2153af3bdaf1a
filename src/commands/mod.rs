//! The built-in commands, one file each.

mod makemigrations;
mod printschema;

use crate::cli::{Command, command};

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    vec![command::<makemigrations::MakeMigrations>(), command::<printschema::PrintSchema>()]
}
