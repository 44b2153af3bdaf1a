//! A project's own templates in place of the built-in ones.

use std::fs;

use insta::assert_snapshot;

use crate::migrations::{newest, refused, state_is_true};
use crate::project::Project;

pub(crate) const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
pub(crate) const AGE: &str =
    "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n    age: Option<i32>,\n}\n";
pub(crate) const STATE: &str = "app_migrations/default/schema.json";
const UP: &str = "templates/migration/up.sql.j2";

/// A project with a migration, and a change to come.
pub(crate) fn changed() -> Project {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.models(AGE);
    project
}

#[test]
fn an_override_that_adds_a_comment_changes_nothing_else() {
    let project = changed();
    project.write(
        UP,
        "{% extends 'built-in/migration/up.sql' %}{% block end %}\n-- Reviewed by nobody yet.\n{% endblock %}",
    );
    project.write("templates/index.html", "{{ broken");
    project.write("templates/users/up.sql", "{{ broken");
    project.manage(["makemigrations"]).ok();
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- Add column age to users
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    ALTER TABLE users ADD COLUMN age INTEGER;

    -- Reviewed by nobody yet.
    "#);
    assert_eq!(newest(&project, "down.sql").lines().next(), Some("-- Undoes: Add column age to users"));
    state_is_true(&project);
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "base"]).ok();
}

#[test]
fn an_override_that_adds_a_statement_leads_to_what_the_file_says() {
    let project = changed();
    project.write(UP, "{% extends 'built-in/migration/up.sql' %}{% block end %}\nCREATE VIEW names AS SELECT name FROM users;\n{% endblock %}");
    project.write("templates/migration/down.sql.j2", "DROP VIEW names;\n{% include 'built-in/migration/down.sql' %}");
    project.manage(["makemigrations"]).ok();
    assert!(project.read(STATE).contains("CREATE VIEW names"), "{}", project.read(STATE));
    state_is_true(&project);
    assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["migrate"]).ok();
}

#[test]
fn a_table_that_only_the_template_knows_is_part_of_the_state() {
    let project = changed();
    project.write(UP, "{% extends 'built-in/migration/up.sql' %}{% block end %}\nCREATE TABLE log (line TEXT);\nINSERT INTO log VALUES ({{ message | literal }});\n{% endblock %}");
    let error = refused(&project, &[], 6);
    assert_snapshot!(error, @r#"
    error: 2026-11-21-101501-0000_add_age_to_users was tried and does not hold: down.sql does not lead back to what was before: table log is there too many
    hint: nothing was written: look at templates/migration/up.sql.j2, which changes the statements
    hint: `--no-verify` writes it all the same, to be corrected by hand
    "#);
    project.write(
        "templates/migration/down.sql.j2",
        "{% extends 'built-in/migration/down.sql' %}{% block end %}\nDROP TABLE log;\n{% endblock %}",
    );
    project.manage(["makemigrations"]).ok();
    state_is_true(&project);
    let question = refused(&project, &[], 3);
    assert!(question.contains("--drop log"), "{question}");
}

#[test]
fn an_override_that_drops_a_statement_does_not_hold() {
    let project = changed();
    project.write(UP, "{{ header }}\n-- {{ statements | length }} statements, and none of them here\nSELECT 1;\n");
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: 2026-11-21-101501-0000_add_age_to_users was tried and does not hold: up.sql does not lead to what the models say: column users.age is missing
    hint: nothing was written: up.sql was made from templates/migration/up.sql.j2, which changes the statements: correct it
    hint: `--no-verify` writes it all the same, to be corrected by hand
    "#);
    // Written all the same, it is not taken for what it should be.
    project.manage(["makemigrations", "--no-verify"]).ok();
    assert!(project.read(STATE).contains("\"unproven\": true"), "{}", project.read(STATE));
    let check = project.manage(["makemigrations", "--check"]).expect(1);
    assert!(check.stdout.contains("Add column age to users"), "{}", check.stdout);
    fs::remove_file(project.file(UP)).expect("a file");
    project.manage(["makemigrations"]).ok();
    state_is_true(&project);
}

#[test]
fn an_override_that_loses_rows_does_not_hold() {
    let project = changed();
    project.models("#[derive(Model)]\npub struct User {\n    id: i64,\n    #[model(check = \"name <> ''\")]\n    name: String,\n}\n");
    project.write(UP, "{{ header }}\n{% for statement in statements if not statement.sql is startingwith 'INSERT' %}{% if statement.sql %}{{ statement.sql }};\n{% endif %}{% endfor %}");
    let error = refused(&project, &[], 6);
    assert!(error.contains("up.sql loses rows, or values, of users"), "{error}");
    assert!(error.contains("up.sql was made from templates/migration/up.sql.j2"), "{error}");
}

#[test]
fn an_override_that_makes_no_migration_is_an_error_with_its_file() {
    let project = changed();
    let cases = [
        ("{{ header }}\nCREATE TABEL t (a);", "up.sql:7: near \"TABEL\": syntax error"),
        (
            "{{ header }}\nSELECT 'open;",
            "templates/migration/up.sql.j2 makes an up.sql that cannot be cut into statements: line 7: the string",
        ),
        ("{# nothing #}", "templates/migration/up.sql.j2 makes an empty up.sql, which diesel refuses to run"),
        ("SELECT 1;", "templates/migration/up.sql.j2 makes an up.sql that does not begin with its header"),
        (
            "-- (c) us\n\n{{ header }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql that does not begin with its header",
        ),
        (
            "{{ header | replace('Revision: ', 'Revision: 1') }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql with `Revision: 1202611211015010000`",
        ),
        (
            "{{ header | replace('Revises: ', 'Revises: 1') }}SELECT 1;",
            "templates/migration/up.sql.j2 makes an up.sql with another `Revises`",
        ),
        ("{{ header }}\n\n{{ statement.sql }}", "templates/migration/up.sql.j2:3: undefined value `statement`"),
    ];
    for (text, expected) in cases {
        project.write(UP, text);
        let error = refused(&project, &[], 6);
        assert!(error.contains(expected) && error.contains("templates/migration/up.sql.j2"), "{text}: {error}");
        assert!(error.contains("hint: "), "{error}");
    }
    project.write(UP, "-- For the record.\n{{ header }}{% for it in statements %}{{ it.sql }};{% endfor %}");
    project.write("templates/migration/down.sql.j2", "\n");
    let error = refused(&project, &[], 6);
    assert!(error.contains("templates/migration/down.sql.j2 makes an empty down.sql"), "{error}");
    fs::remove_file(project.file("templates/migration/down.sql.j2")).expect("a file");
    project.manage(["makemigrations"]).ok();
    assert!(newest(&project, "up.sql").starts_with("-- For the record.\n-- Add column"));
    state_is_true(&project);
    assert_eq!(project.manage(["showmigrations"]).ok().stderr, "");
}

#[test]
fn the_settings_can_name_another_folder() {
    let project = changed();
    let settings = project.read("settings.json");
    project.write("house/style/migration/up.sql.j2", "{{ hedaer }}");
    project.write("settings.json", settings.replacen('{', "{\"templates\": \"house/${STYLE:-style}\", ", 1));
    let error = refused(&project, &[], 6);
    assert_snapshot!(error, @r#"
    error: house/style/migration/up.sql.j2:1: undefined value `hedaer`
    hint: did you mean `header`?
    hint: known there: `header`, `message`, `statements`
    "#);
    fs::create_dir(project.file("below")).expect("a folder");
    let mut below = project.command(["makemigrations"]);
    let error = project.run(below.current_dir(project.file("below"))).expect(6).stderr;
    assert!(error.contains("house/style/migration/up.sql.j2:1: undefined value `hedaer`"), "{error}");
    project.write("settings.json", settings.replacen('{', "{\"templates\": \"hose\", ", 1));
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: settings.json:1:15: `templates` names "hose", which is no folder
    hint: make the folder, or leave the key out for `templates` beside the settings, which need not exist
    "#);
    project.write("settings.json", settings.replacen('{', "{\"template\": \"house\", ", 1));
    let error = refused(&project, &[], 6);
    assert!(error.contains("settings.json:1:2: unknown key `template`\nhint: did you mean `templates`?"), "{error}");
}
