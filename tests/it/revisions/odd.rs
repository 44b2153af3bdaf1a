//! Histories that are odd, or none.

use super::{On, revises, signs, sql};
use crate::project::Project;

/// Every command that reads the history.
const READERS: [&[&str]; 9] = [
    &["migrate"],
    &["migrate", "--sql"],
    &["downgrade", "base"],
    &["showmigrations", "--graph"],
    &["current"],
    &["heads"],
    &["history"],
    &["show", "1"],
    &["stamp", "head"],
];

#[track_caller]
fn refused(project: &Project, says: &str) {
    for arguments in READERS {
        let run = project.manage(arguments).expect(5);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{arguments:?}: {}", run.stderr);
    }
    assert!(!project.file("db.sqlite3").exists());
}

#[test]
fn headers_that_lead_nowhere_are_refused_by_name() {
    let project = On::Sqlite.project();
    revises(&project, "1_a", "3", "SELECT 1;\n");
    revises(&project, "2_b", "1", "SELECT 1;\n");
    revises(&project, "3_c", "2", "SELECT 1;\n");
    refused(&project, "migration 1_a builds on 3_c, which comes after it");
    revises(&project, "1_a", "1", "SELECT 1;\n");
    refused(&project, "migration 1_a builds on itself");
    revises(&project, "1_a", "base", "SELECT 1;\n");
    revises(&project, "2_b", "7", "SELECT 1;\n");
    refused(&project, "migration 2_b builds on 7, which is not there");
    revises(&project, "2_b", "1", "SELECT 1;\n");
    project.write("app_migrations/default/03_d/up.sql", "SELECT 1;\n");
    project.write("app_migrations/default/0-3_e/up.sql", "SELECT 1;\n");
    refused(&project, "two migrations have the version 03");
}

#[test]
fn two_roots_and_a_meeting_of_three() {
    let project = On::Sqlite.project();
    revises(&project, "1_a", "base", "CREATE TABLE a (i INT);\n");
    revises(&project, "2_b", "base", "CREATE TABLE b (i INT);\n");
    revises(&project, "3_c", "1", "CREATE TABLE c (i INT);\n");
    revises(&project, "4_d", "1, 2, 3", "SELECT 1;\n");
    project.manage(["migrate", "b"]).ok();
    assert_eq!(signs(&project), "[ ][X][ ][ ]");
    insta::assert_snapshot!(project.manage(["showmigrations", "--graph"]).ok().stdout, @r"
    default
     *-.   [ ] 4_d
     |\ \
     | | * [ ] 3_c
     | |/
     |/|
     | * [X] 2_b
     * [ ] 1_a  (late)
    ");
    project.manage(["migrate"]).ok();
    assert_eq!(signs(&project), "[X][X][X][X]");
    assert_eq!(project.manage(["current"]).ok().stdout, "default: 4_d (head)\n");
    project.manage(["downgrade", "b"]).ok();
    assert_eq!(signs(&project), "[X][X][X][ ]");
}

#[test]
fn a_ledger_with_strangers() {
    let project = On::Sqlite.project();
    revises(&project, "2_b", "base", "CREATE TABLE b (i INT);\n");
    revises(&project, "4_d", "2", "CREATE TABLE d (i INT);\n");
    project.manage(["migrate", "+1"]).ok();
    sql(
        &project,
        On::Sqlite,
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('1'), ('3'), ('9'), (''), ('it''s; --')",
    );
    let script = project.manage(["migrate", "--sql"]).ok().stdout;
    assert!(script.contains("-- Apply 4_d\n"), "{script}");
    assert_eq!(project.manage(["current"]).ok().stdout, "default: 2_b, 1 migration is not applied\n");
    project.manage(["history"]).ok();
    project.manage(["migrate", "+1"]).ok();
    assert_eq!(signs(&project), "[?][?][X][?][X][?][?]");
    assert_eq!(project.manage(["current", "--check-heads"]).ok().stdout, "default: 4_d (head)\n");
}

#[test]
fn ten_thousand_in_a_chain() {
    let project = On::Sqlite.project();
    let name = |number: usize| format!("{}_m", 100_000 + number);
    for number in 0..10_000 {
        let parent = if number == 0 { "base".to_owned() } else { (99_999 + number).to_string() };
        revises(&project, &name(number), &parent, "SELECT 1;\n");
    }
    assert_eq!(project.manage(["heads"]).ok().stdout, "default: 109999_m  Do m\n");
    project.manage(["stamp", "head-2"]).ok();
    let plan = project.manage(["migrate", "--plan"]).ok().stdout;
    assert_eq!(plan.lines().filter(|line| line.ends_with("_m")).count(), 2, "{plan}");
    project.manage(["migrate", "+1"]).ok();
    assert_eq!(project.manage(["current"]).ok().stdout, "default: 109998_m, 1 migration is not applied\n");
    assert_eq!(project.manage(["showmigrations", "--graph"]).ok().stdout.lines().count(), 10_001);
    assert_eq!(project.manage(["history", "109990:"]).ok().stdout.lines().count(), 11);
    let script = project.manage(["migrate", "--sql", ":"]).ok().stdout;
    assert_eq!(script.matches("-- Apply ").count(), 10_000);
    let back = project.manage(["downgrade", "--sql", "head:base"]).ok().stdout;
    assert_eq!(back.matches("-- Undo ").count(), 10_000);
    let plan = project.manage(["downgrade", "100000", "--plan"]).ok().stdout;
    assert_eq!(plan.lines().filter(|line| line.ends_with("_m")).count(), 9_998);
}
