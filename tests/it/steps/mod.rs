//! Rust that runs with migrations, in processes of its own.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use insta::assert_snapshot;

use crate::dump::{dump, execute};
use crate::example;
use crate::project::{Project, Run};

const SETTINGS: &str = r#"{"environment": "testing", "databases": {
    "default": {"driver": "sqlite", "database": "db.sqlite3"},
    "analytics": {"driver": "sqlite", "database": "analytics.sqlite3"}
}}"#;

const SECOND: &str = "2026-01-02-000000-0000_shout";

/// Two databases; the second migration of `default` has a version of its own, the first one that of `analytics`.
fn project() -> Project {
    let project = Project::empty();
    project.write("settings.json", SETTINGS);
    let migration = |alias: &str, name: &str, up: &str, down: &str| {
        project.write(&format!("app_migrations/{alias}/{name}/up.sql"), up);
        project.write(&format!("app_migrations/{alias}/{name}/down.sql"), down);
    };
    migration(
        "default",
        "2026-01-01-000000-0000_users",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO users (name) VALUES ('ada');\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INT REFERENCES users);\n",
        "DROP TABLE posts;\nDROP TABLE users;\n",
    );
    migration("default", SECOND, "ALTER TABLE users ADD age INT;\n", "ALTER TABLE users DROP age;\n");
    migration("analytics", "2026-01-01-000000-0000_events", "CREATE TABLE events (id INT);\n", "DROP TABLE events;\n");
    project
}

/// The project's own `manage` with these steps.
fn command(project: &Project, steps: &str, step: &str, arguments: &[&str]) -> Command {
    let mut command = example::command(project, "manage_with_steps", arguments);
    command.env("STEPS", steps).env("STEP", step);
    command
}

fn manage(project: &Project, steps: &str, step: &str, arguments: &[&str]) -> Run {
    project.run(&mut command(project, steps, step, arguments))
}

fn names(project: &Project) -> String {
    format!("{:?}", dump(&project.file("db.sqlite3")).rows.get("users"))
}

#[test]
fn forward_and_back() {
    let project = project();
    let steps = "up:20260102-000000-0000 down:202601020000000000";
    assert_snapshot!(manage(&project, steps, "work", &["migrate", "--plan"]).shown(), @r#"
    exit 0
    --- stdout
    To be applied on default ([ROOT]/db.sqlite3):
      2026-01-01-000000-0000_users
        Create table users
        Insert rows into users
        Create table posts
      2026-01-02-000000-0000_shout + Rust step
        Add column age to users
    To be applied on analytics ([ROOT]/analytics.sqlite3):
      2026-01-01-000000-0000_events
        Create table events
    "#);
    assert!(!project.file("db.sqlite3").exists());
    assert_snapshot!(manage(&project, steps, "work", &["migrate"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-01-01-000000-0000_users
      Rust step of 2026-01-02-000000-0000_shout
        Up in Some("testing") of default
      applied 2026-01-02-000000-0000_shout
    Migrating analytics ([ROOT]/analytics.sqlite3):
      applied 2026-01-01-000000-0000_events
    "#);
    assert!(names(&project).contains("ada!") && !names(&project).contains("ada!!"), "{}", names(&project));
    let shown = manage(&project, steps, "work", &["showmigrations", "-v"]).ok().stdout;
    assert_eq!(shown.matches("+ Rust step").count(), 1, "{shown}");
    assert!(shown.lines().any(|line| line.contains(SECOND) && line.ends_with("(+ Rust step)")), "{shown}");
    assert_snapshot!(manage(&project, steps, "work", &["downgrade", "-1", "--plan", "--json"]).shown(), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "databases": [
        {
          "database": "default",
          "place": "[ROOT]/db.sqlite3",
          "migrations": [
            {
              "name": "2026-01-02-000000-0000_shout",
              "version": "202601020000000000",
              "does": [
                "Drop column age from users"
              ],
              "in_transaction": true,
              "irreversible": false,
              "rust_step": true
            }
          ]
        }
      ]
    }
    "#);
    assert_snapshot!(manage(&project, steps, "work", &["downgrade", "-1"]).shown(), @r#"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      Rust step of 2026-01-02-000000-0000_shout
        Down in Some("testing") of default
      undone 2026-01-02-000000-0000_shout
    "#);
    assert!(names(&project).contains("ada!!"), "{}", names(&project));
}

#[test]
fn what_fails_is_rolled_back_and_shown() {
    for (step, expected) in [
        ("fail", "caused by: the names are odd"),
        ("panic", "caused by: it panicked: at the disco"),
        ("commit", "ended the transaction that it runs in"),
        ("orphan", "foreign keys would be violated: row 1 of posts"),
    ] {
        let project = project();
        let run = manage(&project, &format!("up:{SECOND}"), step, &["migrate", "--database", "default"]).expect(6);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
        assert!(
            !run.stderr.contains("thread") && !run.stderr.contains("RUST_BACKTRACE=1 environment"),
            "{}",
            run.stderr
        );
        assert!(!project.file("db.sqlite3-manage").exists());
        let shown = project.manage(["showmigrations", "--database", "default"]).stdout;
        assert!(shown.contains(&format!("[ ] {SECOND}")), "{shown}");
        if step != "commit" {
            manage(&project, &format!("up:{SECOND}"), "work", &["migrate"]).ok();
            assert!(names(&project).contains("ada!") && !names(&project).contains("ada!!"), "{}", names(&project));
        }
    }
    let project = project();
    assert_snapshot!(manage(&project, &format!("up:{SECOND}"), "fail", &["migrate", "--database", "default"]).shown(), @r#"
    exit 6
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-01-01-000000-0000_users
      Rust step of 2026-01-02-000000-0000_shout
    error: the Rust step of 2026-01-02-000000-0000_shout failed
      caused by: the names are odd
    hint: make them even
    hint: nothing of 2026-01-02-000000-0000_shout was kept, what ran before it was: put the cause right and run `manage migrate` again
    "#);
    assert_snapshot!(manage(&project, &format!("up:{SECOND}"), "commit", &["migrate", "--database", "default"]).shown(), @r#"
    exit 6
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      Rust step of 2026-01-02-000000-0000_shout
    error: the Rust step of 2026-01-02-000000-0000_shout ended the transaction that it runs in
      caused by: no such savepoint: manage_step
    hint: what ran before its COMMIT may have been kept: look at the database before you go on
    hint: leave COMMIT and ROLLBACK out of the step; `connection.transaction(…)` works inside it
    "#);
}

#[test]
fn a_step_of_nothing_is_an_error_before_anything_runs() {
    let project = project();
    for steps in ["up:2026-01-02-000000-0001_shout", "up:head", "down:default::20260103", "up:x::202601020000000000"] {
        manage(&project, steps, "work", &["migrate"]).expect(6);
    }
    let shown = |steps: &str| manage(&project, steps, "work", &["migrate"]).expect(6).stderr;
    assert_snapshot!(shown("up:2026-01-02-000000-0001_shout"), @r#"
    warning: the database default failed
    error: `Manage::migration("2026-01-02-000000-0001_shout", …)` names no migration
    hint: did you mean "2026-01-02-000000-0000_shout"?
    warning: not reached: analytics
    "#);
    assert_snapshot!(shown("up:defualt::2026-01-02-000000-0000"), @r#"
    warning: the database default failed
    error: `Manage::migration("defualt::2026-01-02-000000-0000", …)` names no database
      caused by: there is no database "defualt" in settings.json
    hint: did you mean `default`?
    warning: not reached: analytics
    "#);
    assert_snapshot!(shown("up:202601010000000000"), @r#"
    warning: the database default failed
    error: `Manage::migration("202601010000000000", …)` could mean 2026-01-01-000000-0000_users of default or the migration of that version of analytics
    hint: put the alias before it: "default::202601010000000000"
    warning: not reached: analytics
    "#);
    assert_snapshot!(shown("up:2026-01-02-000000-0000 up:default::202601020000000000"), @r#"
    warning: the database default failed
    error: 2026-01-02-000000-0000_shout has two Rust steps: `Manage::migration("default::202601020000000000", …)`
    hint: make one function of the two
    warning: not reached: analytics
    "#);
    assert!(!project.file("db.sqlite3").exists() && !project.file("analytics.sqlite3").exists());
    // Found before the first database has its turn, though it is of the second one.
    let wrong = manage(&project, "up:analytics::20270101", "work", &["migrate"]).expect(6);
    assert_snapshot!(wrong.stderr, @r#"
    error: `Manage::migration("analytics::20270101", …)` names no migration
    hint: did you mean "2026-01-01-000000-0000_events"?
    "#);
    assert!(!project.file("db.sqlite3").exists() && !project.file("analytics.sqlite3").exists());
    // The other database has nothing to do with it.
    manage(&project, "down:default::20260103", "work", &["migrate", "--database", "analytics"]).ok();
    let steps = "up:analytics::2026-01-01-000000-0000_events up:2026-01-02-000000-0000";
    let run = manage(&project, steps, "work", &["migrate", "--database", "default"]).ok();
    assert_eq!(run.stderr.matches("Rust step of").count(), 1, "{}", run.stderr);
}

/// Killed in the middle of a step, which has written already: the next run does it again, and its effect is there once.
#[test]
fn killed_in_the_middle_of_a_step() {
    for metadata in [None, Some("run_in_transaction = false\n")] {
        let project = project();
        if let Some(text) = metadata {
            project.write(&format!("app_migrations/default/{SECOND}/metadata.toml"), text);
        }
        let steps = format!("up:{SECOND}");
        let mut child = command(&project, &steps, "hang", &["migrate", "--database", "default"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("a process");
        let begin = Instant::now();
        while !project.file("hangs").exists() {
            assert!(begin.elapsed() < Duration::from_secs(30), "it does not come to the step");
            thread::sleep(Duration::from_millis(10));
        }
        child.kill().expect("a process that can be killed");
        child.wait().expect("its end");
        assert!(project.file("db.sqlite3-manage").exists(), "nobody tidied up");
        let sign = if metadata.is_some() { "[-]" } else { "[ ]" };
        let shown = project.manage(["showmigrations", "--database", "default"]).stdout;
        assert!(shown.contains(&format!("{sign} {SECOND}")), "{shown}");
        manage(&project, &steps, "work", &["migrate"]).ok();
        assert!(names(&project).contains("ada!") && !names(&project).contains("ada!!"), "{}", names(&project));
        fs::remove_file(project.file("hangs")).expect("the mark");
    }
}

#[test]
fn what_diesel_applied_without_the_step_is_told() {
    let project = project();
    project.diesel(&["migration", "run"]).ok();
    let run = manage(&project, &format!("up:{SECOND}"), "work", &["migrate", "--database", "default"]).ok();
    assert!(run.stderr.contains(&format!("warning: {SECOND} was applied without its Rust step")), "{}", run.stderr);
    let shown = manage(&project, &format!("up:{SECOND}"), "work", &["showmigrations", "-v"]).ok().stdout;
    assert!(shown.contains("applied without its Rust step"), "{shown}");
}

#[test]
fn a_step_takes_no_part_in_the_state() {
    let (with, without) = (project(), project());
    for project in [&with, &without] {
        project.write("src/models.rs", "");
    }
    manage(&with, &format!("up:{SECOND}"), "work", &["migrate"]).ok();
    without.manage(["migrate"]).ok();
    assert_eq!(dump(&with.file("db.sqlite3")).schema, dump(&without.file("db.sqlite3")).schema);
}

/// The example in the README's words: a data move that looks at the schema as it is.
#[test]
fn the_example() {
    let project = Project::empty();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/migration_step");
    for file in [
        "settings.json",
        "app_migrations/default/2026-11-01-090000-0000_create_people/up.sql",
        "app_migrations/default/2026-11-01-090000-0000_create_people/down.sql",
        "app_migrations/default/2026-11-02-090000-0000_split_names/up.sql",
        "app_migrations/default/2026-11-02-090000-0000_split_names/down.sql",
    ] {
        project.write(file, fs::read(source.join(file)).expect("a file of the example"));
    }
    let run = |arguments: &[&str]| project.run(&mut example::command(&project, "migration_step", arguments));
    run(&["migrate", "+1"]).ok();
    execute(
        &project.file("db.sqlite3"),
        "ALTER TABLE people ADD nickname TEXT; UPDATE people SET nickname = 'Bach' WHERE id = 2",
    );
    assert_snapshot!(run(&["migrate"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      Rust step of 2026-11-02-090000-0000_split_names
        3 names split
      applied 2026-11-02-090000-0000_split_names
    "#);
    let people = dump(&project.file("db.sqlite3")).rows.remove("people").unwrap_or_default();
    assert_eq!(
        people,
        [
            "'Ada', 1, 'Lovelace', 'Ada Lovelace', NULL",
            "'Bach', 2, 'Bach', 'Johann Sebastian Bach', 'Bach'",
            "'Plato', 3, '', 'Plato', NULL",
        ]
    );
    execute(&project.file("db.sqlite3"), "UPDATE people SET last_name = 'Byron' WHERE id = 1");
    run(&["downgrade", "-1"]).ok();
    assert!(format!("{:?}", dump(&project.file("db.sqlite3")).rows).contains("Ada Byron"));
}
