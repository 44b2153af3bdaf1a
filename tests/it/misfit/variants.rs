//! `up.production.sql` beside `up.sql`.

use insta::assert_snapshot;

use super::{NAMES, down, follow, migration, outside, query, signs, sql, tables, three};
use crate::project::Project;

/// Says which environment it is.
fn set(project: &Project, environment: Option<&str>) {
    let environment = environment.map(|name| format!("\"environment\": \"{name}\", ")).unwrap_or_default();
    project.write(
        "settings.json",
        format!(
            r#"{{{environment}"databases": {{"default": {{"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]}}}}}}"#
        ),
    );
}

fn variant(project: &Project, file: &str, text: &str) {
    project.write(&format!("app_migrations/default/{}/{file}", NAMES[2]), text);
}

/// The third migration has another way up and down in production.
fn project(environment: Option<&str>) -> Project {
    let project = three();
    project.models("");
    variant(
        &project,
        "up.production.sql",
        "CREATE TABLE tags (\n    id INTEGER PRIMARY KEY NOT NULL\n);\nINSERT INTO tags VALUES (7);\n",
    );
    variant(
        &project,
        "down.production.sql",
        "DELETE FROM tags;\nDROP TABLE tags;\nCREATE TABLE undone_in_production (id INT);\n",
    );
    set(&project, environment);
    project
}

#[test]
fn it_runs_is_shown_and_goes_back_by_its_own_down() {
    let project = project(Some("production"));
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT id FROM tags"), "7");
    let shown = project.manage(["showmigrations", "-v"]).ok().stdout;
    assert!(shown.lines().last().is_some_and(|line| line.ends_with("(up.production.sql)")), "{shown}");
    let data = project.manage(["showmigrations", "--json"]).ok().stdout;
    assert!(data.contains("\"variant\": \"production\""), "{data}");
    for environment in [None, Some("staging"), Some("production")] {
        set(&project, environment);
        assert_eq!(signs(&project), "[X][X][X]", "another environment is no edit");
        project.manage(["migrate"]).ok();
    }
    set(&project, Some("staging"));
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,undone_in_production,users", "the way back belongs to what ran");
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM tags"), "0");
    set(&project, Some("production"));
    sql(&project, "DROP TABLE undone_in_production");
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

#[test]
fn diesel_runs_the_plain_file_and_so_does_its_way_back() {
    let project = project(Some("production"));
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM tags"), "0");
    assert_eq!(signs(&project), "[X][X][X]");
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,users");
    project.manage(["migrate"]).ok();
    project.diesel(&["migration", "revert"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

#[test]
fn each_is_optional() {
    let project = project(Some("production"));
    std::fs::remove_file(project.file(&format!("app_migrations/default/{}/up.production.sql", NAMES[2])))
        .expect("a file");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,undone_in_production,users", "up.sql ran, and down has a variant here");
    let project = self::project(Some("production"));
    std::fs::remove_file(project.file(&format!("app_migrations/default/{}/down.production.sql", NAMES[2])))
        .expect("a file");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

#[test]
fn an_edit_is_one_of_the_variant_that_ran() {
    let project = project(Some("production"));
    project.manage(["migrate"]).ok();
    migration(&project, NAMES[2], "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\nSELECT 1;\n");
    assert_eq!(signs(&project), "[X][X][X]");
    variant(&project, "up.production.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\nSELECT 2;\n");
    assert_eq!(signs(&project), "[X][X][!]");
    set(&project, None);
    let refused = project.manage(["migrate"]).expect(5);
    follow(&project, &refused, "repair").ok();
    assert_eq!(signs(&project), "[X][X][X]");
    set(&project, Some("production"));
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT group_concat(variant) FROM __manage_journal"), "production");
}

#[test]
fn when_the_files_of_the_variant_are_gone_the_journal_leads_back() {
    let project = project(Some("production"));
    project.manage(["migrate"]).ok();
    for file in ["up.production.sql", "down.production.sql"] {
        std::fs::remove_file(project.file(&format!("app_migrations/default/{}/{file}", NAMES[2]))).expect("a file");
    }
    assert_eq!(signs(&project), "[X][X][X]");
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,undone_in_production,users");
}

#[test]
fn half_done_in_another_environment_is_refused() {
    let half_done = || {
        let project = project(Some("production"));
        outside(&project, NAMES[2], "CREATE TABLE tags (id INT);\n");
        variant(&project, "up.production.sql", "CREATE TABLE tags (id INT);\nINSERT INTO later VALUES (1);\n");
        project.manage(["migrate"]).expect(6);
        sql(&project, "CREATE TABLE later (id INT)");
        set(&project, Some("staging"));
        project
    };
    let project = half_done();
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r#"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-03-000000-0000_tags stopped after 1 of 2 statements of up.production.sql, and this environment runs up.sql
    hint: go on with "environment": "production" in the settings
    hint: `manage repair --undone 2026-01-03-000000-0000_tags` forgets that it was begun; what it did stays in the database
    "#);
    set(&project, Some("production"));
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM later"), "1");
    let project = half_done();
    follow(&project, &refused, "repair").ok();
    sql(&project, "DROP TABLE tags");
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM later"), "0");
}

#[test]
fn both_must_lead_to_the_same_state() {
    let project = project(None);
    project.models("#[derive(Model)] #[model(table = \"users\", managed = false)] struct U { id: i64 }\n");
    let checked = |project: &Project| project.manage(["makemigrations", "--empty", "-m", "x"]);
    checked(&project).ok();
    variant(&project, "up.production.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL, extra TEXT);\n");
    variant(&project, "up.mysql.sql", "CREATE TABLE tags (id INT) ENGINE = InnoDB;\n");
    assert_snapshot!(checked(&project).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_x
    --- stderr
    warning: the variants for the environment `mysql` do not run on an empty database: [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.mysql.sql:1: near "=": syntax error (while the migrations were run on an empty database)
    warning: in the environment `production` the migrations lead to another state than up.sql does: column tags.extra is there too many
    "#);
    set(&project, Some("production"));
    variant(&project, "up.production.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL, more TEXT);\n");
    assert_snapshot!(checked(&project).shown(), @r"
    exit 6
    --- stderr
    error: in the environment `production` the migrations lead to another state than up.sql does: column tags.more is there too many
    hint: both must lead to the same state: compare [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.production.sql with up.sql
    hint: variants are for other ways to one state: rows, indexes built otherwise, settings of the session
    ");
    variant(&project, "up.production.sql", "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\nANALYZE;\n");
    checked(&project).ok();
}

#[test]
fn odd_names_and_typos() {
    let project = project(Some("production"));
    for file in [
        "up.Production.sql",
        "up.prodution.sql",
        "up..sql",
        "up.a b.sql",
        "up.x.y.sql",
        "up.ü.sql",
        "down.producton.sql",
    ] {
        variant(&project, file, "SELECT 1;\n");
    }
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-01-01-000000-0000_users
      applied 2026-01-02-000000-0000_posts
      applied 2026-01-03-000000-0000_tags
    ");
    assert_eq!(query(&project, "SELECT id FROM tags"), "7");
    std::fs::remove_file(project.file(&format!("app_migrations/default/{}/up.production.sql", NAMES[2])))
        .expect("a file");
    let warned = project.manage(["migrate", "--plan"]);
    assert_snapshot!(warned.shown(), @r"
    exit 0
    --- stdout
    Nothing to apply on default ([ROOT]/db.sqlite3)
    --- stderr
    warning: [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.Production.sql is no variant for the environment `production`, though it looks like one: it is not run here
    warning: [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.prodution.sql is no variant for the environment `production`, though it looks like one: it is not run here
    ");

    let project = self::project(Some("production"));
    std::fs::remove_file(project.file(&format!("app_migrations/default/{}/up.sql", NAMES[2]))).expect("a file");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 6
    --- stderr
    error: [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags is no migration: it has no up.sql
    hint: diesel refuses it too: add up.sql, move the directory elsewhere, or put a dot before its name
    ");

    let project = self::project(Some("production"));
    variant(&project, "up.production.sql", "");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 6
    --- stderr
    error: [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.production.sql is empty
    hint: write the statements, or a comment if nothing is to be done in this environment
    ");
    down(&project, NAMES[2], "");
    variant(&project, "up.production.sql", "-- nothing here\n");
    project.manage(["migrate"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

#[test]
fn makemigrations_writes_one_to_be_changed() {
    let project = super::empty();
    set(&project, Some("staging"));
    project.models("#[derive(Model)] struct User { id: i64 }\n");
    assert_snapshot!(project.manage(["makemigrations", "--variant", "production", "--variant", "staging"]).shown(), @r"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101500-0000_create_users
        + Create table users
    ");
    let name = "app_migrations/default/2026-11-21-101500-0000_create_users";
    assert_snapshot!(project.read(&format!("{name}/up.sql")), @r"
    -- Create table users
    --
    -- Revision: 202611211015000000
    -- Revises: base
    -- Created: 2026-11-21 10:15:00 UTC
    -- Variants: up.production.sql, up.staging.sql (run instead of this file in that environment; diesel runs only up.sql)

    CREATE TABLE users (
        id INTEGER PRIMARY KEY NOT NULL
    );
    ");
    assert_snapshot!(project.read(&format!("{name}/up.production.sql")), @r"
    -- Run instead of up.sql in the environment `production`: both must lead to the same state.
    -- Diesel runs only up.sql.

    CREATE TABLE users (
        id INTEGER PRIMARY KEY NOT NULL
    );
    ");
    assert_snapshot!(project.manage(["makemigrations", "--check"]).shown(), @r"
    exit 0
    --- stdout
    No changes detected
    ");
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT variant FROM __manage_journal"), "staging");
    project.diesel(&["migration", "redo"]).ok();
    project.manage(["migrate"]).ok();
    project.models("#[derive(Model)] struct User { id: i64, name: Option<String> }\n");
    assert_snapshot!(project.manage(["makemigrations", "--variant", "pro/duction"]).shown(), @r"
    exit 2
    --- stderr
    error: `--variant pro/duction` cannot be an environment
    hint: it is a part of the names of files (up.production.sql): letters, digits, `_` and `-`
    ");
    assert_eq!(project.manage(["makemigrations", "--variant", "a", "--variant", "a"]).expect(2).stdout, "");
    assert_eq!(project.migrations("default").len(), 1);
}
