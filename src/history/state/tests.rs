use std::fs;

use super::super::fixture::Folder;
use super::State;
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::Sqlite;
use crate::error::Result;
use crate::schema::TableName;

/// The state, and whether a scratch database was asked for.
fn load(folder: &Folder) -> (Result<State>, bool) {
    let mut asked = false;
    let state = State::load(&folder.history(), &Sqlite, &mut || {
        asked = true;
        Ok(Box::new(SqliteSession::in_memory()?) as Box<dyn Session>)
    });
    (state, asked)
}

fn sample() -> Folder {
    let folder = Folder::with(&[
        (
            "2026-01-01-000000-0000_users",
            "CREATE TABLE users (\n    id INTEGER PRIMARY KEY NOT NULL,\n    name VARCHAR(50) NOT NULL DEFAULT 'x',\n    age INTEGER CHECK (age >= 0)\n);\n\
             CREATE UNIQUE INDEX users_name_key ON users (name);\n\
             CREATE INDEX users_age_idx ON users (age DESC, lower(name)) WHERE age > 17;\n",
        ),
        (
            "2026-01-02-000000-0000_posts",
            "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id BIGINT REFERENCES users (id) ON DELETE CASCADE, title TEXT, UNIQUE (user_id, title)) STRICT;\n\
             CREATE VIEW titles AS\n  SELECT title FROM posts;\n",
        ),
    ]);
    folder.file("2026-01-02-000000-0000_posts/up.production.sql", "SELECT 1;");
    // STRICT knows no BIGINT.
    let up = folder.path().join("2026-01-02-000000-0000_posts/up.sql");
    fs::write(&up, fs::read_to_string(&up).unwrap().replace("BIGINT", "INTEGER")).unwrap();
    folder
}

fn save(folder: &Folder) -> String {
    let history = folder.history();
    load(folder).0.unwrap().save(&history, &Sqlite).unwrap();
    fs::read_to_string(folder.path().join("schema.json")).unwrap()
}

#[test]
fn what_was_written_is_believed_until_a_migration_changes() {
    let folder = sample();
    let (state, asked) = load(&folder);
    let state = state.unwrap();
    assert!(asked && !state.fresh);
    let [note] = state.notes.as_slice() else { panic!("{:?}", state.notes) };
    assert!(note.starts_with("in the environment `production` the migrations lead to another state"), "{note}");
    let text = save(&folder);

    let (again, asked) = load(&folder);
    let again = again.unwrap();
    assert!(!asked && again.fresh);
    assert_eq!(again.schema, state.schema);
    assert_eq!(save(&folder), text, "the same input gives the same bytes");

    let changes: [(&str, &str, bool); 6] = [
        ("2026-01-01-000000-0000_users/down.sql", "DROP TABLE users;", false),
        ("2026-01-03-000000-0000_rows/up.sql", "INSERT INTO users (name) VALUES ('y');", true),
        ("2026-01-03-000000-0000_rows/up.sql", "INSERT INTO users (name) VALUES ('z'); -- other rows", false),
        ("2026-01-03-000000-0000_rows/up.sql", "ALTER TABLE users ADD COLUMN email TEXT;", true),
        ("2026-01-02-000000-0000_posts/up.production.sql", "SELECT 2;", true),
        ("2026-01-03-000000-0000_rows/up.staging.sql", "SELECT 2;", true),
    ];
    for (file, content, changed) in changes {
        folder.file(file, content);
        assert_eq!(load(&folder).1, changed, "{file}: {content}");
        save(&folder);
    }
    fs::remove_dir_all(folder.path().join("2026-01-03-000000-0000_rows")).unwrap();
    let (state, asked) = load(&folder);
    assert!(asked);
    assert!(state.unwrap().schema.table(&TableName::new("users")).unwrap().column("email").is_none());
}

#[test]
fn a_file_that_is_no_use_is_computed_anew_with_a_note() {
    let folder = sample();
    let good = save(&folder);
    let path = folder.path().join("schema.json");
    for (bad, note) in [
        (String::new(), "schema.json is malformed (EOF"),
        ("[]".to_owned(), "schema.json is malformed"),
        ("{}".to_owned(), "schema.json is malformed (missing field `format`"),
        (
            good.replace("\"format\": 1", "\"format\": 2"),
            "schema.json has format 2, and this version of manage reads 1",
        ),
        (good.replace("\"columns\"", "\"colums\""), "schema.json is malformed (missing field `columns`"),
        (
            good.replace("  \"objects\"", "<<<<<<< HEAD\n=======\n>>>>>>> x\n  \"objects\""),
            "schema.json holds a merge conflict",
        ),
        ("{\"format\":".repeat(100_000), "schema.json is malformed (invalid type"),
    ] {
        fs::write(&path, bad).unwrap();
        let (state, asked) = load(&folder);
        let state = state.unwrap();
        assert!(asked && !state.fresh, "{note}");
        let [found, _] = state.notes.as_slice() else { panic!("{:?}", state.notes) };
        assert!(folder.without_path(found).starts_with(note), "{found}");
        assert_eq!(save(&folder), good);
    }
    fs::write(&path, b"\xff").unwrap();
    assert!(load(&folder).0.unwrap().notes[0].contains("cannot be read"));
}

#[test]
fn no_migrations_are_no_schema_and_need_no_database() {
    let folder = Folder::new();
    let (state, asked) = load(&folder);
    let state = state.unwrap();
    assert!(!asked && state.fresh && state.schema.tables.is_empty());
    state.save(&folder.history(), &Sqlite).unwrap();
    assert_eq!(folder.paths(), Vec::<String>::new());
}

#[test]
fn an_unproven_entry_is_proved() {
    let folder = sample();
    let text = save(&folder).replace("\"variants\"", "\"unproven\": true, \"variants\"");
    fs::write(folder.path().join("schema.json"), text).unwrap();
    assert!(load(&folder).1);
}

#[test]
fn a_scratch_database_that_is_not_to_be_had_is_an_error() {
    let folder = sample();
    let error = State::load(&folder.history(), &Sqlite, &mut || Err(crate::error::Error::failure("no server")));
    assert_eq!(error.unwrap_err().to_string(), "no server");
}

/// Files of format 1 lie in people's repositories: these bytes must be read for ever, and written as long as the
/// format is 1.
#[test]
fn format_1_is_this() {
    assert_eq!(save(&sample()), include_str!("format_1.json"));
}
