//! Ctrl-C and its like: the server ends the statement, and the next run goes on.

use super::scene::{ledger, running};
use crate::process::{Process, until};
use crate::project::Project;
use crate::together::add;

const SIGNALS: [(&str, i32, &str); 3] =
    [("INT", 130, "interrupted"), ("TERM", 143, "terminated"), ("HUP", 143, "hung up")];

#[test]
fn the_statement_is_ended_on_the_server() {
    for (signal, code, word) in SIGNALS {
        for slow in ["CREATE TABLE b AS SELECT sleep(1000) AS s", "INSERT INTO a SELECT sleep(1000)"] {
            let project = Project::mysql("");
            let up = |middle: &str| format!("CREATE TABLE a (i INT);\n{middle};\nINSERT INTO a VALUES (2);\n");
            add(&project, "1_slow", &up(slow), "DROP TABLE a;\n");
            let run = Process::start(&mut project.command(["migrate"]));
            until("it works", || running(&project, "sleep(1000)") == 1);
            run.signal(signal);
            let run = run.ends(&project).expect(code);
            assert!(run.stderr.contains(word), "{signal}: {}", run.stderr);
            assert_eq!(running(&project, "sleep"), 0, "{signal}: it is gone from the server");
            assert_eq!(ledger(&project), "");
            add(&project, "1_slow", &up(&slow.replace("1000", "0")), "DROP TABLE a;\n");
            project.manage(["migrate"]).ok();
            let rows = project.database().sql("SELECT i FROM a");
            assert_eq!(rows, if slow.starts_with("INSERT") { "0\n2\n" } else { "2\n" }, "{signal}");
        }
    }
}

/// In one transaction: nothing of it is kept.
#[test]
fn rows_are_taken_back() {
    let project = Project::mysql("");
    add(&project, "1_create", "CREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    add(&project, "2_rows", "INSERT INTO a VALUES (1);\nINSERT INTO a SELECT sleep(1000);\n", "DELETE FROM a;\n");
    let run = Process::start(&mut project.command(["migrate"]));
    until("it works", || running(&project, "sleep(1000)") == 1);
    run.signal("INT");
    run.ends(&project).expect(130);
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "0\n");
    assert_eq!(ledger(&project), "1 ");
}
