//! Diesel and `manage` taking turns never make a legitimate history look broken.

use super::{NAMES, down, migration, outside, signs, sql, tables, three};
use crate::project::Project;

/// As if the ledger's row were of another time: the tests are quicker than its clock, which knows seconds.
fn another_time(project: &Project, version: &str) {
    sql(
        project,
        &format!("UPDATE __diesel_schema_migrations SET run_on = '2026-07-07 07:07:07' WHERE version = '{version}'"),
    );
}

#[track_caller]
fn fine(project: &Project, expected: &str) {
    assert_eq!(signs(project), expected);
    let run = project.manage(["migrate", "--plan"]).ok();
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    assert!(project.manage(["repair", "--plan"]).ok().stdout.starts_with("Nothing to repair"));
}

#[test]
fn reverted_and_reverted_and_run_again_with_another_text() {
    let project = three();
    project.manage(["migrate"]).ok();
    project.diesel(&["migration", "revert"]).ok();
    fine(&project, "[X][X][ ]");
    migration(&project, NAMES[2], "CREATE TABLE tags (id INT, name TEXT);\n");
    fine(&project, "[X][X][ ]");
    project.diesel(&["migration", "run"]).ok();
    another_time(&project, "202601030000000000");
    fine(&project, "[X][X][X]");
    project.diesel(&["migration", "redo"]).ok();
    another_time(&project, "202601030000000000");
    migration(&project, NAMES[2], "CREATE TABLE tags (id INT, name TEXT, x INT);\n");
    fine(&project, "[X][X][X]");
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["migrate"]).ok();
    fine(&project, "[X][X][X]");
    project.diesel(&["migration", "revert", "--all"]).ok();
    fine(&project, "[ ][ ][ ]");
    project.manage(["migrate"]).ok();
    assert_eq!(tables(&project), "posts,tags,users");
}

#[test]
fn diesel_runs_what_is_half_done() {
    let project = three();
    outside(&project, NAMES[2], "CREATE TABLE IF NOT EXISTS tags (id INT);\nINSERT INTO later VALUES (1);\n");
    project.manage(["migrate"]).expect(6);
    assert_eq!(signs(&project), "[X][X][-]");
    sql(&project, "CREATE TABLE later (id INT)");
    project.diesel(&["migration", "run"]).ok();
    fine(&project, "[X][X][X]");
    project.manage(["downgrade", "-1"]).ok();
    fine(&project, "[X][X][ ]");
}

#[test]
fn diesel_finishes_a_way_back_that_is_half_done() {
    let project = three();
    outside(&project, NAMES[2], "CREATE TABLE tags (id INT);\n");
    down(&project, NAMES[2], "DROP TABLE IF EXISTS tags;\nDROP TABLE later;\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).expect(6);
    assert_eq!(signs(&project), "[X][X][-]");
    sql(&project, "CREATE TABLE later (id INT)");
    project.diesel(&["migration", "revert"]).ok();
    fine(&project, "[X][X][ ]");
    project.diesel(&["migration", "run"]).ok();
    another_time(&project, "202601030000000000");
    fine(&project, "[X][X][X]");
}

#[test]
fn diesel_run_pending_redo_list_and_manage_in_any_order() {
    let project = three();
    for turn in 0..4 {
        project.diesel(&["migration", "list"]).ok();
        if turn % 2 == 0 {
            project.manage(["migrate", "+1"]).ok();
            project.diesel(&["migration", "run"]).ok();
        } else {
            project.diesel(&["migration", "run"]).ok();
            project.manage(["migrate"]).ok();
        }
        fine(&project, "[X][X][X]");
        project.diesel(&["migration", "redo", "--all"]).ok();
        fine(&project, "[X][X][X]");
        project.manage(["downgrade", "-1"]).ok();
        project.diesel(&["migration", "revert"]).ok();
        fine(&project, "[X][ ][ ]");
        assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "true\n");
        if turn == 1 {
            project.write("diesel.toml", "[migrations_directory]\ndir = \"app_migrations/default\"\n");
            project.diesel(&["setup"]).ok();
            fine(&project, "[X][ ][ ]");
        }
        project.manage(["downgrade", "base"]).ok();
        assert_eq!(tables(&project), "");
    }
}
