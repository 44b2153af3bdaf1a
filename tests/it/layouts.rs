//! Directories of migrations as years leave them: names, versions and files of every kind, read as `diesel` reads them.

use std::fs;
use std::os::unix::fs::symlink;

use crate::dump::{dump, lines, open};
use crate::project::Project;
use crate::turns::{listed_by_diesel, listed_by_manage, state};

/// A project with migrations that write down in which order they run.
fn project(names: &[&str]) -> Project {
    let project = Project::sqlite("");
    for name in names {
        let text = name.replace('\'', "''");
        let folder = format!("app_migrations/default/{name}");
        project.write(
            &format!("{folder}/up.sql"),
            format!("CREATE TABLE IF NOT EXISTS log (n INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO log (name) VALUES ('{text}');"),
        );
        project.write(&format!("{folder}/down.sql"), format!("DELETE FROM log WHERE name = '{text}';"));
    }
    project
}

fn log(project: &Project) -> Vec<String> {
    lines(&mut open(&project.file("db.sqlite3")), "SELECT name AS line FROM log ORDER BY n")
}

#[test]
fn versions_of_every_kind_run_in_the_order_of_their_bytes() {
    let names = [
        "2026-01-01-000000-0000_newest naming",
        "2026-01-01-000000_old naming",
        "20260101_short",
        "20151219180527_undashed",
        "00000000000000_diesel_initial_setup",
        "0001_like_django",
        "1",
        "10_ten",
        "9_nine",
        "80000000000001_prefixed",
        "noversion",
        "_only_a_name",
        "v1.2_x",
        "2020-08-01-000016_Ünïcödé ☃ 'quoted' \"twice\"",
        "2020-08-02-000016-a-name-with-dashes",
        "2020-08-03-000016_with%percent&and $dollar",
        "Z_upper",
        "a_lower",
        "é_accent",
    ];
    let (ours, theirs) = (project(&names), project(&names));
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!(log(&ours), log(&theirs));
    assert_eq!(log(&ours).len(), names.len());
    assert_eq!(state(&ours), state(&theirs));
    assert_eq!(listed_by_manage(&ours), listed_by_diesel(&theirs));

    // And back, one by one, turn and turn about.
    for step in 0..names.len() {
        if step % 2 == 0 {
            ours.manage(["downgrade", "-1"]).ok();
        } else {
            ours.diesel(&["migration", "revert"]).ok();
        }
        theirs.diesel(&["migration", "revert"]).ok();
        assert_eq!(state(&ours), state(&theirs), "after {} steps back", step + 1);
    }
    assert_eq!(log(&ours), [""; 0]);
}

#[test]
fn a_migration_can_be_named_by_any_part_that_is_its_own() {
    let names = ["2020-08-01-000016_with a space", "2020-08-02-000016_Ünïcödé ☃", "v1.2_x", "noversion"];
    let project = project(&names);
    for (target, expected) in [
        ("2020-08-01-000016_with a space", 1),
        ("Ünïcödé ☃", 2),
        ("noversion", 3),
        ("v1.2_x", 4),
        ("20200801000016", 1),
        ("2020-08-02", 2),
        ("base", 0),
        ("head", 4),
    ] {
        project.manage(["migrate"]).ok();
        if expected < names.len() {
            project.manage(["downgrade", target]).ok();
        }
        assert_eq!(listed_by_manage(&project).len(), expected, "{target}");
    }
}

/// What is no migration for Diesel is none for `manage`, and what stops Diesel is named.
#[test]
fn what_lies_beside_the_migrations_is_left_alone() {
    let project = project(&["1_a", "3_c"]);
    let folder = project.file("app_migrations/default");
    for name in ["README.md", "notes.sql", ".keep", ".hidden/up.sql", "1_a/notes.txt", "1_a/sub/up.sql", "1_a/.x"] {
        project.write(&format!("app_migrations/default/{name}"), "no migration");
    }
    project.write("elsewhere/up.sql", "INSERT INTO log (name) VALUES ('linked');");
    project.write("elsewhere/down.sql", "DELETE FROM log WHERE name = 'linked';");
    symlink("../../elsewhere", folder.join("2_linked")).expect("a link");
    symlink(project.file("elsewhere"), folder.join("4_linked whole")).expect("a link");
    project.manage(["migrate"]).ok();
    assert_eq!(log(&project), ["1_a", "linked", "3_c", "linked"]);
    assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "false\n");
    project.diesel(&["migration", "revert"]).ok();
    project.manage(["downgrade", "base"]).ok();
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(listed_by_manage(&project), listed_by_diesel(&project));
}

#[test]
fn what_stops_diesel_stops_manage_and_is_named() {
    type Case<'a> = (&'a str, &'a dyn Fn(&Project), i32, &'a str);
    let folder = |project: &Project| project.file("app_migrations/default");
    let cases: [Case<'_>; 8] = [
        (
            "only down.sql",
            &|p| p.write("app_migrations/default/2_b/down.sql", "SELECT 1;"),
            6,
            "2_b is no migration: it has no up.sql",
        ),
        (
            "nothing in it",
            &|p| fs::create_dir(folder(p).join("2_b")).expect("a folder"),
            6,
            "2_b is empty, but every directory here",
        ),
        (
            "nested",
            &|p| p.write("app_migrations/default/2_b/3_c/up.sql", "SELECT 1;"),
            6,
            "2_b is no migration: it has no up.sql",
        ),
        ("no byte in up.sql", &|p| p.write("app_migrations/default/2_b/up.sql", ""), 6, "2_b/up.sql is empty"),
        (
            "a link to nothing",
            &|p| symlink("nothing", folder(p).join("2_b")).expect("a link"),
            6,
            "2_b is no migration",
        ),
        (
            "a link to a file",
            &|p| symlink("../../settings.json", folder(p).join("2_b")).expect("a link"),
            6,
            "2_b is no migration",
        ),
        (
            "not UTF-8",
            &|p| p.write("app_migrations/default/2_b/up.sql", b"SELECT '\xff';"),
            6,
            "2_b/up.sql:1: the file is not UTF-8",
        ),
        (
            "nonsense",
            &|p| p.write("app_migrations/default/2_b/up.sql", "CREATE TABLE;"),
            6,
            "2_b/up.sql:1: incomplete input",
        ),
    ];
    for (what, make, code, expected) in cases {
        let project = project(&["1_a"]);
        make(&project);
        let run = project.manage(["migrate"]).expect(code);
        assert!(run.stderr.contains(expected) && run.stderr.contains("hint: "), "{what}: {}", run.stderr);
        project.diesel(&["migration", "run"]).expect(1);
    }
    // Diesel runs one of the two and takes both for applied.
    let project = project(&["1_a", "1_b"]);
    let run = project.manage(["migrate"]).expect(5);
    assert!(run.stderr.contains("two migrations have the version 1: 1_a and 1_b"), "{}", run.stderr);
    let project = self::project(&["2020-01-01_a", "20200101_b"]);
    project.manage(["showmigrations"]).expect(5);
}

/// What Diesel does with files in which there is nothing to do, and without a way back.
#[test]
fn empty_files_and_missing_ones() {
    for (what, up, down, code) in [
        ("no way back", "SELECT 1;", None, 6),
        ("a way back without a byte", "SELECT 1;", Some(""), 6),
        ("a way back that is a comment", "SELECT 1;", Some("-- nothing to do\n"), 0),
        ("a way back that is a line", "SELECT 1;", Some("\n"), 0),
        ("a comment", "-- nothing to do", Some("-- either"), 0),
        ("white space", " \r\n\t", Some(" "), 0),
        ("a semicolon", ";", Some(";;"), 0),
    ] {
        let (ours, theirs) = (Project::sqlite(""), Project::sqlite(""));
        for project in [&ours, &theirs] {
            project.write("app_migrations/default/1_a/up.sql", up);
            down.iter().for_each(|down| project.write("app_migrations/default/1_a/down.sql", down));
        }
        ours.manage(["migrate"]).ok();
        theirs.diesel(&["migration", "run"]).ok();
        assert_eq!(state(&ours), state(&theirs), "{what}");
        let run = ours.manage(["downgrade", "-1"]);
        let theirs_run = theirs.diesel(&["migration", "revert"]);
        assert_eq!((run.code, theirs_run.code), (code, i32::from(code != 0)), "{what}: {}", run.stderr);
        assert!(code == 0 || run.stderr.contains("1_a cannot be undone"), "{what}: {}", run.stderr);
        assert_eq!(state(&ours), state(&theirs), "{what}");
    }
}

#[test]
fn line_ends_and_byte_order_marks() {
    let table =
        "CREATE TABLE t (\r\n  a TEXT -- why\r\n  DEFAULT 'x\r\ny'\r\n);\r\n\r\nINSERT INTO t DEFAULT VALUES;\r\n";
    let (ours, theirs) = (Project::sqlite(""), Project::sqlite(""));
    for project in [&ours, &theirs] {
        project.write("app_migrations/default/1_a/up.sql", table);
        project.write("app_migrations/default/1_a/down.sql", "DROP TABLE t;\r\n");
    }
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&ours.file("db.sqlite3")), dump(&theirs.file("db.sqlite3")));
    // A mark is passed over, with a warning.
    let marked = Project::sqlite("");
    marked.write("app_migrations/default/1_a/up.sql", format!("\u{feff}{table}"));
    let run = marked.manage(["migrate"]).ok();
    assert!(
        run.stderr.contains("warning: [ROOT]/app_migrations/default/1_a/up.sql begins with a byte-order mark"),
        "{}",
        run.stderr
    );
    assert_eq!(dump(&ours.file("db.sqlite3")), dump(&marked.file("db.sqlite3")));
}
