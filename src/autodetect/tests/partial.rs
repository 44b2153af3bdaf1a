use super::fixture::{holds, try_run, wanted};
use crate::autodetect::Ignore;
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::schema::Schema;

/// The schema of a database in which these statements were run.
fn database(statements: &[&str]) -> Schema {
    let mut session = SqliteSession::in_memory().unwrap();
    for statement in statements {
        session.execute(statement).unwrap();
    }
    session.introspect().unwrap()
}

fn table(body: &str) -> String {
    format!("diesel::table! {{ {body} }}")
}

/// What comes of a `table!` beside a database, with the notes.
fn run(current: &Schema, text: &str, flags: &[&str]) -> (Vec<String>, Vec<String>, Vec<String>) {
    let wanted = wanted(text);
    let run = try_run(current, &wanted, flags, &Ignore::default()).unwrap_or_else(|error| panic!("{error}"));
    if run.open.is_empty() {
        let after = current.after(&run.detected.changes);
        assert_eq!(super::fixture::detect(&after, &wanted).changes, [], "a second run finds something");
    }
    (run.summaries(), run.open(), run.notes())
}

const RICH: &[&str] = &[
    "CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL)",
    "CREATE TABLE users (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        name VARCHAR(50) NOT NULL DEFAULT 'x' COLLATE NOCASE UNIQUE,
        age TINYINT CHECK (age >= 0),
        team_id INTEGER NOT NULL REFERENCES teams (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        twice INTEGER GENERATED ALWAYS AS (team_id * 2) VIRTUAL,
        legacy TEXT)",
    "CREATE INDEX hand_made ON users (lower(name)) WHERE age > 3",
];

#[test]
fn what_a_table_macro_cannot_say_stays() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Integer, }")
        + &table(
            "users (id) { id -> Integer, name -> Text, age -> Nullable<Bool>, team_id -> Integer,
              twice -> Nullable<Integer>, legacy -> Nullable<Text>, }",
        );
    assert_eq!(run(&current, &text, &[]), (vec![], vec![], vec![]));
}

#[test]
fn other_names_of_a_diesel_type_are_the_same_type() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Int4, }")
        + &table(
            "users (id) { id -> Int4, name -> VarChar, age -> Nullable<Bool>, team_id -> Int4,
              twice -> Nullable<Int4>, legacy -> Nullable<Varchar>, }",
        );
    assert_eq!(run(&current, &text, &[]), (vec![], vec![], vec![]));
}

#[test]
fn a_column_that_need_not_be_there_is_left_alone_and_told() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Integer, }")
        + &table(
            "users (id) { id -> Integer, age -> Nullable<Bool>, team_id -> Integer, twice -> Nullable<Integer>, }",
        );
    let (changes, open, notes) = run(&current, &text, &[]);
    assert_eq!((changes, open), (vec![], vec![]));
    assert_eq!(
        notes,
        [
            "users.name is in the database and not in the table!: left alone",
            "users.legacy is in the database and not in the table!: left alone"
        ]
    );
}

#[test]
fn such_a_column_can_be_dropped_all_the_same() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Integer, }")
        + &table(
            "users (id) { id -> Integer, name -> Text, age -> Nullable<Bool>, team_id -> Integer, twice -> Nullable<Integer>, }",
        );
    let (changes, ..) = run(&current, &text, &["--drop", "users.legacy"]);
    assert_eq!(changes, ["Drop column legacy from users"]);
    // All drops together mean those that are asked about.
    let (changes, _, notes) = run(&current, &text, &["--allow-drops"]);
    assert_eq!((changes.len(), notes.len()), (0, 1));
}

#[test]
fn a_column_that_looks_like_a_new_one_is_asked_about() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Integer, }")
        + &table(
            "users (id) { id -> Integer, full_name -> Text, age -> Nullable<Bool>, team_id -> Integer,
              twice -> Nullable<Integer>, legacy -> Nullable<Text>, }",
        );
    let (_, open, _) = run(&current, &text, &[]);
    assert_eq!(open, ["column users.name"]);
    let (changes, ..) = run(&current, &text, &["--rename", "users.name:full_name"]);
    assert_eq!(changes, ["Rename column name to full_name on users"]);
}

#[test]
fn a_column_that_must_be_there_is_asked_about() {
    let current = database(&["CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, age INTEGER NOT NULL)"]);
    let (_, open, notes) = run(&current, &table("users (id) { id -> Integer, }"), &[]);
    assert_eq!((open, notes), (vec!["column users.age".to_owned()], vec![]));
}

#[test]
fn types_and_nullability_change_and_the_rest_of_the_column_stays() {
    let current = database(RICH);
    let text = table("teams (id) { id -> Integer, }")
        + &table(
            "users (id) { id -> Integer, name -> Nullable<Text>, age -> Nullable<BigInt>, team_id -> Integer,
              twice -> Nullable<Integer>, legacy -> Nullable<Text>, }",
        );
    let wanted = wanted(&text);
    let run = try_run(&current, &wanted, &[], &Ignore::default()).unwrap();
    assert_eq!(run.open.to_string(), "");
    assert_eq!(run.summaries(), ["Alter column name on users: NULL", "Alter column age on users: TINYINT to BIGINT"]);
    let after = current.after(&run.detected.changes);
    let users = after.table(&"users".into()).unwrap();
    let name = users.column("name").unwrap();
    assert_eq!(
        (name.ty.text(), name.collation.as_deref(), name.default.is_some()),
        ("VARCHAR(50)", Some("NOCASE"), true)
    );
    assert_eq!((users.indexes.len(), users.uniques.len(), users.foreign_keys.len(), users.checks.len()), (1, 1, 1, 1));
}

#[test]
fn a_promised_join_makes_a_key_for_what_is_new_and_for_nothing_else() {
    let current = database(&[
        "CREATE TABLE teams (id INTEGER PRIMARY KEY NOT NULL)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, team_id INTEGER NOT NULL)",
    ]);
    let text = table("teams (id) { id -> Integer, }")
        + &table("users (id) { id -> Integer, team_id -> Integer, other_id -> Nullable<Integer>, }")
        + &table("posts (id) { id -> Integer, user_id -> Integer, }")
        + "diesel::joinable!(users -> teams (team_id)); diesel::joinable!(posts -> users (user_id));";
    let wanted = wanted(&text);
    let run = try_run(&current, &wanted, &[], &Ignore::default()).unwrap();
    assert_eq!(run.summaries(), ["Create table posts", "Add column other_id to users"]);
    let after = current.after(&run.detected.changes);
    assert_eq!(after.table(&"posts".into()).unwrap().foreign_keys.len(), 1);
    assert_eq!(after.table(&"users".into()).unwrap().foreign_keys.len(), 0);
    holds(&current, &wanted, &run.detected.changes, "joinable");
}

#[test]
fn a_table_without_a_key_is_printed_with_its_rowid() {
    let current = database(&["CREATE TABLE log (line TEXT NOT NULL)"]);
    let text = table("log (rowid) { rowid -> Integer, line -> Text, }");
    assert_eq!(run(&current, &text, &[]), (vec![], vec![], vec![]));
}

#[test]
fn options_that_no_model_declares_stay_for_structs_too() {
    let current = database(&[
        "CREATE TABLE users (id INTEGER NOT NULL, name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x',
            CONSTRAINT pk PRIMARY KEY (id) ON CONFLICT IGNORE, UNIQUE (name) ON CONFLICT FAIL) STRICT, WITHOUT ROWID",
        "CREATE VIEW names AS SELECT name FROM users",
        "CREATE VIRTUAL TABLE search USING fts5(body)",
    ]);
    let text = "struct User { id: i32, #[model(unique, default = \"x\")] name: String }";
    assert_eq!(run(&current, text, &[]), (vec![], vec![], vec![]));
    let view = text.to_owned() + &table("names (name) { name -> Text, }");
    let (changes, open, notes) = run(&current, &view, &[]);
    assert_eq!((changes, open), (vec![], vec![]));
    assert_eq!(notes, ["names is a view: left alone"]);
}
