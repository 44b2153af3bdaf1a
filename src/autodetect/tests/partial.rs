use super::fixture::{holds, try_run, wanted};
use crate::autodetect::{Ignore, Unspoken};
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

/// Diesel prints keys that are row numbers, and what refers to one, as Integer or as BigInt; and nobody has a use for
/// a key that can be NULL, though SQLite takes it for one.
#[test]
fn keys_are_taken_as_rust_has_them() {
    let current = database(&[
        "CREATE TABLE teams (id INTEGER PRIMARY KEY AUTOINCREMENT, size INTEGER NOT NULL)",
        "CREATE TABLE people (name TEXT PRIMARY KEY, team_id INT REFERENCES teams, nr INTEGER REFERENCES codes)",
        "CREATE TABLE codes (nr INT PRIMARY KEY)",
        "CREATE TABLE pairs (a TEXT, b TEXT, c TEXT, PRIMARY KEY (a, b))",
    ]);
    let text = |ty: &str, size: &str, nr: &str, c: &str| {
        table(&format!("teams (id) {{ id -> {ty}, size -> {size}, }}"))
            + &table(&format!("people (name) {{ name -> Text, team_id -> Nullable<{ty}>, nr -> Nullable<{nr}>, }}"))
            + &table("codes (nr) { nr -> Integer, }")
            + &table(&format!("pairs (a, b) {{ a -> Text, b -> Nullable<Text>, c -> {c}, }}"))
    };
    for ty in ["Integer", "BigInt", "Int8"] {
        let text = text(ty, "Integer", "Integer", "Nullable<Text>");
        assert_eq!(run(&current, &text, &[]), (vec![], vec![], vec![]), "{ty}");
    }
    let (changes, open, _) = run(&current, &text("BigInt", "BigInt", "BigInt", "Text"), &[]);
    assert_eq!(
        changes,
        [
            "Alter column c on pairs: NOT NULL",
            "Alter column nr on people: INTEGER to BIGINT",
            "Alter column size on teams: INTEGER to BIGINT"
        ]
    );
    assert_eq!(open, ["backfill pairs.c"]);
}

#[test]
fn types_that_cannot_be_compared_stay_and_are_told_once_for_all_alike() {
    let current = database(&[
        "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a BYTEA, b BYTEA NOT NULL, c TEXT, d UUID, e VARCHAR(20))",
    ]);
    let text = table(
        "#[sql_name = \"t\"] things (id) { id -> Integer, a -> Nullable<Binary>, b -> Binary,
          c -> Nullable<crate::sql_types::Mood>, d -> Nullable<diesel::sql_types::Uuid>,
          #[max_length = 20] e -> Nullable<Varchar>, }",
    );
    let (changes, open, notes) = run(&current, &text, &[]);
    assert_eq!((changes, open), (vec![], vec![]));
    assert_eq!(
        notes,
        [
            "the database has BYTEA, which `diesel print-schema` cannot read: left as the migrations have it: t.a, t.b",
            "the table! says Mood, which is no type of this database: left as the migrations have it: t.c",
            "the table! says Uuid, which is no type of this database: left as the migrations have it: t.d"
        ]
    );
    // Whether it can be NULL can be said of any column, and a column with such a type can be renamed.
    let text = text.replace("b -> Binary", "b -> Nullable<Binary>").replace("c ->", "mood ->");
    let (changes, _, _) = run(&current, &text, &["--rename", "t.c:mood"]);
    assert_eq!(changes, ["Rename column c to mood on t", "Alter column b on t: NULL"]);
}

#[test]
fn a_new_column_needs_a_type_that_the_database_has() {
    let current = database(&["CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL)"]);
    for (text, expected) in [
        ("t (id) { id -> Integer, a -> Nullable<Uuid>, }", "models.rs:1:47: t.a is new: SQLite has no column type"),
        ("t (id) { id -> Integer, } } table! { u (id) { id -> Array<Text>, }", "models.rs:1:70: u.id is new: SQLite"),
    ] {
        let wanted = wanted(&table(text));
        let run = try_run(&current, &wanted, &[], &Ignore::default()).unwrap();
        let error = Unspoken::of(&wanted).check(&run.detected.changes).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
        assert_eq!(error.hints().len(), 2);
    }
}

#[test]
fn disagreeing_types_are_told_once_for_all_alike_and_can_be_left() {
    let current =
        database(&["CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a TEXT, b TEXT, c BIGINT NOT NULL, d TEXT)"]);
    let text = table(
        "t (id) { id -> Integer, a -> Nullable<Timestamp>, b -> Nullable<diesel::sql_types::Timestamp>, c -> Nullable<BigInt>,
          #[max_length = 9] d -> Nullable<Varchar>, }",
    );
    let (_, open, notes) = run(&current, &text, &[]);
    assert_eq!(open, ["cast t.a", "cast t.b", "narrowing t.d"]);
    assert_eq!(
        notes,
        [
            "the table! says Timestamp where the database has TEXT, which Diesel reads as Text: t.a, t.b",
            "the table! says Nullable where the database has NOT NULL: t.c",
            "the table! says Varchar of at most 9 where the database has TEXT, which Diesel reads as Text: t.d"
        ]
    );
    let ignore = |types: &[&str]| Ignore::default().with_types(types).unwrap();
    let left = |types: &[&str]| {
        let run = try_run(&current, &wanted(&text), &[], &ignore(types)).unwrap();
        (run.summaries(), run.open(), run.notes())
    };
    assert_eq!(left(&["t.?"]), (vec![], vec![], vec![]));
    assert_eq!(left(&["*.*"]), (vec![], vec![], vec![]));
    assert_eq!(left(&["t.a", "t.[bd]"]).0, ["Alter column c on t: NULL"]);
    // For structs as well; and a new column has the type that it says.
    let model =
        "#[model(table = \"t\")] struct T { id: i64, a: i32, b: Option<String>, c: i64, d: Option<String>, e: i16 }";
    let run = try_run(&current, &wanted(model), &["--backfill", "t.e=1"], &ignore(&["*.a"])).unwrap();
    assert_eq!(run.summaries(), ["Add column e to t"]);
    assert!(Ignore::default().with_types(&["a"]).unwrap_err().to_string().contains("`ignore_types` has `a`"));
}
