use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::super::fixture::Folder;
use super::super::{Beside, Draft, History, NewMigration, State};
use super::{Outcome, write};
use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::{Rendered, Sqlite};
use crate::error::Result;
use crate::schema::{Column, PrimaryKey, Schema, Table};
use crate::templates::Templates;

fn draft(table: &str) -> Draft {
    let rendered = |sql: String| vec![Rendered { comments: Vec::new(), sql }];
    Draft {
        message: format!("Add {table} table"),
        slug: table.to_owned(),
        parents: Vec::new(),
        up: rendered(format!("CREATE TABLE {table} (\n    id INTEGER PRIMARY KEY NOT NULL\n)")),
        down: rendered(format!("DROP TABLE {table}")),
        run_in_transaction: true,
    }
}

fn new(directory: &Path, table: &str) -> NewMigration {
    let history = History::read(directory, &Sqlite, None).unwrap();
    let parents = history.heads().iter().map(|head| head.version.clone()).collect();
    let now = "2026-11-21T10:15:00Z".parse().unwrap();
    Draft { parents, ..draft(table) }.prepare(&history, &Sqlite, &Templates::built_in(), now).unwrap()
}

fn schema(tables: &[&str]) -> Schema {
    let mut schema = Schema::default();
    for name in tables {
        let mut table = Table::new(*name);
        table.columns.push(Column::new("id", "INTEGER"));
        table.primary_key = Some(PrimaryKey { columns: vec!["id".to_owned()], ..PrimaryKey::default() });
        schema.insert(table);
    }
    schema
}

fn outcome<'a>(new: &'a NewMigration, schema: &'a Schema) -> Outcome<'a> {
    static NOTHING: Beside = Beside { tables: BTreeSet::new(), enums: BTreeSet::new() };
    Outcome { new, schema, beside: &NOTHING, proven: true, dialect: &Sqlite }
}

fn load(directory: &Path) -> Result<State> {
    let history = History::read(directory, &Sqlite, None)?;
    State::load(&history, &Sqlite, &mut || Ok(Box::new(SqliteSession::in_memory()?) as Box<dyn Session>))
}

#[test]
fn what_was_written_reads_back_and_needs_no_replay() {
    let folder = Folder::new();
    let directory = folder.path().join("app_migrations/default");
    for (tables, name) in [(&["a"][..], "a"), (&["a", "b"], "b")] {
        let (new, schema) = (new(&directory, name), schema(tables));
        write(&[outcome(&new, &schema)]).unwrap();
        let state = load(&directory).unwrap();
        assert!(state.fresh);
        assert_eq!(state.schema, schema);
        let history = History::read(&directory, &Sqlite, None).unwrap();
        assert_eq!(history.get(&new.migration.version).unwrap().up, new.migration.up);
    }
    assert_eq!(
        folder.paths(),
        [
            "app_migrations",
            "app_migrations/default",
            "app_migrations/default/2026-11-21-101500-0000_a",
            "app_migrations/default/2026-11-21-101500-0000_a/down.sql",
            "app_migrations/default/2026-11-21-101500-0000_a/up.sql",
            "app_migrations/default/2026-11-21-101501-0000_b",
            "app_migrations/default/2026-11-21-101501-0000_b/down.sql",
            "app_migrations/default/2026-11-21-101501-0000_b/up.sql",
            "app_migrations/default/schema.json",
        ]
    );
    // The bytes are those that a replay would write.
    let written = fs::read_to_string(directory.join("schema.json")).unwrap();
    fs::remove_file(directory.join("schema.json")).unwrap();
    let history = History::read(&directory, &Sqlite, None).unwrap();
    load(&directory).unwrap().save(&history, &Sqlite).unwrap();
    assert_eq!(fs::read_to_string(directory.join("schema.json")).unwrap(), written);
}

#[test]
fn what_nobody_proved_is_replayed() {
    let folder = Folder::new();
    let (new, schema) = (new(folder.path(), "a"), schema(&["a", "wrong"]));
    write(&[Outcome { proven: false, ..outcome(&new, &schema) }]).unwrap();
    let state = load(folder.path()).unwrap();
    assert!(!state.fresh);
    assert_eq!(state.schema.tables.len(), 1);
}

#[test]
fn leftovers_of_a_killed_run_go_with_the_next_one() {
    let folder = Folder::new();
    folder.file(".tmp-2020-01-01-000000-0000_x/up.sql", "half").file(".tmp-abc", "half").file(".keep", "");
    assert!(folder.history().migrations.is_empty());
    let (new, schema) = (new(folder.path(), "a"), schema(&["a"]));
    write(&[outcome(&new, &schema)]).unwrap();
    assert!(!folder.paths().iter().any(|path| path.contains(".tmp-")), "{:?}", folder.paths());
    assert!(folder.path().join(".keep").exists());
}

/// What is in the way, and how it gets there.
type Obstacle<'a> = (&'a str, &'a dyn Fn(&Folder));

#[test]
fn when_one_database_fails_nothing_is_written_for_any() {
    // What is in the way: of the directory of all, of the new migration, and of schema.json.
    let obstacles: [Obstacle<'_>; 3] = [
        ("two", &|folder| {
            folder.file("two", "a file");
        }),
        ("two/2026-11-21-101500-0000_b", &|folder| {
            folder.file("two/2026-11-21-101500-0000_b/up.sql", "SELECT 'just now';");
        }),
        ("two/schema.json", &|folder| {
            folder.file("two/schema.json/x", "");
        }),
    ];
    for (path, obstruct) in obstacles {
        let folder = Folder::new();
        let one = folder.path().join("deep/er/one");
        let (first, second) = (new(&one, "a"), new(&folder.path().join("two"), "b"));
        let schemas = [schema(&["a"]), schema(&["b"])];
        obstruct(&folder);
        let before = folder.paths();
        let error = write(&[outcome(&first, &schemas[0]), outcome(&second, &schemas[1])]).unwrap_err();
        let text = folder.without_path(&error.to_string());
        assert!(text.starts_with(&format!("cannot write {path}")), "{text}");
        assert_eq!(folder.paths(), before, "{path}");
    }
}

#[test]
fn what_was_there_comes_back_when_a_later_database_fails() {
    let folder = Folder::new();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let (first, schema_a) = (new(&one, "a"), schema(&["a"]));
    write(&[outcome(&first, &schema_a)]).unwrap();
    let state = fs::read(one.join("schema.json")).unwrap();
    let (next, other) = (new(&one, "b"), new(&two, "c"));
    folder.file("two/schema.json/x", "");
    let before = folder.paths();
    let schemas = [schema(&["a", "b"]), schema(&["c"])];
    assert!(write(&[outcome(&next, &schemas[0]), outcome(&other, &schemas[1])]).is_err());
    assert_eq!(folder.paths(), before);
    assert_eq!(fs::read(one.join("schema.json")).unwrap(), state);
}

#[cfg(unix)]
#[test]
fn others_may_read_what_the_umask_lets_them() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let (new, schema) = (new(folder.path(), "a"), schema(&["a"]));
    write(&[outcome(&new, &schema)]).unwrap();
    let mode = |path: &str| fs::metadata(folder.path().join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("schema.json"), mode("2026-11-21-101500-0000_a/up.sql"));
}
