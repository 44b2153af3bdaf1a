//! Several databases in one settings file: each with its folder, its `schema.json` and its ledger.

use insta::assert_snapshot;

use crate::dump::{dump, execute};
use crate::project::Project;

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
const EVENT: &str = "#[derive(Model)]\npub struct Event {\n    id: i64,\n    what: String,\n}\n";
const SETTINGS: &str = r#"{"databases": {
    "default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]},
    "analytics": {"driver": "sqlite", "database": "analytics.sqlite3", "models": ["src/events.rs"]},
    "legacy": {"url": "${LEGACY_URL}", "models": ["src/events.rs"], "managed": false}
}}"#;

fn project() -> Project {
    let project = Project::sqlite(USER);
    project.write("src/events.rs", EVENT);
    project.write("settings.json", SETTINGS);
    project
}

#[test]
fn all_or_one() {
    let project = project();
    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101500-0000_create_users
        + Create table users
    Migrations for analytics:
      app_migrations/analytics/2026-11-21-101500-0000_create_events
        + Create table events
    "#);
    assert!(project.file("app_migrations/analytics/schema.json").exists());
    assert!(project.file("app_migrations/default/schema.json").exists());
    assert!(!project.file("app_migrations/legacy").exists());
    assert_snapshot!(project.manage(["migrate", "--database", "analytics"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating analytics ([ROOT]/analytics.sqlite3):
      applied 2026-11-21-101500-0000_create_events
    "#);
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [ ] 2026-11-21-101500-0000_create_users
    analytics
     [X] 2026-11-21-101500-0000_create_events
    "#);
    assert_snapshot!(project.manage(["migrate"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-11-21-101500-0000_create_users
    Migrating analytics ([ROOT]/analytics.sqlite3):
      nothing to apply
    "#);
    assert_snapshot!(project.manage(["downgrade", "-1"]).shown(), @r#"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-11-21-101500-0000_create_users
    "#);
    assert_snapshot!(project.manage(["showmigrations", "--database", "analytics", "--database", "default"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [ ] 2026-11-21-101500-0000_create_users
    analytics
     [X] 2026-11-21-101500-0000_create_events
    "#);
    assert!(!dump(&project.file("db.sqlite3")).schema.contains("events"));
    assert!(dump(&project.file("analytics.sqlite3")).schema.contains("events"));
}

#[test]
fn questions_of_all_databases_come_at_once() {
    let project = project();
    project.manage(["makemigrations"]).ok();
    project.models(&USER.replace("name: String", "age: i32"));
    project.write("src/events.rs", EVENT.replace("what: String", "what: String,\n    weight: i32"));
    let files = project.files();
    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 3
    --- stderr
    error: 3 questions need an answer
      caused by: default: was column users.name renamed or dropped?
            --rename default::users.name:age   same position, name 50 % alike
            --drop default::users.name         dropped, its values are lost
        default: how does users.age get from TEXT to INTEGER? text that is no whole number makes the migration fail
            --using default::users.age=age   an expression over the old value
        analytics: what do the rows of events get in the new column weight, which is NOT NULL?
            --backfill analytics::events.weight=VALUE   a literal, or sql(...)
            --backfill analytics::events.weight=null    let it be nullable
            --allow analytics::events.weight            leave it empty: the migration fails where the table has rows
    hint: call the command again with one of the flags for each of them
    hint: the other questions take the likeliest rename for granted: another answer can bring others
    "#);
    let half = ["makemigrations", "--backfill", "analytics::events.weight=1"];
    project.manage(half).expect(3);
    assert!(project.files() == files, "nothing is written while a question is open");
    project.manage(half.iter().chain(&["--drop", "default::users.name", "--backfill", "users.age=1"])).ok();
    project.manage(["makemigrations", "--check"]).ok();
}

#[test]
fn a_database_that_fails_ends_the_command_and_what_is_left_is_named() {
    let project = project();
    project.manage(["makemigrations"]).ok();
    execute(&project.file("db.sqlite3"), "CREATE TABLE users (id INTEGER)");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r#"
    exit 6
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: the database default failed
    error: [ROOT]/app_migrations/default/2026-11-21-101500-0000_create_users/up.sql:7: table users already exists
      caused by: the statement is: CREATE TABLE users ( id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL )
    hint: nothing of 2026-11-21-101500-0000_create_users was kept, what ran before it was: put the cause right and run `manage migrate` again
    warning: not reached: analytics
    Where the databases are now:
      default: failed, nothing is applied, 1 not applied
      analytics: not reached, nothing is applied, 1 not applied
    "#);
    assert_snapshot!(project.manage(["migrate", "--check"]).shown(), @r#"
    exit 1
    --- stdout
    To be applied on default ([ROOT]/db.sqlite3):
      2026-11-21-101500-0000_create_users
        Create table users
    To be applied on analytics ([ROOT]/analytics.sqlite3):
      2026-11-21-101500-0000_create_events
        Create table events
    "#);
}

#[test]
fn a_database_that_is_not_managed_is_had_by_its_name() {
    let project = project();
    assert_snapshot!(project.manage(["migrate", "--database", "legacy"]).shown(), @r#"
    exit 6
    --- stderr
    error: settings.json:4:23: `databases.legacy.url` needs the environment variable `LEGACY_URL`, which is not set
    hint: set it, write it to the file .env beside the settings, or give a fallback: `${LEGACY_URL:-…}`
    "#);
    let mut command = project.command(["makemigrations", "--database", "legacy"]);
    assert_snapshot!(project.run(command.env("LEGACY_URL", "sqlite://legacy.sqlite3")).shown(), @r#"
    exit 0
    --- stdout
    Migrations for legacy:
      app_migrations/legacy/2026-11-21-101500-0000_create_events
        + Create table events
    "#);
}
