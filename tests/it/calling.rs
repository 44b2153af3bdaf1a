//! One command calls another, through the public face of the crate.

use diesel_manage::{Context, ErrorContext, Outcome};

use crate::framework::{USER, migrated, run_own};
use crate::project::Project;

/// A project with two databases, of which the first cannot be made.
fn one_fails() -> Project {
    let project = Project::empty();
    project.write(
        "settings.json",
        r#"{"databases": {"one": {"driver": "sqlite", "database": "nowhere/one.sqlite3"},
                          "two": {"driver": "sqlite", "database": "two.sqlite3"}}}"#,
    );
    project.write("app_migrations/one/2026-11-21-101500-0000_a/up.sql", "CREATE TABLE a (id INTEGER);");
    project
}

#[test]
fn one_command_calls_another() {
    let project = migrated();
    project.models(&USER.replace("name: String", "name: String, pub age: Option<i32>"));
    // Its outcome and its errors come back, and its arguments are read as on the command line.
    let run = run_own(&project, |context| context.call("makemigrations", &["--check", "-q"]), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{run}");
    for (name, arguments, code, message) in [
        ("migrat", &[][..], 2, "error: there is no command `migrat`\nhint: did you mean `manage migrate`?\n"),
        ("upgrade", &[], 2, "error: there is no command `upgrade`\nhint: here it is called `manage migrate`\n"),
        ("--json", &[], 2, "error: there is no command `--json`\n"),
        ("migrate", &["--plna"], 2, "error: unexpected argument '--plna' found\nhint: did you mean `--plan`?\n"),
        ("downgrade", &["nowhere"], 2, "error: "),
        ("own", &[], 6, "error: commands call each other without end: own, own, own, own, …\n"),
    ] {
        let run = run_own(&project, move |context| context.call(name, arguments), &[]);
        assert!(run.code == code && run.stderr.starts_with(message), "{name}: {run}");
    }
    let run = run_own(&project, |context| context.call("migrate", &["--help"]), &[]);
    assert!(run.code == 0 && run.stdout.starts_with("Apply migrations\n"), "{run}");
}

#[test]
fn a_called_command_that_failed_for_a_database_has_failed() {
    let project = one_fails();
    let own = |context: &mut Context| {
        context.call("migrate", &["-q"])?;
        context.ui.say("not reached");
        Ok(Outcome::Done)
    };
    let run = run_own(&project, own, &[]);
    assert_eq!(run.code, 6, "{run}");
    assert!(run.stderr.starts_with("warning: the database one failed\nerror: the database `"), "{run}");
    assert!(run.stderr.ends_with("error: the command `migrate` failed, see above\n"), "{run}");
}

#[test]
fn what_a_called_command_prints_goes_where_it_belongs() {
    let project = migrated();
    let name = "2026-11-21-101500-0000_create_users";
    let own = |context: &mut Context| {
        context.call("showmigrations", &[])?;
        if context.ui.wants_json() {
            context.ui.json(&serde_json::json!({ "own": context.globals.json }))?;
        }
        context.ui.say("own talk");
        Ok(Outcome::Done)
    };
    let run = run_own(&project, own, &[]);
    assert!(run.stdout.contains(name), "{run}");
    // With --json, there is one object on standard output.
    let run = run_own(&project, own, &["--json"]);
    assert_eq!(run.stdout, "{\n  \"version\": 1,\n  \"own\": true\n}\n");
    assert!(run.stderr.contains(name) && run.stderr.ends_with("own talk\n"), "{run}");
    // Or it is for the command that calls.
    let own = |context: &mut Context| {
        let (outcome, text) = context.call_for_data("showmigrations", &["--json", "-q"])?;
        let json: serde_json::Value = serde_json::from_str(&text).context("no JSON")?;
        context.ui.say(json["databases"][0]["migrations"][0]["name"].to_string());
        context.ui.data("data");
        Ok(outcome)
    };
    let run = run_own(&project, own, &[]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("data\n", format!("{name:?}\n").as_str()), "{run}");
}

#[test]
fn global_options_of_a_called_command_are_its_own() {
    let project = migrated();
    project.write("other.json", r#"{"databases": {"other": {"driver": "sqlite", "database": "other.sqlite3"}}}"#);
    project.write("app_migrations/other/2026-01-01-000000-0000_none/up.sql", "SELECT 1;\n");
    let run = run_own(
        &project,
        |context| {
            context.settings()?;
            context.call("migrate", &["--settings", "other.json", "--quiet"])?;
            let database = context.database(None)?;
            context.ui.say(format!("{} {}", database.alias(), context.globals.quiet));
            context.call("migrate", &[])
        },
        &[],
    );
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.starts_with("default false\nMigrating default ("), "{run}");
    assert!(project.file("other.sqlite3").exists());
}

#[test]
fn what_a_called_command_warns_of_is_in_the_callers_object() {
    let project = one_fails();
    let own = |context: &mut Context| context.call("migrate", &["-q"]);
    let run = run_own(&project, own, &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["warnings"], serde_json::json!(["not reached: two"]), "{run}");
    assert_eq!(
        (&json["errors"][0]["database"], &json["errors"][0]["kind"]),
        (&"one".into(), &"failure".into()),
        "{run}"
    );
    assert_eq!(json["errors"][1]["message"], "the command `migrate` failed, see above", "{run}");
    // One that is called with `--json` and fails says in its own object why.
    let own = |context: &mut Context| context.call("downgrade", &["nowhere", "--json", "--database", "two"]);
    let run = run_own(&project, own, &[]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(1), "{run}");
    let run = run_own(&project, own, &["--json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["errors"].as_array().map(Vec::len), Some(1), "{run}");
}
