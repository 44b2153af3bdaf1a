//! The built-in commands, one file each.

mod completions;
mod deployed;
mod downgrade;
mod help;
mod init;
mod leave;
mod makemigrations;
mod migrate;
mod patience;
mod printschema;
mod progress;
mod ran;
mod repair;
mod running;
mod showmigrations;
mod startcommand;
mod suggestion;
mod tally;
mod trace;
mod whereabouts;

pub(crate) use help::HELP;

use crate::cli::{Command, command};

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    vec![
        command::<makemigrations::MakeMigrations>(),
        command::<migrate::Migrate>(),
        command::<downgrade::Downgrade>(),
        command::<repair::Repair>(),
        command::<showmigrations::ShowMigrations>(),
        command::<printschema::PrintSchema>(),
        command::<init::Init>(),
        command::<startcommand::StartCommand>(),
        command::<completions::Completions>(),
        command::<help::Help>(),
    ]
}
