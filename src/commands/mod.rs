//! The built-in commands, one file each.

mod applied_on;
mod check;
mod completions;
mod current;
mod deployed;
mod downgrade;
mod fake_initial;
mod goal;
mod heads;
mod help;
mod histories;
mod history;
mod init;
mod inspectdb;
mod leave;
mod live;
mod makemigrations;
mod meeting;
mod merge;
mod migrate;
mod patience;
mod planned;
mod printschema;
mod progress;
mod ran;
mod repair;
mod running;
mod scratch;
mod scripted;
mod show;
mod showmigrations;
mod sqlmigrate;
mod stamp;
mod standing;
mod startcommand;
mod suggestion;
mod tally;
mod trace;
mod verify;
mod whereabouts;

pub(crate) use help::HELP;

use crate::cli::{Command, command};

/// All of them, in the order of `manage help`.
pub(crate) fn built_in() -> Vec<Box<dyn Command>> {
    vec![
        command::<makemigrations::MakeMigrations>(),
        command::<merge::Merge>(),
        command::<migrate::Migrate>(),
        command::<downgrade::Downgrade>(),
        command::<stamp::Stamp>(),
        command::<repair::Repair>(),
        command::<showmigrations::ShowMigrations>(),
        command::<current::Current>(),
        command::<heads::Heads>(),
        command::<history::History>(),
        command::<show::Show>(),
        command::<sqlmigrate::SqlMigrate>(),
        command::<check::Check>(),
        command::<verify::Verify>(),
        command::<printschema::PrintSchema>(),
        command::<inspectdb::InspectDb>(),
        command::<init::Init>(),
        command::<startcommand::StartCommand>(),
        command::<completions::Completions>(),
        command::<help::Help>(),
    ]
}
