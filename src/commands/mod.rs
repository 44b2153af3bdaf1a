//! The built-in commands, one file each.

mod deployed;
mod downgrade;
mod init;
mod makemigrations;
mod migrate;
mod printschema;
mod progress;
mod showmigrations;
mod startcommand;
mod suggestion;

use crate::cli::{Command, command};

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    vec![
        command::<init::Init>(),
        command::<makemigrations::MakeMigrations>(),
        command::<migrate::Migrate>(),
        command::<downgrade::Downgrade>(),
        command::<showmigrations::ShowMigrations>(),
        command::<printschema::PrintSchema>(),
        command::<startcommand::StartCommand>(),
    ]
}
