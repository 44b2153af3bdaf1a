//! Several processes at once on one database.

use super::scene::ledger;
use crate::process::Process;
use crate::project::{Project, Run};
use crate::together::add;

/// In how many rounds processes compete.
fn rounds() -> usize {
    std::env::var("MANAGE_TEST_ROUNDS").map_or(5, |rounds| rounds.parse().expect("a number"))
}

fn at_once(project: &Project, number: usize) -> Vec<Run> {
    let processes: Vec<Process> = (0..number).map(|_| Process::start(&mut project.command(["migrate"]))).collect();
    processes.into_iter().map(|process| process.ends(project)).collect()
}

fn compete(number: usize) {
    let mut waited = 0;
    for round in 0..rounds() {
        let project = Project::mysql("");
        let create =
            "CREATE TABLE a (i INT);\nINSERT INTO a SELECT 1 FROM (SELECT sleep(0.1)) AS s;\nCREATE TABLE b (i INT);\n";
        add(&project, "1_create", create, "DROP TABLE b;\nDROP TABLE a;\n");
        add(&project, "2_fill", "INSERT INTO b SELECT 1 FROM (SELECT sleep(0.1)) AS s;\n", "DELETE FROM b;\n");
        // On an empty database, and then with data to be moved in what is there.
        for step in ["empty", "data"] {
            if step == "data" {
                add(&project, "3_more", "INSERT INTO b SELECT 2 FROM (SELECT sleep(0.2)) AS s;\n", "SELECT 1;\n");
            }
            let mut applied = 0;
            for run in at_once(&project, number) {
                let shown = format!("round {round}, {step}:\n{}", run.stderr);
                assert_eq!(run.code, 0, "{shown}");
                assert!(!run.stderr.contains("error") && !run.stderr.contains("warning"), "{shown}");
                let own = run.stderr.matches("  applied ").count();
                assert!(own == 0 && run.stderr.ends_with("  nothing to apply\n") || own > 0, "{shown}");
                applied += own;
                waited += usize::from(run.stderr.contains("  waited "));
            }
            assert_eq!(applied, if step == "empty" { 2 } else { 1 }, "round {round}, {step}: each once");
        }
        assert_eq!(project.database().sql("SELECT i FROM a UNION ALL SELECT i FROM b"), "1\n1\n2\n");
        assert_eq!(ledger(&project), "1 2 3 ");
        assert_eq!(project.database().sql("SELECT count(*) FROM __manage_journal"), "3\n");
    }
    assert!(waited > 0, "nobody ever waited: nothing was tested");
}

#[test]
fn four_at_once_do_each_thing_once() {
    compete(4);
}

#[test]
fn sixteen_at_once_do_each_thing_once() {
    compete(16);
}
