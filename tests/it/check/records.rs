//! Ledger, journal and files.

use crate::dump::execute;
use crate::project::Project;
use crate::together::add;

use super::drift::found;

fn project() -> Project {
    let project = Project::sqlite("");
    add(&project, "1_a", "CREATE TABLE a (i INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE a;\n");
    add(&project, "2_b", "CREATE TABLE b (i INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE b;\n");
    project.write(
        "settings.json",
        r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]}}}"#,
    );
    project.models("diesel::table! { a (i) { i -> Integer, } }\ndiesel::table! { b (i) { i -> Integer, } }\n");
    assert!(project.manage(["makemigrations"]).ok().stdout.contains("No changes"));
    project.manage(["migrate"]).ok();
    project
}

#[test]
fn edited_missing_and_late_ones_need_repair() {
    let project = project();
    project.manage(["check"]).ok();
    add(&project, "1_a", "CREATE TABLE a (i INTEGER PRIMARY KEY NOT NULL, j INTEGER);\n", "DROP TABLE a;\n");
    let run = project.manage(["check"]).expect(5);
    assert!(run.stdout.contains("changed after it was applied: 1_a"), "{}", run.stdout);
    assert!(run.stdout.contains("`manage repair --accept 1_a`"), "{}", run.stdout);
    // The file says what is not there.
    assert!(run.stdout.contains("column a.j is missing"), "{}", run.stdout);
    std::fs::remove_dir_all(project.file("app_migrations/default/2_b")).expect("a folder");
    let run = project.manage(["check"]).expect(5);
    for part in
        ["changed after it was applied: 1_a", "applied, but there is no such directory: 2_b", "`manage repair --prune"]
    {
        assert!(run.stdout.contains(part), "{part}\n{}", run.stdout);
    }
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
}

#[test]
fn a_migration_that_comes_too_late() {
    let project = Project::sqlite("#[derive(Model)] pub struct User { pub id: i64 }");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let header = "-- x\n--\n-- Revision: 20200101000000\n-- Revises: base\n\nCREATE INDEX i ON users (id);\n";
    add(&project, "2020-01-01-000000_early", header, "DROP INDEX i;\n");
    let run = project.manage(["check"]).expect(5);
    assert!(run.stdout.contains("and both touch "), "{}", run.stdout);
    assert!(run.stdout.contains("--allow-late"), "{}", run.stdout);
    assert!(run.stdout.contains("branches collide: table users is touched by"), "{}", run.stdout);
    assert!(run.stdout.contains("`manage merge` joins them"), "{}", run.stdout);
}

#[test]
fn half_done_ones_go_on() {
    let project = project();
    let up = "CREATE TABLE c (i INTEGER);\nINSERT INTO nowhere VALUES (1);\n";
    add(&project, "3_c", up, "DROP TABLE c;\n");
    project.write("app_migrations/default/3_c/metadata.toml", "run_in_transaction = false\n");
    project.manage(["migrate"]).expect(6);
    let run = project.manage(["check"]).expect(6);
    assert!(run.stdout.contains("3_c stopped after 1 of 2 statements"), "{}", run.stdout);
    assert!(run.stdout.contains("`manage migrate` goes on with it"), "{}", run.stdout);
    assert!(run.stderr.contains("3_c/up.sql:2: no such table: nowhere"), "{}", run.stderr);
    add(&project, "3_c", &up.replace("nowhere", "c"), "DROP TABLE c;\n");
    let run = project.manage(["check"]).expect(5);
    assert!(run.stderr.contains("3_c is half done: what the database holds is not compared"), "{}", run.stderr);
}

#[test]
fn a_journal_that_nobody_can_read() {
    let project = project();
    execute(&project.file("db.sqlite3"), "DROP TABLE __manage_journal; CREATE TABLE __manage_journal (x INTEGER)");
    let run = project.manage(["check"]).expect(5);
    assert!(run.stdout.contains("the journal cannot be read"), "{}", run.stdout);
    assert!(run.stdout.contains("`manage repair --adopt`"), "{}", run.stdout);
    assert_eq!(found(&project, &[], 5).len(), 1);
}
