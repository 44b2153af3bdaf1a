//! A `schema.rs` with years of hand edits: in several files and modules, for several databases, with patches.

use crate::dump::dump;
use crate::project::Project;

const UP: &str = "
    CREATE TABLE users (
        id INTEGER PRIMARY KEY NOT NULL, type VARCHAR(20) NOT NULL, full_name VARCHAR(50), mood TEXT NOT NULL DEFAULT 'ok',
        secret TEXT, hits INTEGER NOT NULL DEFAULT 0, token BLOB NOT NULL, checked_on TEXT
    );
    CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id), body TEXT);
    CREATE TABLE \"odd name\" (k TEXT NOT NULL PRIMARY KEY, \"a b\" INTEGER);
    CREATE TABLE log (line TEXT);
    CREATE VIEW popular AS SELECT id, full_name FROM users WHERE hits > 10;
";

/// `secret` and `hits` are left out on purpose, `full_name` is not null by hand, `mood` has a type of PostgreSQL's,
/// and so on.
const USERS: &str = r#"
// @generated automatically by Diesel CLI.

pub mod sql_types {
    #[derive(diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "mood"))]
    pub struct Mood;
}

diesel::table! {
    use diesel::sql_types::*;
    use super::sql_types::Mood;

    /// People, in words of their own.
    users {
        /// The key.
        id -> Integer,
        #[sql_name = "type"]
        #[max_length = 20]
        type_ -> Varchar,
        #[max_length = 50]
        full_name -> Nullable<Varchar>,
        mood -> Mood,
        token -> Bytea,
        checked_on -> Nullable<Text>,
    }
}
"#;

const REST: &str = r#"
mod inner {
    table! {
        posts (id) {
            id -> Integer,
            user_id -> Integer,
            body -> Nullable<Text>,
        }
    }

    table! {
        #[sql_name = "odd name"]
        odd_name (k) {
            k -> Text,
            #[sql_name = "a b"]
            a_b -> Nullable<Integer>,
        }
    }
}

diesel::table! {
    log (rowid) {
        rowid -> BigInt,
        line -> Nullable<Text>,
    }
}

diesel::table! {
    popular (id) {
        id -> Integer,
        full_name -> Nullable<Text>,
    }
}

diesel::joinable!(inner::posts -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(users, posts,);
"#;

fn project() -> Project {
    let project = Project::empty();
    project.write(
        "settings.json",
        r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/"]}}}"#,
    );
    project.write("src/schema/users.rs", USERS);
    project.write("src/schema/mod.rs", REST);
    project.write("src/lib.rs", "pub mod schema;\npub fn unrelated() {}\n");
    project.write("app_migrations/default/2020-01-01-000000_all/up.sql", UP);
    project.write(
        "app_migrations/default/2020-01-01-000000_all/down.sql",
        "DROP VIEW popular; DROP TABLE log; DROP TABLE \"odd name\"; DROP TABLE posts; DROP TABLE users;",
    );
    project
}

#[test]
fn hand_edits_are_no_changes() {
    let project = project();
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert_eq!(run.stdout, "No changes detected\n");
    let mut notes: Vec<&str> = run.stderr.lines().collect();
    notes.sort_unstable();
    assert_eq!(
        notes,
        [
            "note: popular is a view: left alone",
            "note: the table! says Mood, which is no type of this database: left as the migrations have it: users.mood",
            "note: users.hits is in the database and not in the table!: left alone",
            "note: users.secret is in the database and not in the table!: left alone",
        ]
    );
}

#[test]
fn a_change_beside_them_touches_none_of_them() {
    let project = project();
    project.manage(["migrate"]).ok();
    let before = dump(&project.file("db.sqlite3"));
    project
        .write("src/schema/users.rs", USERS.replace("checked_on -> Nullable<Text>", "seen_on -> Nullable<Timestamp>"));
    project.manage(["makemigrations", "--rename", "users.checked_on:seen_on", "--using", "users.seen_on=seen_on"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let after = dump(&project.file("db.sqlite3"));
    let renamed = before.schema.replace("[\"checked_on\",\"TEXT\"", "[\"seen_on\",\"TIMESTAMP\"");
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(sorted(&after.schema), sorted(&renamed));
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(dump(&project.file("db.sqlite3")), before);
}

/// A not-null that was set by hand is a change that is wanted, until the settings say otherwise.
#[test]
fn a_not_null_that_was_set_by_hand() {
    let project = project();
    project.write("src/schema/users.rs", USERS.replace("full_name -> Nullable<Varchar>", "full_name -> Varchar"));
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert!(run.stdout.contains("~ Alter column full_name on users: NOT NULL"), "{}", run.stdout);
    assert!(
        run.stderr.contains("the table! says no Nullable where the database has NULL: users.full_name"),
        "{}",
        run.stderr
    );
    let settings = project.read("settings.json");
    let left = settings.replace("\"models\"", "\"ignore_types\": [\"users.full_name\"], \"models\"");
    project.write("settings.json", left);
    project.manage(["makemigrations", "--check"]).ok();
}

/// In the database it must be there to insert a row, and the `table!` does not have it: dropped, or forgotten?
#[test]
fn a_column_that_must_be_there_is_asked_about_until_it_is_ignored() {
    let project = project();
    project.write("src/schema/users.rs", USERS.replace("        token -> Bytea,\n", ""));
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    assert!(run.stderr.contains("was column users.token renamed or dropped?"), "{}", run.stderr);
    project.manage(["makemigrations", "--no-input"]).expect(3);
    let settings = project.read("settings.json");
    for (patterns, code) in
        [("\"users.token\"", 0), ("\"*.tok*\"", 0), ("\"*.*\"", 0), ("\"none.token\", \"users.nothing\"", 1), ("", 1)]
    {
        let ignored = settings.replace("\"models\"", &format!("\"ignore_columns\": [{patterns}], \"models\""));
        project.write("settings.json", ignored);
        project.manage(["makemigrations", "--check"]).expect(code);
    }
    for (pattern, message) in [("token", "names no table"), ("[.x", "is no pattern"), ("users.{", "is no pattern")] {
        let ignored = settings.replace("\"models\"", &format!("\"ignore_columns\": [\"{pattern}\"], \"models\""));
        project.write("settings.json", ignored);
        let run = project.manage(["makemigrations", "--check"]).expect(6);
        assert!(run.stderr.contains(message), "{pattern}: {}", run.stderr);
    }
}

#[test]
fn what_a_new_column_cannot_be_is_an_error_that_says_where() {
    let project = project();
    project.write(
        "src/schema/users.rs",
        USERS.replace("        token", "        other_mood -> Nullable<Mood>,\n        token"),
    );
    for arguments in [&["makemigrations", "--check"][..], &["makemigrations"]] {
        let run = project.manage(arguments).expect(6);
        let expected = "error: src/schema/users.rs:24:23: users.other_mood is new: SQLite has no column type for Diesel's `Mood`\nhint: ";
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    // The way on that the hint names.
    project.manage(["makemigrations", "--empty", "-m", "mood"]).ok();
    let folder = project.migrations("default").pop().expect("a migration");
    let up = std::fs::read_to_string(folder.join("up.sql")).expect("up.sql");
    std::fs::write(folder.join("up.sql"), up + "\nALTER TABLE users ADD COLUMN other_mood TEXT;\n").expect("a file");
    let run = project.manage(["makemigrations", "--check"]).ok();
    assert!(run.stderr.contains("users.mood, users.other_mood"), "{}", run.stderr);
}
