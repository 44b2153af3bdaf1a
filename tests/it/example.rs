//! The examples, as cargo builds them beside the tests.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Once;

use crate::project::{NOW, Project};

/// The binary of an example. `cargo test` builds one that has tests of its own as these alone, so that it may not be
/// there, or may be an old one.
pub(crate) fn example(name: &str) -> PathBuf {
    static BUILT: Once = Once::new();
    let tests = std::env::current_exe().expect("the path of this binary");
    let folder = tests.ancestors().nth(2).expect("the folder that cargo builds to");
    BUILT.call_once(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["build", "--workspace", "--examples", "--locked", "--quiet", "--target-dir"])
            .arg(folder.parent().expect("its folder"));
        cargo.args(folder.ends_with("release").then_some("--release")).current_dir(env!("CARGO_MANIFEST_DIR"));
        assert!(cargo.status().expect("cargo").success(), "the examples are not built");
    });
    folder.join("examples").join(name)
}

/// An example with these arguments, in the project and an environment that holds nothing of the machine's.
pub(crate) fn command(project: &Project, name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(example(name));
    command.args(arguments).current_dir(project.path()).env_clear().env("HOME", project.path()).env("MANAGE_NOW", NOW);
    command
}
