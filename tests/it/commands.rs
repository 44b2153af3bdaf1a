//! What the commands say: stdout, stderr and exit code, word for word.

use insta::assert_snapshot;

use crate::dump::execute;
use crate::project::Project;

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";
const USER_WITH_EMAIL: &str =
    "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n    email: Option<String>,\n}\n";

/// A project with two migrations, none of them applied.
fn project() -> Project {
    let project = Project::sqlite(USER);
    project.manage(["makemigrations"]).ok();
    project.models(USER_WITH_EMAIL);
    project.manage(["makemigrations"]).ok();
    project
}

#[test]
fn makemigrations() {
    let project = Project::sqlite(USER);
    assert_snapshot!(project.manage(["makemigrations", "--check"]).shown(), @r#"
    exit 1
    --- stdout
    Changes without a migration on default:
        + Create table users
    "#);
    assert_snapshot!(project.manage(["makemigrations", "--dry-run"]).shown(), @r#"
    exit 0
    --- stdout
    -- app_migrations/default/2026-11-21-101500-0000_create_users/up.sql
    -- Create table users
    --
    -- Revision: 202611211015000000
    -- Revises: base
    -- Created: 2026-11-21 10:15:00 UTC

    CREATE TABLE users (
        id INTEGER PRIMARY KEY NOT NULL,
        name TEXT NOT NULL
    );

    -- app_migrations/default/2026-11-21-101500-0000_create_users/down.sql
    -- Undoes: Create table users

    -- The rows of users are lost.
    DROP TABLE users;
    "#);
    assert!(project.migrations("default").is_empty(), "looking writes nothing");
    assert_snapshot!(project.manage(["makemigrations", "--json"]).shown(), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "migrations": [
        {
          "database": "default",
          "directory": "app_migrations/default/2026-11-21-101500-0000_create_users",
          "version": "202611211015000000",
          "changes": [
            {
              "summary": "Create table users",
              "change": "create_table",
              "table": {
                "name": "users",
                "columns": [
                  {
                    "name": "id",
                    "type": "INTEGER"
                  },
                  {
                    "name": "name",
                    "type": "TEXT"
                  }
                ],
                "primary_key": {
                  "columns": [
                    "id"
                  ]
                }
              }
            }
          ],
          "up": "-- Create table users\n--\n-- Revision: 202611211015000000\n-- Revises: base\n-- Created: 2026-11-21 10:15:00 UTC\n\nCREATE TABLE users (\n    id INTEGER PRIMARY KEY NOT NULL,\n    name TEXT NOT NULL\n);\n",
          "down": "-- Undoes: Create table users\n\n-- The rows of users are lost.\nDROP TABLE users;\n"
        }
      ]
    }
    "#);
    assert_snapshot!(project.manage(["makemigrations"]).shown(), @r#"
    exit 0
    --- stdout
    No changes detected
    "#);
    assert_snapshot!(project.manage(["makemigrations", "--check"]).shown(), @r#"
    exit 0
    --- stdout
    No changes detected
    "#);
    assert_snapshot!(project.manage(["makemigrations", "--json"]).shown(), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "migrations": []
    }
    "#);
    assert_snapshot!(project.manage(["makemigrations", "--empty"]).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101501-0000_empty
    "#);
    assert_snapshot!(project.manage(["makemigrations", "-q", "--empty", "-m", "Fill the names in"]).shown(), @r#"
    exit 0
    --- stdout
    Migrations for default:
      app_migrations/default/2026-11-21-101502-0000_fill_the_names_in
    "#);
    let newest = project.migrations("default").pop().expect("a migration");
    assert!(newest.ends_with("2026-11-21-101502-0000_fill_the_names_in"), "{}", newest.display());
}

#[test]
fn a_message_is_given_in_two_ways_and_a_name_apart() {
    for arguments in [["-m", "Add Users!"].as_slice(), &["--message", "Add Users!"], &["Add Users!"]] {
        let project = Project::sqlite(USER);
        project.manage(["makemigrations"].iter().chain(arguments)).ok();
        let newest = project.migrations("default").pop().expect("a migration");
        assert!(newest.ends_with("2026-11-21-101500-0000_add_users"), "{}", newest.display());
        let up = std::fs::read_to_string(newest.join("up.sql")).expect("up.sql");
        assert!(up.starts_with("-- Add Users!\n--\n"), "{up}");
    }
    let project = Project::sqlite(USER);
    project.manage(["makemigrations", "Add Users!", "--name", "people"]).ok();
    assert!(project.migrations("default").pop().expect("a migration").ends_with("2026-11-21-101500-0000_people"));
}

#[test]
fn migrate_and_downgrade() {
    let project = project();
    assert_snapshot!(project.manage(["migrate", "--check"]).shown(), @r#"
    exit 1
    --- stdout
    To be applied on default ([ROOT]/db.sqlite3):
      2026-11-21-101500-0000_create_users
        Create table users
      2026-11-21-101501-0000_add_email_to_users
        Add column email to users
    "#);
    assert_snapshot!(project.manage(["migrate", "--plan"]).shown(), @r#"
    exit 0
    --- stdout
    To be applied on default ([ROOT]/db.sqlite3):
      2026-11-21-101500-0000_create_users
        Create table users
      2026-11-21-101501-0000_add_email_to_users
        Add column email to users
    "#);
    assert!(!project.file("db.sqlite3").exists(), "looking makes no database");
    assert_snapshot!(project.manage(["migrate", "2026-11-21-101500"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-11-21-101500-0000_create_users
    "#);
    assert_snapshot!(project.manage(["migrate"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-11-21-101501-0000_add_email_to_users
    "#);
    assert_snapshot!(project.manage(["migrate"]).shown(), @r#"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      nothing to apply
    "#);
    assert_snapshot!(project.manage(["migrate", "--check"]).shown(), @r#"
    exit 0
    --- stdout
    Nothing to apply on default ([ROOT]/db.sqlite3)
    "#);
    assert_snapshot!(project.manage(["downgrade", "-1", "--plan"]).shown(), @r#"
    exit 0
    --- stdout
    To be undone on default ([ROOT]/db.sqlite3):
      2026-11-21-101501-0000_add_email_to_users
        Drop column email from users
    "#);
    assert_snapshot!(project.manage(["downgrade", "-1"]).shown(), @r#"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-11-21-101501-0000_add_email_to_users
    "#);
    project.manage(["migrate", "+1"]).ok();
    assert_snapshot!(project.manage(["downgrade", "create_users"]).shown(), @r#"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-11-21-101501-0000_add_email_to_users
    "#);
    project.manage(["downgrade", "base"]).ok();
    assert_snapshot!(project.manage(["downgrade", "-1"]).shown(), @r"
    exit 2
    --- stderr
    error: cannot go back 1: no migration is applied
    hint: `manage showmigrations` lists what is applied, and `base` goes all the way back
    ");
}

#[test]
fn showmigrations() {
    let project = Project::sqlite(USER);
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     (no migrations)
    "#);
    let project = self::project();
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [ ] 2026-11-21-101500-0000_create_users
     [ ] 2026-11-21-101501-0000_add_email_to_users
    "#);
    project.manage(["migrate", "+1"]).ok();
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r#"
    exit 0
    --- stdout
    default
     [X] 2026-11-21-101500-0000_create_users
     [ ] 2026-11-21-101501-0000_add_email_to_users
    "#);
    let first = project.migrations("default").swap_remove(0);
    std::fs::write(first.join("up.sql"), "CREATE TABLE other (id INTEGER PRIMARY KEY NOT NULL);\n").expect("a file");
    execute(&project.file("db.sqlite3"), "INSERT INTO __diesel_schema_migrations (version) VALUES ('20200101000000')");
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r"
    exit 0
    --- stdout
    default
     [?] 20200101000000                             (irreversible, unknown to the journal)
     [!] 2026-11-21-101500-0000_create_users
     [ ] 2026-11-21-101501-0000_add_email_to_users
    ");
}

#[test]
fn targets_that_are_none() {
    let project = project();
    assert_snapshot!(project.manage(["migrate", "nowhere"]).shown(), @r#"
    exit 2
    --- stderr
    error: no migration in [ROOT]/app_migrations/default is called `nowhere`
    hint: `manage showmigrations` lists them; `head`, `base`, `-1` and `+1` are understood too
    "#);
    assert_snapshot!(project.manage(["migrate", "2026"]).shown(), @r#"
    exit 2
    --- stderr
    error: `2026` could mean 2 migrations: 2026-11-21-101500-0000_create_users, 2026-11-21-101501-0000_add_email_to_users
    hint: give more of the name, or the whole version
    "#);
    assert_snapshot!(project.manage(["downgrade", "-7"]).shown(), @r"
    exit 2
    --- stderr
    error: cannot go back 7: no migration is applied
    hint: `manage showmigrations` lists what is applied, and `base` goes all the way back
    ");
    assert_snapshot!(project.manage(["downgrade"]).shown(), @r#"
    exit 2
    --- stderr
    error: the following required arguments are missing: <TARGET>
    hint: usage: manage downgrade <TARGET>
    "#);
}

#[test]
fn what_people_type_from_habit() {
    let project = Project::sqlite(USER);
    assert_snapshot!(project.manage(["upgrade"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no command `upgrade`
    hint: here it is called `manage migrate`
    "#);
    assert_snapshot!(project.manage(["revision", "--autogenerate"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no command `revision`
    hint: here it is called `manage makemigrations`
    "#);
    assert_snapshot!(project.manage(["rollback"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no command `rollback`
    hint: here it is called `manage downgrade -1`
    "#);
    assert_snapshot!(project.manage(["status"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no command `status`
    hint: here it is called `manage showmigrations`
    "#);
    assert_snapshot!(project.manage(["migrat"]).shown(), @r#"
    exit 2
    --- stderr
    error: there is no command `migrat`
    hint: did you mean `manage migrate`?
    "#);
}

#[test]
fn printschema() {
    let project = Project::sqlite(USER_WITH_EMAIL);
    assert_snapshot!(project.manage(["printschema"]).shown(), @r#"
    exit 0
    --- stdout
    // @generated by diesel_manage from the models.

    diesel::table! {
        users (id) {
            id -> BigInt,
            name -> Text,
            email -> Nullable<Text>,
        }
    }
    "#);
}

#[test]
fn printschema_that_is_committed_can_be_checked() {
    let project = Project::sqlite(USER);
    assert_snapshot!(project.manage(["printschema", "--check", "src/schema.rs"]).shown(), @r#"
    exit 1
    --- stderr
    warning: src/schema.rs is not what the models say
    hint: `manage printschema > src/schema.rs` writes it anew
    "#);
    project.write("src/schema.rs", project.manage(["printschema"]).ok().stdout);
    assert_snapshot!(project.manage(["printschema", "--check", "src/schema.rs"]).shown(), @"exit 0");
    project.models(USER_WITH_EMAIL);
    project.manage(["printschema", "--check", "src/schema.rs"]).expect(1);
    assert!(
        project
            .manage(["printschema", "--check", "src/schema.rs", "--json"])
            .expect(1)
            .stdout
            .contains("\"up_to_date\": false")
    );
    project.manage(["printschema", "--check", "src"]).expect(6);
}

#[test]
fn tables_and_columns_that_the_settings_ignore() {
    let project = Project::sqlite(USER);
    project.write(
        "settings.json",
        r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"],
            "ignore_tables": ["tmp_*", "sessions"], "ignore_columns": ["users.legacy_*"]}}}"#,
    );
    project.write(
        "app_migrations/default/2020-01-01-000000-0000_by_hand/up.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(20) NOT NULL, legacy_note TEXT DEFAULT 'x');\n\
         CREATE INDEX users_legacy ON users (legacy_note);\n\
         CREATE TABLE sessions (k TEXT PRIMARY KEY);\n\
         CREATE TABLE tmp_one (a INTEGER);\n",
    );
    project.manage(["makemigrations", "--check"]).expect(1);
    project.manage(["makemigrations"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let newest = project.migrations("default").pop().expect("a migration");
    let up = std::fs::read_to_string(newest.join("up.sql")).expect("up.sql");
    assert_snapshot!(up, @r#"
    -- Alter column name on users: VARCHAR(20) to TEXT
    --
    -- Revision: 202611211015000000
    -- Revises: 202001010000000000
    -- Created: 2026-11-21 10:15:00 UTC

    -- SQLite cannot do this in place, so new tables take the rows over from the old ones.
    -- Changed: users.
    PRAGMA defer_foreign_keys = ON;

    ALTER TABLE users RENAME TO manage_old_users;

    CREATE TABLE users (
        id INTEGER PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        legacy_note TEXT DEFAULT 'x'
    );

    INSERT INTO users (id, name, legacy_note)
    SELECT id, name, legacy_note
    FROM manage_old_users;

    DROP TABLE manage_old_users;

    CREATE INDEX users_legacy ON users (legacy_note);

    PRAGMA defer_foreign_keys = OFF;
    "#);
}

#[test]
fn a_migration_is_named_after_any_message() {
    let named = |arguments: &[&str]| {
        let project = Project::sqlite("#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
        project.manage(["makemigrations"].iter().chain(arguments)).ok();
        let directory = project.migrations("default").remove(0);
        let text = std::fs::read_to_string(directory.join("up.sql")).unwrap();
        project.manage(["migrate"]).ok();
        let name = directory.file_name().unwrap().to_string_lossy().into_owned();
        (name.strip_prefix("2026-11-21-101500-0000_").unwrap().to_owned(), text.lines().next().unwrap().to_owned())
    };
    for (arguments, name, line) in [
        (&["-m", ""][..], "create_users", "-- Create table users"),
        (&["-m", "  "], "create_users", "-- Create table users"),
        (&["-m", "🦀 🚀"], "create_users", "-- 🦀 🚀"),
        (&["-m", "con"], "con", "-- con"),
        (&["-m", "../../x"], "x", "-- ../../x"),
        (&["-m", "a/b\\c"], "a_b_c", "-- a/b\\c"),
        (&["-m", "two\nDROP TABLE lines;"], "two_drop_table_lines", "-- two DROP TABLE lines;"),
        (&["-m", "a\u{1b}[31mred"], "a_31mred", "-- a [31mred"),
        (&["-m", "x", "--name", "Größe"], "grosse", "-- x"),
        (&["--name", ""], "create_users", "-- Create table users"),
    ] {
        assert_eq!(named(arguments), (name.to_owned(), line.to_owned()), "{arguments:?}");
    }
    assert_eq!(named(&["-m", &"word ".repeat(60)]).0, "word_".repeat(20).trim_end_matches('_'));
    let project = Project::sqlite("#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
    let said = project.manage(["makemigrations", "--name", "🦀"]).expect(2).stderr;
    assert!(said.contains("no letter or digit"), "{said}");
}

#[test]
fn no_database_is_made_for_no_migration() {
    let project = Project::sqlite("");
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("nothing to apply"), "{}", run.stderr);
    assert!(!project.file("db.sqlite3").exists());
    // One that is there is opened, whatever it is.
    project.write("db.sqlite3", "This is no database, but a letter. ".repeat(40));
    project.manage(["migrate"]).expect(6);
}

#[test]
fn what_cannot_be_undone_has_a_way_on() {
    let project = Project::sqlite("");
    project.write("app_migrations/default/2026-01-01-000000-0000_x/up.sql", "CREATE TABLE t (a INT);\n");
    project.write("app_migrations/default/2026-01-01-000000-0000_x/down.sql", "-- manage: irreversible\n");
    project.manage(["migrate"]).ok();
    let run = project.manage(["downgrade", "base"]).expect(6);
    assert!(run.stderr.contains("says that it is irreversible\nhint: write a new migration"), "{}", run.stderr);
}
