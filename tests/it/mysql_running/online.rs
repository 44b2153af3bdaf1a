//! Tables that others use while they are changed: `alter` in the settings.

use super::scene::settings;
use crate::project::Project;

const BEFORE: &str = "#[derive(Model)]\npub struct User { pub id: i64, #[model(max_length = 50)] pub name: String }\n";
const AFTER: &str = "#[derive(Model)]\npub struct User { pub id: i64, #[model(max_length = 50, index)] pub name: String, pub age: Option<i32> }\n";

fn project(alter: &str) -> Project {
    let project = Project::mysql(BEFORE);
    let url = project.database().url();
    settings(&project, &url, &format!(r#", "alter": "{alter}""#));
    project
}

#[test]
fn the_clauses_stand_in_the_files_and_the_server_keeps_them() {
    let project = project("algorithm=inplace, lock=none");
    project.manage(["makemigrations"]).ok();
    project.models(AFTER);
    project.manage(["makemigrations"]).ok();
    let last = project.migrations("default").pop().expect("a migration");
    let read = |file: &str| std::fs::read_to_string(last.join(file)).expect("a file");
    assert!(read("up.sql").contains("ADD COLUMN age int, ALGORITHM=INPLACE, LOCK=NONE;"), "{}", read("up.sql"));
    assert!(read("up.sql").contains("ON users (name) ALGORITHM=INPLACE LOCK=NONE;"), "{}", read("up.sql"));
    assert!(read("down.sql").contains("DROP COLUMN age, ALGORITHM=INPLACE, LOCK=NONE;"), "{}", read("down.sql"));
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "base"]).ok();
    project.diesel(&["migration", "run"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
}

/// Another type takes a copy of the table: the server says so, on the scratch database already, and nothing is written.
#[test]
fn what_cannot_be_done_so_is_refused_before_it_begins() {
    let project = project("ALGORITHM=INPLACE");
    project.manage(["makemigrations"]).ok();
    project.models(&BEFORE.replace("#[model(max_length = 50)] pub name: String", "pub name: i32"));
    let run = project.manage(["makemigrations", "--no-input", "--using", "users.name=name"]).expect(6);
    assert!(run.stderr.contains("ALGORITHM=INPLACE is not supported"), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(project.migrations("default").len(), 1);
}

#[test]
fn what_it_cannot_be_is_said_with_its_place() {
    for (alter, words) in
        [("ONLINE", "has the form `ALGORITHM=INPLACE, LOCK=NONE`"), ("LOCK=MAYBE", "takes for LOCK: DEFAULT, NONE")]
    {
        let run = project(alter).manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains("settings.json:1:") && run.stderr.contains(words), "{}", run.stderr);
    }
}
