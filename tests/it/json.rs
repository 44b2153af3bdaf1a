//! What `--json` prints: one object with a version, from every run. The examples of docs/json.md are what happens.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::project::{NOW, Project};
use crate::tour::{blocks, steps};

#[test]
fn the_examples_of_the_documentation_are_what_is_printed() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md")).expect("docs/json.md");
    let project = Project::empty();
    let mut commands = 0;
    let mut wrong = Vec::new();
    for (info, text) in blocks(&text) {
        match info.split_once(' ') {
            Some((_language, file)) => project.write(file, text),
            None if info == "console" => {
                for (command, expected) in steps(&text) {
                    let printed = run(&project, &command);
                    if printed != expected {
                        wrong.push(format!("$ {command}\n{printed}"));
                    }
                    commands += 1;
                }
            }
            None => panic!("a block of the documentation that nothing is done with: {info}"),
        }
    }
    assert!(wrong.is_empty(), "docs/json.md says something else; it should be\n{}", wrong.join("\n"));
    assert!(commands > 12, "the documentation has become short: {commands} commands");
}

/// What is printed on standard output, with its exit code checked: one object, what differs between runs replaced.
fn run(project: &Project, line: &str) -> String {
    let (command, code) = line.split_once("   # exit code ").unwrap_or((line, "0"));
    let binary = Path::new(env!("CARGO_BIN_EXE_manage")).parent().expect("its folder");
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(project.path()).env_clear().env("MANAGE_NOW", NOW);
    shell.env("PATH", format!("{}:/usr/bin:/bin", binary.display()));
    let run = project.run(&mut shell).expect(code.parse().expect("an exit code"));
    let data: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{command}: {error}: {}", run.stdout));
    assert_eq!(data.as_object().and_then(|keys| keys.keys().next()).map(String::as_str), Some("version"), "{command}");
    same_each_time(&run.stdout).replace("[ROOT]", "/home/me/blog")
}

/// The same with every duration 12, and every time of the database the tests'.
fn same_each_time(text: &str) -> String {
    let line = |line: &str| {
        for (key, value) in [("\"duration_ms\": ", "12"), ("\"applied_at\": ", "\"2026-11-21 10:15:00\"")] {
            if let Some((before, after)) = line.split_once(key) {
                let comma = if after.ends_with(',') { "," } else { "" };
                return format!("{before}{key}{value}{comma}\n");
            }
        }
        format!("{line}\n")
    };
    text.lines().map(line).collect()
}

#[test]
fn every_run_prints_one_object() {
    let project = Project::sqlite("#[derive(Model)] struct User { id: i32 }");
    let commands: [(&[&str], i32); 29] = [
        (&["check", "--deploy"], 1),
        (&["makemigrations", "--check"], 1),
        (&["makemigrations", "--dry-run"], 0),
        (&["makemigrations"], 0),
        (&["makemigrations", "--empty"], 0),
        (&["migrate", "--plan"], 0),
        (&["migrate"], 0),
        (&["migrate", "nowhere"], 2),
        (&["migrate", "--sql"], 0),
        (&["migrate", "--sql", "base:head"], 0),
        (&["sqlmigrate", "head"], 0),
        (&["current", "--check-heads"], 0),
        (&["heads"], 0),
        (&["history"], 0),
        (&["history", "nowhere:"], 2),
        (&["show", "head"], 0),
        (&["stamp", "head"], 0),
        (&["migrate", "--fake"], 0),
        (&["showmigrations", "--graph"], 0),
        (&["showmigrations", "-v"], 0),
        (&["showmigrations", "--plan"], 0),
        (&["showmigrations", "nowhere"], 2),
        (&["printschema"], 0),
        (&["init", "new"], 0),
        (&["init"], 6),
        (&["startcommand", "seed"], 0),
        (&["downgrade", "base"], 0),
        (&["downgrade"], 2),
        (&["nonsense"], 2),
    ];
    for (command, code) in commands {
        for before in [true, false] {
            let arguments: Vec<&str> = if before {
                ["--json"].iter().chain(command).copied().collect()
            } else {
                command.iter().chain(&["--json"]).copied().collect()
            };
            // The second time there may be nothing left to do, which is an answer too.
            let run = project.manage(&arguments);
            assert!(!before || run.code == code, "{arguments:?}: {}\n{}", run.code, run.stderr);
            let data: Value = serde_json::from_str(&run.stdout)
                .unwrap_or_else(|error| panic!("{command:?}: {error}: {}", run.stdout));
            assert_eq!(data["version"], 1, "{command:?}");
            let gravest =
                data["errors"].as_array().and_then(|all| all.iter().filter_map(|one| one["exit_code"].as_i64()).max());
            assert_eq!(gravest.unwrap_or(run.code.into()), i64::from(run.code), "{command:?}: {}", run.stdout);
            assert_eq!(run.code > 1, data.get("errors").is_some(), "{command:?}: {}", run.stdout);
        }
    }
}

#[test]
fn settings_that_cannot_be_read_and_none_at_all() {
    let project = Project::empty();
    assert_snapshot!(project.manage(["showmigrations", "--json"]).expect(6).stdout, @r#"
    {
      "version": 1,
      "errors": [
        {
          "kind": "failure",
          "message": "there is no settings.json in [ROOT] or above it",
          "causes": [],
          "hints": [
            "`manage init` makes a new project, or settings for what is there",
            "a small one: {\"databases\": {\"default\": {\"driver\": \"sqlite\", \"database\": \"db.sqlite3\", \"models\": [\"src/models.rs\"]}}}"
          ],
          "exit_code": 6
        }
      ]
    }
    "#);
    project.write("settings.json", "{");
    assert_snapshot!(project.manage(["showmigrations", "--json"]).expect(6).stdout, @r#"
    {
      "version": 1,
      "errors": [
        {
          "kind": "failure",
          "message": "settings.json:1:1: this is not JSON: it ends before it is complete",
          "causes": [],
          "hints": [
            "a bracket or a string is not closed"
          ],
          "exit_code": 6
        }
      ]
    }
    "#);
}

#[test]
fn what_became_of_every_migration() {
    let project = Project::sqlite("#[derive(Model)] struct User { id: i32 }");
    let migration = |name: &str, up: &str| project.write(&format!("app_migrations/default/{name}/up.sql"), up);
    migration("2026-01-01-000000-0000_edited", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);\n");
    migration("2026-01-02-000000-0000_missing", "CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL);\n");
    migration("2026-01-03-000000-0000_half", "CREATE TABLE c (id INTEGER);\nINSERT INTO nowhere VALUES (1);\n");
    project.write("app_migrations/default/2026-01-03-000000-0000_half/metadata.toml", "run_in_transaction = false\n");
    project.manage(["migrate"]).expect(6);
    migration("2026-01-01-000000-0000_edited", "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL, b TEXT);\n");
    fs::remove_dir_all(project.file("app_migrations/default/2026-01-02-000000-0000_missing")).expect("a migration");
    migration("2025-01-01-000000-0000_late", "SELECT 1;\n");
    assert_snapshot!(same_each_time(&project.manage(["showmigrations", "--json"]).ok().stdout), @r#"
    {
      "version": 1,
      "databases": [
        {
          "database": "default",
          "place": "[ROOT]/db.sqlite3",
          "migrations": [
            {
              "version": "202501010000000000",
              "name": "2025-01-01-000000-0000_late",
              "directory": "app_migrations/default/2025-01-01-000000-0000_late",
              "state": "pending",
              "revises": [],
              "late": true,
              "irreversible": true,
              "in_transaction": true
            },
            {
              "version": "202601010000000000",
              "name": "2026-01-01-000000-0000_edited",
              "directory": "app_migrations/default/2026-01-01-000000-0000_edited",
              "state": "edited",
              "applied_at": "2026-11-21 10:15:00",
              "duration_ms": 12,
              "by": "manage 0.1.0",
              "checksum": "d0c235d12bbe31ec77cfc1e18230e9fbb7da7ae1b2feb479452dca606a2703b0",
              "revises": [
                "202501010000000000"
              ],
              "late": false,
              "irreversible": true,
              "in_transaction": true
            },
            {
              "version": "202601020000000000",
              "name": "2026-01-02-000000-0000_missing",
              "state": "missing",
              "applied_at": "2026-11-21 10:15:00",
              "duration_ms": 12,
              "by": "manage 0.1.0",
              "checksum": "d94606b4acf65884b69b7e2710348d6a92c210a3edb581ca2bd19f20f058f18e",
              "revises": [],
              "late": false,
              "irreversible": true,
              "in_transaction": true
            },
            {
              "version": "202601030000000000",
              "name": "2026-01-03-000000-0000_half",
              "directory": "app_migrations/default/2026-01-03-000000-0000_half",
              "state": "half_done",
              "duration_ms": 12,
              "by": "manage 0.1.0",
              "checksum": "b94945d69d2f13cc2c7eca2c69a94333a7a88752b1d9c682327a51a8a5629eca",
              "revises": [
                "202601010000000000"
              ],
              "late": false,
              "irreversible": true,
              "in_transaction": false,
              "stopped": {
                "done": 1,
                "total": 2,
                "error": "[ROOT]/app_migrations/default/2026-01-03-000000-0000_half/up.sql:2: no such table: nowhere"
              }
            }
          ]
        }
      ]
    }
    "#);
}
