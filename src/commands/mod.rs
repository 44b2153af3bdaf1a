//! The built-in commands, one file each.

mod deployed;
mod downgrade;
mod makemigrations;
mod migrate;
mod printschema;
mod progress;
mod running;
mod showmigrations;

use crate::cli::{Command, command};

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    vec![
        command::<makemigrations::MakeMigrations>(),
        command::<migrate::Migrate>(),
        command::<downgrade::Downgrade>(),
        command::<showmigrations::ShowMigrations>(),
        command::<printschema::PrintSchema>(),
    ]
}
