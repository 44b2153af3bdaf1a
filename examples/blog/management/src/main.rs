//! The project's `manage`: the built-in commands, and its own.

mod commands;

use std::process::ExitCode;

use diesel_manage::Manage;

fn main() -> ExitCode {
    let commands = commands::all().into_iter();
    commands.fold(Manage::new(), Manage::command).run()
}
