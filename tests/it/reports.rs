//! What `--json` prints: one object with a version, from every command that reports.

use serde_json::Value;

use crate::project::Project;

#[test]
fn every_command_that_reports_has_json() {
    let project = Project::sqlite("#[derive(Model)] struct User { id: i32 }");
    let commands: [&[&str]; 6] = [
        &["makemigrations"],
        &["migrate", "--plan"],
        &["migrate"],
        &["showmigrations"],
        &["printschema"],
        &["downgrade", "base"],
    ];
    for command in commands {
        let run = project.manage(command.iter().chain(&["--json"])).ok();
        let data: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{command:?}: {error}"));
        assert_eq!(data["version"], 1, "{command:?}");
        assert!(run.stdout.contains("default"), "{command:?} says nothing of the database: {}", run.stdout);
    }
}
