//! Several deployers at once: all are done well, and each migration is done once.

use crate::process::Process;
use crate::project::{Project, Run};
use crate::together::add;

/// In how many rounds processes compete.
fn rounds() -> usize {
    std::env::var("MANAGE_TEST_ROUNDS").map_or(5, |rounds| rounds.parse().expect("a number"))
}

/// Runs so many at once.
pub(super) fn at_once(project: &Project, number: usize) -> Vec<Run> {
    let processes: Vec<Process> = (0..number).map(|_| Process::start(&mut project.command(["migrate"]))).collect();
    processes.into_iter().map(|process| process.ends(project)).collect()
}

fn compete(number: usize) {
    let mut waited = 0;
    for round in 0..rounds() {
        let project = Project::postgres("");
        add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
        // It takes a while, so that the others come in the middle of it.
        add(&project, "2_fill", "INSERT INTO a SELECT 1 FROM pg_sleep(0.2);\n", "DELETE FROM a;\n");
        // On nothing, and then with data to be moved in what is there.
        for (migrations, rows) in [("1,2", "1\n"), ("1,2,3", "2\n")] {
            if rows == "2\n" {
                add(&project, "3_more", "INSERT INTO a SELECT 2 FROM pg_sleep(0.2);\n", "DELETE FROM a WHERE i = 2;\n");
            }
            let mut applied = 0;
            for run in at_once(&project, number) {
                let shown = format!("round {round}:\n{}", run.stderr);
                assert_eq!(run.code, 0, "{shown}");
                assert!(!run.stderr.contains("error") && !run.stderr.contains("warning"), "{shown}");
                let own = run.stderr.matches("  applied ").count();
                assert!(own == 0 && run.stderr.ends_with("  nothing to apply\n") || own > 0, "{shown}");
                applied += own;
                waited += usize::from(run.stderr.contains("  waited "));
            }
            assert_eq!(applied, if rows == "1\n" { 2 } else { 1 }, "round {round}: each once");
            let database = project.database();
            assert_eq!(database.sql("SELECT count(*) FROM a"), rows);
            let ledger = "SELECT string_agg(version, ',' ORDER BY version) FROM __diesel_schema_migrations";
            assert_eq!(database.sql(ledger), format!("{migrations}\n"));
        }
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
