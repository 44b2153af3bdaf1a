//! Tables that SQLite has to make anew, in a database with everything that can stand on them, made by hand-written
//! migrations: whatever a change does not concern is the same afterwards, whoever runs the migration.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};

use crate::dump::{Dump, dump, execute, lines, open};
use crate::project::{Project, Run};

const TABLES: &str = r#"
CREATE TABLE teams (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL UNIQUE, level INTEGER,
    best_id BIGINT REFERENCES users (id) ON DELETE SET NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, name TEXT NOT NULL, age INTEGER, note TEXT,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    boss_id BIGINT REFERENCES users (id) ON DELETE RESTRICT);
CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL,
    author_id BIGINT REFERENCES users (id) ON DELETE SET NULL,
    editor_id BIGINT NOT NULL REFERENCES users (id) ON DELETE RESTRICT);
CREATE TABLE likes (post_id BIGINT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    user_id BIGINT NOT NULL REFERENCES users (id) ON DELETE CASCADE, PRIMARY KEY (post_id, user_id)) WITHOUT ROWID;
CREATE TABLE "the 🦀 order" (id INTEGER PRIMARY KEY NOT NULL, "sel""ect" TEXT NOT NULL,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE) STRICT;
CREATE TABLE log (id INTEGER PRIMARY KEY NOT NULL, what TEXT NOT NULL);
"#;

const OBJECTS: &str = r#"
CREATE INDEX users_age ON users (age DESC) WHERE age > 3;
CREATE INDEX "by 🦀" ON users (lower(name), id);
CREATE UNIQUE INDEX posts_title ON posts (title COLLATE NOCASE);
CREATE VIEW adults AS SELECT id, name FROM users WHERE age >= 18;
CREATE VIEW adult_posts AS SELECT posts.title, adults.name FROM posts JOIN adults ON adults.id = posts.author_id;
CREATE TRIGGER users_log AFTER UPDATE ON users BEGIN INSERT INTO log (what) VALUES ('updated ' || OLD.id); END;
CREATE TRIGGER users_gone AFTER DELETE ON users BEGIN INSERT INTO log (what) VALUES ('gone ' || OLD.id); END;
CREATE TRIGGER posts_in AFTER INSERT ON posts BEGIN INSERT INTO log (what) VALUES ('post ' || NEW.id); END;
CREATE TRIGGER log_users AFTER INSERT ON log WHEN NEW.what = 'x' BEGIN UPDATE users SET age = 1; END;
CREATE TRIGGER adults_in INSTEAD OF INSERT ON adults BEGIN
    INSERT INTO users (name, team_id) SELECT NEW.name, min(id) FROM teams; END;
"#;

const DOWN: &str = r#"
DROP TRIGGER log_users; DROP TRIGGER posts_in; DROP TRIGGER users_gone; DROP TRIGGER users_log;
DROP VIEW adult_posts; DROP VIEW adults; DROP INDEX posts_title; DROP INDEX "by 🦀"; DROP INDEX users_age;
"#;

const ROWS: &str = r#"
PRAGMA foreign_keys = OFF;
INSERT INTO teams VALUES (1, 'red', 7, 2), (5, 'blue', NULL, NULL);
INSERT INTO users VALUES (1, 'ann', 30, 'n', 1, NULL), (2, 'bob', NULL, NULL, 5, 1), (9, 'cid', 2, 'x', 1, 2);
DELETE FROM users WHERE id = 9;
INSERT INTO posts VALUES (1, 'one', 1, 2), (2, 'two', NULL, 1), (3, 'three', 2, 2);
INSERT INTO likes VALUES (1, 1), (1, 2), (3, 2);
INSERT INTO "the 🦀 order" VALUES (1, 'a', 1), (2, 'b', NULL);
"#;

const MODELS: &str = r##"
#[derive(Model)]
pub struct Team {
    #[model(identity)]
    pub id: i64,
    #[model(unique)]
    pub name: String,
    pub level: Option<i32>,
    #[model(references = "users.id", on_delete = "set null")]
    pub best_id: Option<i64>,
}

#[derive(Model)]
#[model(index(age desc, name = "users_age", where = "age > 3"), index("lower(name)", id, name = "by 🦀"))]
pub struct User {
    #[model(identity)]
    pub id: i64,
    pub name: String,
    pub age: Option<i32>,
    pub note: Option<String>,
    #[model(references = "teams.id", on_delete = "cascade")]
    pub team_id: i64,
    #[model(references = "users.id", on_delete = "restrict")]
    pub boss_id: Option<i64>,
}

#[derive(Model)]
#[model(unique("title COLLATE NOCASE", name = "posts_title"))]
pub struct Post {
    pub id: i64,
    pub title: String,
    #[model(references = "users.id", on_delete = "set null")]
    pub author_id: Option<i64>,
    #[model(references = "users.id", on_delete = "restrict")]
    pub editor_id: i64,
}

#[derive(Model)]
#[model(primary_key(post_id, user_id))]
pub struct Like {
    #[model(references = "posts.id", on_delete = "cascade")]
    pub post_id: i64,
    #[model(references = "users.id", on_delete = "cascade")]
    pub user_id: i64,
}

#[derive(Model)]
#[model(table = "the 🦀 order")]
pub struct Order {
    pub id: i64,
    #[model(column = "sel\"ect")]
    pub select: String,
    #[model(sql_type = "INTEGER", references = "users.id", on_delete = "cascade")]
    pub user_id: Option<i64>,
}

#[derive(Model)]
#[model(table = "log")]
pub struct Log {
    pub id: i64,
    pub what: String,
}
"##;

/// A change in the models: what it is called, the text replaced, the text put there, and the answers.
type Step = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const STEPS: &[Step] = &[
    ("a_check", &[("pub age: Option<i32>", "#[model(check = \"age < 200\")] pub age: Option<i32>")], &[]),
    ("not_null", &[("pub age: Option<i32>", "pub age: i32")], &["--backfill", "users.age=18"]),
    ("a_parent", &[("pub level: Option<i32>", "pub level: Option<i64>")], &[]),
    ("an_action", &[("on_delete = \"restrict\"", "on_delete = \"cascade\"")], &[]),
    ("a_column", &[("    pub note: Option<String>,\n", "")], &["--drop", "users.note"]),
    (
        "a_keyed_column",
        &[("    #[model(references = \"users.id\", on_delete = \"restrict\")]\n    pub boss_id: Option<i64>,\n", "")],
        &["--drop", "users.boss_id"],
    ),
    (
        "a_rename_and_a_type",
        &[("pub note: Option<String>", "#[model(max_length = 9)] pub remark: Option<String>")],
        &["--rename", "users.note:remark", "--allow", "users.remark"],
    ),
    ("a_strict_table", &[("pub select: String", "#[model(check = \"id > 0\")] pub select: String")], &[]),
    ("a_default", &[("pub title: String", "#[model(default = \"it's\")] pub title: String")], &[]),
];

/// The database of this module, its rows in it.
fn project() -> Project {
    let project = Project::sqlite(MODELS);
    let migration = |name: &str, up: &str, down: &str| {
        project.write(&format!("app_migrations/default/{name}/up.sql"), up);
        project.write(&format!("app_migrations/default/{name}/down.sql"), down);
    };
    let drops = r#"DROP TABLE log; DROP TABLE "the 🦀 order"; DROP TABLE likes; DROP TABLE posts; DROP TABLE users; DROP TABLE teams;"#;
    migration("2026-01-01-000000_tables", TABLES, drops);
    migration("2026-01-02-000000-0000_objects", OBJECTS, DOWN);
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["migrate"]).ok();
    execute(&project.file("db.sqlite3"), ROWS);
    project
}

/// The models with the step's change.
fn changed(step: &Step) -> String {
    step.1.iter().fold(MODELS.to_owned(), |models, (from, to)| {
        assert!(models.contains(from), "{}: {from}", step.0);
        models.replace(from, to)
    })
}

fn make(project: &Project, step: &Step) -> Run {
    project.models(&changed(step));
    let mut arguments = vec!["makemigrations", step.0];
    arguments.extend(step.2);
    project.manage(&arguments)
}

/// The numbers of rows.
fn counts(dump: &Dump) -> Vec<(&String, usize)> {
    dump.rows.iter().map(|(table, rows)| (table, rows.len())).collect()
}

/// The views, triggers and indexes, letter for letter.
fn texts(path: &Path) -> Vec<String> {
    lines(
        &mut open(path),
        "SELECT sql AS line FROM sqlite_schema WHERE type IN ('view', 'trigger', 'index') AND sql IS NOT NULL ORDER BY name",
    )
}

#[test]
fn everything_survives_whoever_runs_it() {
    let mut failed = Vec::new();
    for step in STEPS {
        if std::panic::catch_unwind(|| survives(step)).is_err() {
            failed.push(step.0);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

fn survives(step: &Step) {
    eprintln!("step {}", step.0);
    let project = project();
    let database = project.file("db.sqlite3");
    let before = dump(&database);
    make(&project, step).ok();
    project.manage(["makemigrations", "--check"]).ok();
    for copy in ["diesel", "library", "caller"] {
        fs::copy(&database, project.file(&format!("{copy}.sqlite3"))).expect("a copy");
    }

    project.manage(["migrate"]).ok();
    let after = dump(&database);
    assert_eq!(counts(&after), counts(&before), "rows, or what triggers wrote");
    assert_eq!(after.rows["sqlite_sequence"], ["teams 5", "users 9"]);
    project.manage(["downgrade", "-1"]).ok();
    same(&dump(&database), &before, step, "down under manage");
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&database).schema, after.schema, "up again");

    by_diesel(&project, &before, &after, step);
    by_library(&project, &before, &after, step);
    by_a_caller(&project, &before, &after, step);
}

/// Schema and rows as before; a value that the change took away comes back as nothing.
fn same(now: &Dump, before: &Dump, step: &Step, when: &str) {
    assert_eq!(now.schema, before.schema, "{}: {when}", step.0);
    assert_eq!(counts(now), counts(before), "{}: {when}", step.0);
    for table in ["likes", "log", "posts", "sqlite_sequence", "teams", "the 🦀 order"] {
        assert_eq!(now.rows.get(table), before.rows.get(table), "{}: {when}: {table}", step.0);
    }
}

/// Diesel's own command line, on the system's SQLite with foreign keys off.
fn by_diesel(project: &Project, before: &Dump, after: &Dump, step: &Step) {
    let database = project.file("db.sqlite3");
    fs::rename(project.file("diesel.sqlite3"), &database).expect("a copy");
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&database), *after, "{}: up under diesel", step.0);
    project.diesel(&["migration", "redo"]).ok();
    assert_eq!(dump(&database).schema, after.schema, "{}: redone under diesel", step.0);
    project.diesel(&["migration", "revert"]).ok();
    same(&dump(&database), before, step, "down under diesel");
    project.manage(["migrate"]).ok();
    assert_eq!(dump(&database).schema, after.schema, "{}: manage after diesel", step.0);
}

/// Diesel's library, on the bundled SQLite with foreign keys on.
fn by_library(project: &Project, before: &Dump, after: &Dump, step: &Step) {
    let database = project.file("library.sqlite3");
    let source = FileBasedMigrations::from_path(project.file("app_migrations/default")).expect("a source");
    let connection = &mut open(&database);
    assert_eq!(lines(connection, "SELECT foreign_keys AS line FROM pragma_foreign_keys"), ["1"]);
    connection.run_pending_migrations(source.clone()).unwrap_or_else(|error| panic!("{}: {error}", step.0));
    assert_eq!(dump(&database), *after, "{}: up under the library", step.0);
    connection.revert_last_migration(source).unwrap_or_else(|error| panic!("{}: {error}", step.0));
    same(&dump(&database), before, step, "down under the library");
}

/// The bare files in somebody else's transaction, foreign keys on and off, committed or not.
fn by_a_caller(project: &Project, before: &Dump, after: &Dump, step: &Step) {
    let database = project.file("caller.sqlite3");
    let [up, down] = scripts(project);
    for foreign_keys in ["ON", "OFF"] {
        let connection = &mut open(&database);
        let mut run = |sql: &str, end: &str| {
            let sql = format!("PRAGMA foreign_keys = {foreign_keys}; BEGIN; {sql}\n{end};");
            connection.batch_execute(&sql).unwrap_or_else(|error| panic!("{}: {error}", step.0));
        };
        let (before_it, text) = (dump(&database), texts(&database));
        run(&up, "ROLLBACK");
        assert_eq!((dump(&database), texts(&database)), (before_it, text), "{}: rolled back", step.0);
        run(&up, "COMMIT");
        assert_eq!(dump(&database).schema, after.schema, "{}: up in a caller's transaction", step.0);
        run(&down, "COMMIT");
        same(&dump(&database), before, step, "down in a caller's transaction");
    }
}

fn scripts(project: &Project) -> [String; 2] {
    let newest: PathBuf = project.migrations("default").pop().expect("the new migration");
    ["up.sql", "down.sql"].map(|file| fs::read_to_string(newest.join(file)).expect(file))
}

/// A rule that a row breaks: the migration fails late, after tables were moved, and nothing has changed.
#[test]
fn a_failure_in_the_middle_changes_nothing() {
    let step: Step =
        ("a_rule", &[("pub age: Option<i32>", "#[model(check = \"age < 20\")] pub age: Option<i32>")], &[]);
    let project = project();
    let database = project.file("db.sqlite3");
    make(&project, &step).ok();
    let before = (dump(&database), texts(&database));
    let unchanged = |when: &str| assert_eq!((dump(&database), texts(&database)), before, "{when}");

    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("up.sql:") && run.stderr.contains("CHECK constraint failed"), "{}", run.stderr);
    unchanged("under manage");
    assert_ne!(project.diesel(&["migration", "run"]).code, 0);
    unchanged("under diesel");
    let connection = &mut open(&database);
    let source = FileBasedMigrations::from_path(project.file("app_migrations/default")).expect("a source");
    assert!(connection.run_pending_migrations(source).is_err());
    unchanged("under the library");
    let [up, _] = scripts(&project);
    for foreign_keys in ["ON", "OFF"] {
        let connection = &mut open(&database);
        connection.batch_execute(&format!("PRAGMA foreign_keys = {foreign_keys}")).expect("a pragma");
        let outcome = connection.transaction(|connection: &mut SqliteConnection| {
            connection.batch_execute("INSERT INTO log (what) VALUES ('of the caller')")?;
            connection.transaction(|connection| connection.batch_execute(&up))
        });
        assert!(outcome.is_err());
        unchanged("in a caller's transaction");
    }
    // The row mended, the same file goes through.
    execute(&database, "UPDATE users SET age = 19 WHERE age > 19; DELETE FROM log");
    project.manage(["migrate"]).ok();
}

/// SQLite gives a view's columns new names with the table's, and views on that view are left alone with the old.
#[test]
fn a_rename_that_breaks_a_view_on_a_view_is_refused_by_name() {
    let project = project();
    let files = project.migrations("default");
    let step: Step = (
        "a_rename",
        &[
            ("    pub name: String,\n    pub age", "    pub username: String,\n    pub age"),
            ("lower(name)", "lower(username)"),
        ],
        &["--rename", "users.name:username"],
    );
    let run = make(&project, &step).expect(6);
    assert!(run.stderr.contains("would break view `adult_posts`"), "{}", run.stderr);
    assert!(run.stderr.contains("makemigrations --empty") && !run.stderr.contains("report it"), "{}", run.stderr);
    assert_eq!(project.migrations("default"), files);
}

#[test]
fn a_column_that_a_view_uses_is_refused_by_name() {
    let project = project();
    let age = ("    pub age: Option<i32>,\n", "");
    let index = ("index(age desc, name = \"users_age\", where = \"age > 3\"), ", "");
    let replaced = [age, index].iter().fold(MODELS.to_owned(), |models, (from, to)| models.replace(from, to));
    project.models(&replaced);
    let run = project.manage(["makemigrations", "--drop", "users.age"]).expect(6);
    assert!(run.stderr.contains("would break view `adults`"), "{}", run.stderr);
}

#[test]
fn a_trigger_that_goes_with_its_table_comes_back_with_it() {
    let project = project();
    let database = project.file("db.sqlite3");
    let before = (dump(&database).schema, texts(&database));
    let likes = MODELS.find("#[derive(Model)]\n#[model(primary_key").expect("likes");
    let orders = MODELS.find("#[derive(Model)]\n#[model(table = \"the").expect("orders");
    let hand = "app_migrations/default/2026-01-03-000000-0000_hand";
    project.write(&format!("{hand}/up.sql"), "CREATE TRIGGER liked AFTER INSERT ON likes BEGIN DELETE FROM log; END;");
    project.write(&format!("{hand}/down.sql"), "DROP TRIGGER liked;");
    project.manage(["migrate"]).ok();
    let with = (dump(&database).schema, texts(&database));
    assert_ne!(with, before);
    project.models(&[&MODELS[..likes], &MODELS[orders..]].concat());
    project.manage(["makemigrations", "--drop", "likes"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!((dump(&database).schema, texts(&database)), with);
}

/// SQLite has one room for the names of all tables, views and indexes.
#[test]
fn a_default_name_that_is_taken_gets_a_number() {
    let project = Project::sqlite(
        "#[derive(Model)] #[model(table = \"a_b_idx\")] struct X { id: i64, n: i64 }
         #[derive(Model)] struct U { id: i64 } #[derive(Model)] #[model(table = \"a_b\")] struct Y { id: i64, c: i64 }",
    );
    project.write("app_migrations/default/2026-01-01-000000_v/up.sql", "CREATE VIEW a_b_c_idx AS SELECT 1;");
    project.manage(["makemigrations"]).ok();
    project.models(
        "#[derive(Model)] #[model(table = \"a_b_idx\")] struct X { id: i64, n: i64 }
         #[derive(Model)] struct U { id: i64 } #[derive(Model)] #[model(table = \"a_b\")] struct Y { id: i64, #[model(index)] c: i64 }
         #[derive(Model)] #[model(table = \"a\")] struct Z { id: i64, #[model(index)] b: i64, #[model(index)] b_c: i64 }",
    );
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let names = lines(
        &mut open(&project.file("db.sqlite3")),
        "SELECT name AS line FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    );
    assert_eq!(names, ["a_b_c_idx1", "a_b_c_idx2", "a_b_idx1"]);
}
