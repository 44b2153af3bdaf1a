use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::super::fixture::Folder;
use super::super::{History, Version};
use crate::dialect::Sqlite;
use crate::error::ErrorKind;

/// What it is, how to make it, and the error.
type Case<'a> = (&'a str, &'a dyn Fn(&Folder), &'a str);

fn names(history: &History) -> Vec<&str> {
    history.migrations.iter().map(|migration| migration.name.as_str()).collect()
}

#[test]
fn a_directory_that_is_not_there_is_an_empty_history() {
    let folder = Folder::new();
    let history = History::read(&folder.path().join("not/there"), &Sqlite, None).unwrap();
    assert!(history.migrations.is_empty() && history.heads().is_empty());
    assert!(folder.history().migrations.is_empty());
}

#[test]
fn takes_what_diesel_takes_in_the_order_of_versions() {
    let folder = Folder::with(&[
        ("2026-01-01-000000-0000_with space", "SELECT 1;"),
        ("20151219180527_create_users", "SELECT 2;"),
        ("2020-08-01-000016_x", "SELECT 3;"),
        ("0001_django", "SELECT 4;"),
        ("noversion", "SELECT 5;"),
        ("_x", "SELECT 6;"),
        (".hidden", "SELECT 7;"),
    ]);
    folder.file("README.md", "").file("manage.lock", "").file(".gitkeep", "").file("schema.json", "{}");
    folder.file(".tmp-1/x", "");
    folder.file("0001_django/notes.txt", "").file("0001_django/sub/up.sql", "").file("0001_django/.keep", "");
    fs::create_dir_all(folder.path().join(".elsewhere/2017-01-01-000000_linked")).unwrap();
    folder.file(".elsewhere/2017-01-01-000000_linked/up.sql", "SELECT 8;");
    symlink(".elsewhere/2017-01-01-000000_linked", folder.path().join("2017-01-01-000000_linked")).unwrap();
    let history = folder.history();
    assert_eq!(
        names(&history),
        [
            "_x",
            "0001_django",
            "20151219180527_create_users",
            "2017-01-01-000000_linked",
            "2020-08-01-000016_x",
            "2026-01-01-000000-0000_with space",
            "noversion"
        ]
    );
    assert_eq!(history.warnings, Vec::<String>::new());
    let first = &history.migrations[1];
    assert_eq!((first.version.as_str(), first.slug(), first.title().as_str()), ("0001", "django", "django"));
    assert_eq!(first.up.statements[0].text, "SELECT 4");
    assert!(first.run_in_transaction && first.down.is_none() && !first.irreversible && first.header.is_none());
}

/// Name, version and whether it runs in a transaction, as the real Diesel reads them.
fn as_diesel_reads(folder: &Folder) -> Vec<(String, String, bool)> {
    use diesel::migration::{Migration, MigrationSource};
    use diesel::sqlite::Sqlite;
    let source = diesel_migrations::FileBasedMigrations::from_path(folder.path()).unwrap();
    let migrations: Vec<Box<dyn Migration<Sqlite>>> = source.migrations().unwrap();
    let mut found: Vec<_> = migrations
        .iter()
        .map(|own| {
            let version = own.name().version().to_string();
            (own.name().to_string(), version, own.metadata().run_in_transaction())
        })
        .collect();
    found.sort_by(|one, other| one.1.cmp(&other.1));
    found
}

#[test]
fn diesel_itself_reads_the_same() {
    let folder = Folder::new();
    let metadata =
        ["run_in_transaction = true", "run_in_transaction = false", "", "[x]\ny = 1", "[", "x = 1", "\u{feff}"];
    let names = ["0001_a", "noversion", "_x", "v1.2_x", "2026-01-01-000000-0000_a b", "2020-01-01-000000_x", "7"];
    for (name, metadata) in names.iter().zip(metadata) {
        folder.file(&format!("{name}/up.sql"), "SELECT 1;").file(&format!("{name}/metadata.toml"), metadata);
    }
    folder.file(".x/y", "").file("z", "").file("8_no_metadata/up.sql", "SELECT 1;");
    let ours: Vec<_> = folder
        .history()
        .migrations
        .iter()
        .map(|own| (own.name.clone(), own.version.to_string(), own.run_in_transaction))
        .collect();
    assert_eq!(ours, as_diesel_reads(&folder));
    assert_eq!(ours.len(), 8);
}

#[test]
fn what_is_no_migration_is_named() {
    let cases: [Case<'_>; 8] = [
        (
            "empty directory",
            &|f| fs::create_dir(f.path().join("1_a")).unwrap(),
            "1_a is empty, but every directory here must be a migration",
        ),
        (
            "only a dot file",
            &|f| {
                f.file("1_a/.keep", "");
            },
            "1_a is empty, but every directory here must be a migration",
        ),
        (
            "only down.sql",
            &|f| {
                f.file("1_a/down.sql", "SELECT 1;");
            },
            "1_a is no migration: it has no up.sql",
        ),
        (
            "only a variant",
            &|f| {
                f.file("1_a/up.production.sql", "SELECT 1;");
            },
            "1_a is no migration: it has no up.sql",
        ),
        (
            "nested",
            &|f| {
                f.file("1_a/2_b/up.sql", "SELECT 1;");
            },
            "1_a is no migration: it has no up.sql",
        ),
        (
            "zero bytes",
            &|f| {
                f.file("1_a/up.sql", "");
            },
            "1_a/up.sql is empty, which diesel refuses to run",
        ),
        ("link to nothing", &|f| symlink("nothing", f.path().join("1_a")).unwrap(), "1_a is no migration"),
        (
            "link to a file",
            &|f| symlink("README.md", f.file("README.md", "").path().join("1_a")).unwrap(),
            "1_a is no migration",
        ),
    ];
    for (case, make, expected) in cases {
        let folder = Folder::new();
        make(&folder);
        let (error, text) = folder.error();
        assert_eq!(text, expected, "{case}");
        assert!(!error.hints().is_empty(), "{case}");
    }
}

#[test]
fn what_cannot_be_read_is_named() {
    let cases: [Case<'_>; 5] = [
        ("directory", &|f| fs::create_dir_all(f.path().join("1_a/up.sql")).unwrap(), "cannot read 1_a/up.sql"),
        (
            "link to nothing",
            &|f| {
                fs::create_dir(f.path().join("1_a")).unwrap();
                symlink("nothing", f.path().join("1_a/up.sql")).unwrap();
            },
            "cannot read 1_a/up.sql",
        ),
        (
            "latin-1",
            &|f| {
                f.file("1_a/up.sql", b"SELECT 1;\r\nSELECT '\xe9';");
            },
            "1_a/up.sql:2: the file is not UTF-8 (byte 19 is 0xe9)",
        ),
        (
            "UTF-16",
            &|f| {
                f.file("1_a/up.sql", b"\xff\xfeS\0E\0");
            },
            "1_a/up.sql:1: the file is UTF-16 (byte 0 is 0xff)",
        ),
        (
            "down.sql",
            &|f| {
                f.file("1_a/up.sql", "SELECT 1;").file("1_a/down.sql", b"\xff");
            },
            "1_a/down.sql:1: the file is not UTF-8 (byte 0 is 0xff)",
        ),
    ];
    for (case, make, expected) in cases {
        let folder = Folder::new();
        make(&folder);
        let (error, text) = folder.error();
        assert_eq!(text, expected, "{case}");
        assert!(!error.hints().is_empty(), "{case}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let folder = Folder::with(&[("1_a", "SELECT 1;")]);
    let file = folder.path().join("1_a/up.sql");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o000)).unwrap();
    // Nothing is unreadable for the superuser.
    if fs::read(&file).is_err() {
        assert_eq!(folder.error().1, "cannot read 1_a/up.sql");
    }
}

#[test]
fn a_file_in_place_of_the_directory_is_an_error() {
    let folder = Folder::new();
    folder.file("migrations", "");
    let error = History::read(&folder.path().join("migrations"), &Sqlite, None).unwrap_err();
    assert_eq!(folder.without_path(&error.to_string()), "cannot read the migrations in migrations");
    assert!(error.hints()[0].contains("must be a directory"));
}

#[test]
fn one_version_twice_is_an_error_that_names_both() {
    let folder = Folder::with(&[("2026-01-01-000000-0000_a", "SELECT 1;"), ("202601010000000000_b", "SELECT 1;")]);
    let (error, text) = folder.error();
    assert_eq!(error.kind(), ErrorKind::History);
    assert_eq!(
        text,
        "two migrations have the version 202601010000000000: 2026-01-01-000000-0000_a and 202601010000000000_b in ."
    );
}

#[test]
fn a_version_that_the_ledger_cannot_hold_is_an_error() {
    let folder = Folder::with(&[(&"1".repeat(51), "SELECT 1;")]);
    let (error, text) = folder.error();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(text.contains("is 51 characters long, and at most 50 fit"), "{text}");
    Folder::with(&[(&"1".repeat(50), "SELECT 1;")]).history();
}

#[test]
fn odd_files_are_read_with_a_warning() {
    let folder = Folder::with(&[
        ("1_bom", "\u{feff}CREATE TABLE t (a);"),
        ("2_crlf", "CREATE TABLE u (a);\r\nCREATE TABLE v (a);\r\n"),
        ("3_comment", "-- nothing\n"),
        ("4_blank", "\n"),
        ("5_open", "CREATE TABLE w (a);\nINSERT INTO w VALUES ('open);\n"),
    ]);
    folder.file("1_bom/down.sql", "no sql 'at all").file("2_crlf/down.sql", "");
    let history = folder.history();
    let texts: Vec<Vec<&str>> = history
        .migrations
        .iter()
        .map(|migration| migration.up.statements.iter().map(|statement| statement.text.as_str()).collect())
        .collect();
    assert_eq!(
        texts,
        [
            vec!["CREATE TABLE t (a)"],
            vec!["CREATE TABLE u (a)", "CREATE TABLE v (a)"],
            vec![],
            vec![],
            vec!["CREATE TABLE w (a);\nINSERT INTO w VALUES ('open);"],
        ]
    );
    let warnings: Vec<String> = history.warnings.iter().map(|warning| folder.without_path(warning)).collect();
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
    assert!(warnings[0].starts_with("1_bom/up.sql begins with a byte-order mark"), "{warnings:?}");
    assert!(warnings[1].starts_with("1_bom/down.sql cannot be cut into statements: line 1:"), "{warnings:?}");
    assert!(warnings[2].starts_with("5_open/up.sql cannot be cut into statements: line 2:"), "{warnings:?}");
}

#[test]
fn metadata_means_what_it_means_to_diesel() {
    let folder =
        Folder::with(&[("1_a", "SELECT 1;"), ("2_b", "SELECT 1;"), ("3_c", "SELECT 1;"), ("4_d", "SELECT 1;")]);
    folder
        .file("1_a/metadata.toml", "run_in_transaction = false")
        .file("2_b/metadata.toml", "")
        .file("3_c/metadata.toml", "run_in_transaction = 'yes'")
        .file("4_d/metadata.toml", b"\xff");
    let history = folder.history();
    let found: Vec<bool> = history.migrations.iter().map(|migration| migration.run_in_transaction).collect();
    assert_eq!(found, [false, false, true, true]);
    assert_eq!(history.warnings.len(), 2, "{:?}", history.warnings);
    assert!(history.warnings[0].contains("3_c/metadata.toml cannot be understood"), "{:?}", history.warnings);
}

#[test]
fn a_variant_stands_for_the_plain_file_in_its_environment() {
    let folder = Folder::with(&[("1_a", "SELECT 'plain';")]);
    folder
        .file("1_a/up.production.sql", "SELECT 'production';")
        .file("1_a/up.mysql.sql", b"\xff")
        .file("1_a/down.sql", "SELECT 'down';")
        .file("1_a/down.production.sql", "SELECT 'production down';");
    let text = |environment: Option<&str>| {
        let history = History::read(folder.path(), &Sqlite, environment).unwrap();
        let migration = &history.migrations[0];
        assert_eq!(migration.plain_up().text, "SELECT 'plain';");
        (migration.up.text.clone(), migration.down.clone().unwrap().text, migration.ups().count())
    };
    let plain = ("SELECT 'plain';".to_owned(), "SELECT 'down';".to_owned(), 2);
    assert_eq!(text(None), plain);
    assert_eq!(text(Some("staging")), plain);
    assert_eq!(
        text(Some("production")),
        ("SELECT 'production';".to_owned(), "SELECT 'production down';".to_owned(), 2)
    );
    // A variant that nobody runs here may hold anything; the one that is run may not.
    assert_eq!(folder.history().warnings.len(), 1);
    assert!(History::read(folder.path(), &Sqlite, Some("mysql")).is_err());
}

#[test]
fn instructions_are_found_where_they_are_comments() {
    let folder = Folder::with(&[(
        "1_a",
        "SELECT '\n-- manage: irreversible\n';\n-- manage: safe\nDROP TABLE t;\nDROP TABLE u;\n-- manage: fast\n",
    )]);
    folder.file("1_a/down.sql", "SELECT 1;\n--manage:irreversible\n");
    folder.file("2_b/up.sql", "SELECT 1;").file("2_b/down.sql", "SELECT '\n-- manage: irreversible\n';");
    let history = folder.history();
    let [one, two] = history.migrations.as_slice() else { panic!() };
    assert!(one.irreversible && !two.irreversible);
    assert!(one.way_back().unwrap_err().to_string().contains("says that it is irreversible"));
    assert!(two.way_back().is_ok());
    let safe: Vec<bool> = one.up.statements.iter().map(|statement| one.up.is_marked_safe(statement)).collect();
    assert_eq!(safe, [false, true, false]);
    assert_eq!(
        history.warnings.iter().map(|warning| folder.without_path(warning)).collect::<Vec<_>>(),
        ["1_a/up.sql:7: unknown instruction `-- manage: fast` (known: in-order, irreversible, safe)"]
    );
}

#[test]
fn without_down_sql_there_is_no_way_back() {
    let folder = Folder::with(&[("1_a", "SELECT 1;"), ("2_b", "SELECT 1;"), ("3_c", "SELECT 1;")]);
    folder.file("2_b/down.sql", "").file("3_c/down.sql", "-- nothing to undo\n");
    let history = folder.history();
    let found: Vec<bool> = history.migrations.iter().map(|migration| migration.way_back().is_ok()).collect();
    assert_eq!(found, [false, false, true]);
}

#[test]
fn a_header_that_names_another_revision_is_noticed() {
    let folder = Folder::with(&[("2_b", "-- B\n--\n-- Revision: 3\n-- Revises: base\n\nSELECT 1;")]);
    let history = folder.history();
    assert_eq!(history.migrations[0].version, Version::new("2"));
    assert!(history.warnings[0].contains("says revision 3, but the directory's name says 2"), "{:?}", history.warnings);
}
