use chrono::{DateTime, Utc};

use super::super::fixture::Folder;
use super::super::{Header, Making, Version};
use super::Draft;
use crate::dialect::{Rendered, Sqlite};
use crate::templates::Templates;

fn now() -> DateTime<Utc> {
    "2026-11-21T10:15:00Z".parse().unwrap()
}

fn sql(comments: &[&str], sql: &str) -> Rendered {
    Rendered { comments: comments.iter().map(|text| (*text).to_owned()).collect(), sql: sql.to_owned() }
}

fn draft() -> Draft {
    Draft {
        message: "Add users table".to_owned(),
        slug: "users".to_owned(),
        parents: Vec::new(),
        up: vec![sql(&["A comment.\nIn two lines."], "CREATE TABLE users (\n    id INTEGER\n)"), sql(&[], "SELECT 1")],
        down: vec![sql(&["Rows are gone."], ""), sql(&[], "DROP TABLE users")],
        run_in_transaction: true,
    }
}

#[test]
fn the_files_are_what_someone_would_write_by_hand() {
    let folder = Folder::with(&[("2026-11-20-120307-0000_a", "SELECT 1;")]);
    let parents = vec![Version::new("202611201203070000")];
    let new = Draft { parents, ..draft() }.prepare(&folder.history(), &Sqlite, &Templates::built_in(), now()).unwrap();
    assert_eq!(new.migration.name, "2026-11-21-101500-0000_users");
    let files: Vec<(String, &str)> =
        new.files().into_iter().map(|(path, text)| (folder.without_path(&path.display().to_string()), text)).collect();
    let up = "-- Add users table
--
-- Revision: 202611211015000000
-- Revises: 202611201203070000
-- Created: 2026-11-21 10:15:00 UTC

-- A comment.
-- In two lines.
CREATE TABLE users (
    id INTEGER
);

SELECT 1;
";
    let down = "-- Undoes: Add users table

-- Rows are gone.

DROP TABLE users;
";
    assert_eq!(
        files,
        [
            ("2026-11-21-101500-0000_users/up.sql".to_owned(), up),
            ("2026-11-21-101500-0000_users/down.sql".to_owned(), down)
        ]
    );
    assert_eq!(new.migration.parents, [Version::new("202611201203070000")]);
    assert_eq!(Header::parse(up), new.migration.header);
    assert_eq!(new.history.migrations.len(), 2);
    assert_eq!(new.migration.up.statements[0].line, 9);
}

#[test]
fn an_empty_migration_is_no_empty_file() {
    let folder = Folder::new();
    let draft = Draft { up: vec![], down: vec![], run_in_transaction: false, ..draft() };
    let new = draft.prepare(&folder.history(), &Sqlite, &Templates::built_in(), now()).unwrap();
    let files = new.files();
    assert!(
        files[0].1.ends_with("-- Revises: base\n-- Created: 2026-11-21 10:15:00 UTC\n\nSELECT 1;\n"),
        "{}",
        files[0].1
    );
    assert_eq!(files[1].1, "-- Undoes: Add users table\n\nSELECT 1;\n");
    assert_eq!(files[2].1, "run_in_transaction = false\n");
}

#[test]
fn hostile_messages_stay_comments_and_hostile_statements_are_refused() {
    let folder = Folder::new();
    let hostile = Draft { message: "x\n; DROP TABLE users;\r\n".to_owned(), slug: "../x".to_owned(), ..draft() };
    let new = hostile.prepare(&folder.history(), &Sqlite, &Templates::built_in(), now()).unwrap();
    assert!(new.migration.up.text.starts_with("-- x ; DROP TABLE users;\n--\n"));
    assert_eq!(new.migration.name, "2026-11-21-101500-0000_x");
    for bad in ["SELECT 1; DROP TABLE t", "SELECT 1 -- a", "-- nothing"] {
        let draft = Draft { up: vec![sql(&[], bad), sql(&[], "SELECT 2")], ..draft() };
        assert!(draft.prepare(&folder.history(), &Sqlite, &Templates::built_in(), now()).is_err(), "{bad}");
    }
    let unknown = Draft { parents: vec![Version::new("1")], ..draft() };
    assert!(
        unknown
            .prepare(&folder.history(), &Sqlite, &Templates::built_in(), now())
            .unwrap_err()
            .to_string()
            .contains("builds on 1")
    );
}

/// A draft filled into the project's own templates.
fn made(up: &str, down: &str) -> crate::error::Result<crate::history::NewMigration> {
    let (folder, own) = (Folder::new(), Folder::new());
    own.file("migration/up.sql", up).file("migration/down.sql", down);
    let templates = Templates::in_folder(own.path(), std::path::Path::new("templates"));
    draft().prepare(&folder.history(), &Sqlite, &templates, now())
}

#[test]
fn whose_statements_they_are_is_known() {
    const UP: &str = "{% extends 'built-in/migration/up.sql' %}";
    const DOWN: &str = "{% extends 'built-in/migration/down.sql' %}";
    let end = |text: &str, end: &str| format!("{text}{{% block end %}}\n{end}\n{{% endblock %}}");
    for (up, down, how, files) in [
        (UP.to_owned(), DOWN.to_owned(), Making::Rendered, [false, false]),
        (end(UP, "-- a comment; and more"), end(DOWN, "/* a comment */"), Making::Rendered, [false, false]),
        (end(UP, "SELECT 3;"), DOWN.to_owned(), Making::Altered, [true, false]),
        (UP.to_owned(), end(DOWN, "SELECT 3;"), Making::Altered, [false, true]),
        ("{{ header }}\nSELECT 1;".to_owned(), DOWN.to_owned(), Making::Altered, [true, false]),
        ("{{ header }}\n-- nothing".to_owned(), "-- nothing".to_owned(), Making::Altered, [true, true]),
    ] {
        let making = made(&up, &down).unwrap().making;
        assert_eq!((making.how, [making.up.is_some(), making.down.is_some()]), (how, files), "{up} {down}");
    }
    assert!(made("{{ header }}", "").unwrap_err().to_string().contains("templates/migration/down.sql makes an empty"));
}

#[test]
fn metadata_that_diesel_would_read_otherwise_is_refused() {
    let (folder, own) = (Folder::new(), Folder::new());
    let templates = Templates::in_folder(own.path(), std::path::Path::new("templates"));
    let draft = Draft { run_in_transaction: false, ..draft() };
    let prepare = |text: &str| {
        own.file("migration/metadata.toml.j2", text);
        draft.prepare(&folder.history(), &Sqlite, &templates, now())
    };
    for (text, expected) in [
        ("# why\nrun_in_transaction = false", "makes a metadata.toml that does not begin with"),
        ("", "makes a metadata.toml that does not begin with"),
        ("run_in_transaction = no", "makes a metadata.toml that cannot be understood"),
    ] {
        let error = prepare(text).unwrap_err().to_string();
        assert!(error.starts_with("templates/migration/metadata.toml.j2") && error.contains(expected), "{error}");
    }
    assert!(prepare("run_in_transaction = true").unwrap().migration.run_in_transaction);
    assert!(!prepare("run_in_transaction=false # why").unwrap().migration.run_in_transaction);
}
