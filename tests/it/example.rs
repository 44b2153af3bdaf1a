//! The examples, as cargo has built them beside the tests.

use std::path::PathBuf;
use std::process::Command;

use crate::project::{NOW, Project};

/// The binary of an example.
pub(crate) fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().expect("the path of this binary");
    let folder = tests.ancestors().nth(2).expect("the folder that cargo builds to").join("examples");
    let binary = folder.join(name);
    assert!(binary.is_file(), "{} is not there: `cargo build --examples` makes it", binary.display());
    binary
}

/// An example with these arguments, in the project and an environment that holds nothing of the machine's.
pub(crate) fn command(project: &Project, name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(example(name));
    command.args(arguments).current_dir(project.path()).env_clear().env("HOME", project.path()).env("MANAGE_NOW", NOW);
    command
}
