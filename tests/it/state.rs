//! `schema.json`: believed when it fits the migrations, computed anew when it does not.

use std::fs;

use crate::project::Project;

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
const STATE: &str = "app_migrations/default/schema.json";

fn project() -> Project {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations", "initial"]).ok();
    project
}

#[test]
fn what_was_edited_by_hand_is_run_and_written_down() {
    let project = project();
    let up = project.migrations("default")[0].join("up.sql");
    let text = fs::read_to_string(&up).expect("up.sql");
    fs::write(&up, text.replace("name TEXT NOT NULL", "name TEXT NOT NULL,\n    age INTEGER")).expect("an edit");
    let before = project.read(STATE);
    project.manage(["makemigrations", "--check"]).expect(1);
    assert_eq!(project.read(STATE), before, "--check writes nothing");
    project.models(&USER.replace("    name", "    age: Option<i32>,\n    name"));
    project.manage(["makemigrations", "--dry-run"]).ok();
    assert_eq!(project.read(STATE), before, "--dry-run writes nothing");
    project.manage(["makemigrations"]).ok();
    assert!(project.read(STATE).contains("\"age\""), "{}", project.read(STATE));
    let written = project.read(STATE);
    project.manage(["makemigrations"]).ok();
    assert_eq!(project.read(STATE), written, "the same input gives the same bytes");
}

#[test]
fn what_was_written_by_hand_counts() {
    let project = project();
    project.write(
        "app_migrations/default/2027-01-01-000000-0000_by_hand/up.sql",
        "CREATE TABLE extra (id INTEGER PRIMARY KEY NOT NULL);\nCREATE VIEW names AS SELECT name FROM users;\n",
    );
    let open = project.manage(["makemigrations"]).expect(3);
    assert!(open.stderr.contains("--drop extra"), "{}", open.stderr);
    project.models(&format!(
        "{USER}#[derive(Model)]\n#[model(table = \"extra\")]\npub struct Extra {{\n    id: i64,\n}}\n"
    ));
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    assert!(project.read(STATE).contains("CREATE VIEW names AS SELECT name FROM users"));
    fs::remove_dir_all(project.file("app_migrations/default/2027-01-01-000000-0000_by_hand")).expect("a migration");
    assert!(project.manage(["makemigrations", "--check"]).expect(1).stdout.contains("Create table extra"));
}

#[test]
fn it_is_safe_to_delete_and_to_damage() {
    let project = project();
    let right = project.read(STATE);
    for damage in [Some("{"), Some(""), Some("<<<<<<< ours\n"), Some("{\"format\": 99}"), None] {
        match damage {
            Some(text) => project.write(STATE, text),
            None => fs::remove_file(project.file(STATE)).expect("a file"),
        }
        assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
        assert_eq!(project.read(STATE), right, "after {damage:?}");
    }
}

/// What a server says in other words is known after the first migration, so that the second run needs no server.
#[test]
fn a_second_run_needs_no_server() {
    let fields = "id: i64,\n    #[model(default = sql(\"CURRENT_TIMESTAMP\"))]\n    made: NaiveDateTime,\n    \
        #[model(default = sql(\"now()\"))]\n    seen: NaiveDateTime,\n    \
        #[model(default = sql(\"1 + 1\"), check = \"n between 0 and 9\")]\n    n: i32,\n    \
        #[model(default = \"x\", max_length = 5)]\n    name: String,\n    \
        #[model(default = sql(\"(CURRENT_DATE)\"))]\n    day: NaiveDate,\n";
    for make in [Project::postgres, Project::mysql] {
        let project = make(&format!("#[derive(Model)]\npub struct Item {{\n    {fields}}}\n"));
        project.manage(["makemigrations"]).ok();
        let server = project.database().server;
        let nobody = project.read("settings.json").replace(&format!(":{}/", server.port), ":1/");
        project.write("settings.json", nobody);
        let run = project.manage(["makemigrations"]).ok();
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("No changes detected\n", ""));
    }
}
