//! Applications with one of Diesel's backends each, that are compiled with what `schema!()` gives, and write and read a
//! row of every type.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::print_schema::extensions;
use crate::project::Project;

/// The application of this name, as cargo makes it of the models as they are now.
fn application(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = root.join("target/every_type");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--locked", "--quiet", "--package", name, "--target-dir"]).arg(&target);
    cargo.current_dir(root.join("tests/every_type")).env_remove("MANAGE_SETTINGS").env_remove("CARGO_TARGET_DIR");
    assert!(cargo.status().expect("cargo").success(), "{name} does not compile");
    target.join("debug").join(name)
}

fn run(name: &str, project: &Project) {
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    let mut command = Command::new(application(name));
    command.env_clear().env("DATABASE_URL", project.database().url());
    assert_eq!(project.run(&mut command).ok().stdout, "every type went there and back\n");
}

#[test]
fn on_postgres() {
    let project = Project::postgres(include_str!("../../every_type/postgres/src/models.rs"));
    extensions(&project, r#"["citext"]"#);
    run("every_type_postgres", &project);
}

#[test]
fn on_mysql() {
    run("every_type_mysql", &Project::mysql(include_str!("../../every_type/mysql/src/models.rs")));
}
