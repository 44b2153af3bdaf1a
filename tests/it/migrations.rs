//! What `makemigrations` wrote, or did not.

use std::fs;

use crate::project::Project;

const STATE: &str = "app_migrations/default/schema.json";

/// A file of the newest migration.
pub(crate) fn newest(project: &Project, file: &str) -> String {
    let folder = project.migrations("default").pop().expect("a migration");
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{}: {error}", folder.join(file).display()))
}

/// Runs the command, sees that it wrote nothing, and gives what it said.
#[track_caller]
pub(crate) fn refused(project: &Project, arguments: &[&str], code: i32) -> String {
    let files = project.files();
    let run = project.manage(["makemigrations"].iter().chain(arguments)).expect(code);
    assert!(project.files() == files, "files changed");
    assert_eq!(run.stdout, "");
    run.stderr
}

/// Whether schema.json says what running the migrations says.
#[track_caller]
pub(crate) fn state_is_true(project: &Project) {
    let written = project.read(STATE);
    assert!(!written.contains("unproven"), "{written}");
    let said = project.manage(["makemigrations", "--check"]).shown();
    fs::remove_file(project.file(STATE)).expect("a file");
    assert_eq!(project.manage(["makemigrations", "--check"]).shown(), said);
    if said.starts_with("exit 0") {
        project.manage(["makemigrations"]).ok();
        assert_eq!(project.read(STATE), written);
    } else {
        project.write(STATE, written);
    }
}
