//! When a constraint is checked, and how a key is counted up: said, changed and taken back.

use crate::project::Project;

const TEAM: &str = "#[derive(Model)]\nstruct Team { id: i64 }\n";

fn models(unique: &str, key: &str, identity: &str) -> String {
    format!(
        "{TEAM}#[derive(Model)]\n#[model(unique(rank{unique}))]\nstruct User {{ #[model({identity})] id: i64, rank: i32, \
         #[model(references = \"teams.id\"{key})] team_id: i64 }}\n"
    )
}

/// Makes and applies what changed, and goes back and forth once.
fn step(project: &Project) -> String {
    let run = project.manage(["makemigrations"]).ok();
    for arguments in [&["migrate"][..], &["downgrade", "-1"], &["migrate"], &["makemigrations", "--check"]] {
        project.manage(arguments).ok();
    }
    run.stdout
}

fn deferrable(project: &Project) -> String {
    project.database().sql(
        "SELECT contype, condeferrable, condeferred FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype <> 'p' \
         ORDER BY 1",
    )
}

#[test]
fn deferrable_is_added_changed_and_taken_away() {
    let project = Project::postgres(&models("", "", "identity"));
    step(&project);
    assert_eq!(deferrable(&project), "f\tf\tf\nu\tf\tf\n");
    for (unique, key, expected) in [
        (", deferrable", ", deferred", "f\tt\tt\nu\tt\tf\n"),
        (", deferred", ", deferrable", "f\tt\tf\nu\tt\tt\n"),
        ("", "", "f\tf\tf\nu\tf\tf\n"),
    ] {
        project.models(&models(unique, key, "identity"));
        step(&project);
        assert_eq!(deferrable(&project), expected);
    }
}

#[test]
fn a_serial_stays_until_the_model_says_something_else() {
    let project = Project::postgres(&models("", "", "identity = \"serial\""));
    step(&project);
    project
        .database()
        .sql("INSERT INTO teams DEFAULT VALUES; INSERT INTO users (rank, team_id) VALUES (1, 1), (2, 1);");
    project.models(&models("", "", "comment = \"of a person\""));
    let said = step(&project);
    assert!(said.contains("Alter column id on users: comment"), "{said}");
    let kind = "SELECT attidentity FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'id'";
    assert_eq!(project.database().sql(kind), "\n");
    project.models(&models("", "", "identity = \"by default\", comment = \"of a person\""));
    step(&project);
    assert_eq!(project.database().sql(kind), "d\n");
    project.database().sql("INSERT INTO users (rank, team_id) VALUES (3, 1);");
    assert_eq!(project.database().sql("SELECT max(id) FROM users"), "3\n");
    project.models(&models("", "", "identity = \"always\", comment = \"of a person\""));
    step(&project);
    assert_eq!(project.database().sql(kind), "a\n");
}

#[test]
fn options_that_say_nothing_where_they_stand_are_refused() {
    let project = Project::sqlite("");
    for (option, said) in [
        ("index(rank, deferrable)", "an index cannot be deferrable"),
        ("unique(rank desc, deferred)", "an index cannot be deferrable"),
        ("unique(rank, concurrently)", "a unique set is a constraint"),
        ("unique(rank, deferable)", "did you mean `deferrable`?"),
        ("index(rank, usin = \"gin\")", "did you mean `using`?"),
    ] {
        project.models(&format!("#[derive(Model)]\n#[model({option})]\nstruct User {{ id: i64, rank: i32 }}\n"));
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains("src/models.rs:2:") && run.stderr.contains(said), "{option}: {}", run.stderr);
    }
}
