//! `lock_timeout` and `statement_timeout` of a database.

use super::scene::{ledger, settings};
use crate::project::Project;
use crate::servers::{Role, Talk};
use crate::together::add;

fn project(more: &str) -> Project {
    let project = Project::mysql("");
    let url = project.database().url();
    settings(&project, &url, more);
    add(&project, "1_create", "CREATE TABLE a (i INT PRIMARY KEY);\nINSERT INTO a VALUES (1);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    project
}

#[test]
fn locks_of_others_are_waited_for_so_long() {
    let project = project(r#", "lock_timeout": 1"#);
    add(&project, "2_alter", "CREATE TABLE b (i INT);\nALTER TABLE a ADD COLUMN j INT;\n", "DROP TABLE b;\n");
    add(&project, "3_row", "UPDATE a SET i = i + 1;\n", "SELECT 1;\n");
    let mut other = Talk::with(project.database(), Role::Creator);
    other.ask("BEGIN; SELECT * FROM a FOR UPDATE");
    let run = project.manage(["migrate"]).expect(4);
    assert!(run.stderr.contains("2_alter/up.sql:2: Lock wait timeout exceeded"), "{}", run.stderr);
    assert!(run.stderr.contains("(error 1205, SQLSTATE HY000)"), "{}", run.stderr);
    assert!(run.stderr.contains("raise `lock_timeout` of the database"), "{}", run.stderr);
    other.ask("COMMIT");
    project.manage(["migrate", "2"]).ok();
    other.ask("BEGIN; SELECT * FROM a FOR UPDATE");
    let run = project.manage(["migrate"]).expect(4);
    assert!(run.stderr.contains("3_row/up.sql:1: Lock wait timeout exceeded"), "{}", run.stderr);
    assert!(run.stderr.contains("nothing of 3_row was kept"), "{}", run.stderr);
    other.ask("COMMIT");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i, j FROM a"), "2\tNULL\n");
    assert_eq!(ledger(&project), "1 2 3 ");
}

#[test]
fn statements_may_take_so_long() {
    let project = project(r#", "statement_timeout": "300ms""#);
    let slow = "INSERT INTO a VALUES (2);\nCREATE TABLE b AS SELECT sleep(100) AS s;\nINSERT INTO a VALUES (3);\n";
    add(&project, "2_slow", slow, "DROP TABLE b;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(
        run.stderr.contains("2_slow/up.sql:2: Query execution was interrupted (max_statement_time exceeded)"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("(error 1969, SQLSTATE 70100)"), "{}", run.stderr);
    assert!(run.stderr.contains("raise `statement_timeout` of the database"), "{}", run.stderr);
    let url = project.database().url();
    settings(&project, &url, r#", "statement_timeout": 0"#);
    add(&project, "2_slow", &slow.replace("100", "0.5"), "DROP TABLE b;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "1\n2\n3\n");
}
