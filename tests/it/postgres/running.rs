//! Migrations on PostgreSQL: several processes at once, sessions that are changed, and what cannot be in a transaction.

use crate::process::Process;
use crate::project::{Project, Run};
use crate::together::add;

fn at_once(project: &Project, number: usize) -> Vec<Run> {
    let processes: Vec<Process> = (0..number).map(|_| Process::start(&mut project.command(["migrate"]))).collect();
    processes.into_iter().map(|process| process.ends(project)).collect()
}

#[test]
fn four_at_once_do_each_thing_once() {
    let project = Project::postgres("");
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    add(&project, "2_fill", "INSERT INTO a SELECT 1 FROM pg_sleep(0.2);\n", "DELETE FROM a;\n");
    for run in at_once(&project, 4) {
        run.ok();
    }
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "1\n");
    add(&project, "3_more", "INSERT INTO a SELECT 2 FROM pg_sleep(0.2);\n", "DELETE FROM a WHERE i = 2;\n");
    for run in at_once(&project, 4) {
        run.ok();
    }
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "2\n");
}

#[test]
fn a_session_that_a_migration_changes_is_as_before_for_the_next() {
    let project = Project::postgres("");
    add(
        &project,
        "1_dump",
        "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a (i INTEGER);\n",
        "DROP TABLE a;\n",
    );
    add(&project, "2_set", "SET search_path = pg_catalog;\nSET work_mem = '5MB';\n", "SELECT 1;\n");
    add(&project, "3_next", "CREATE TABLE b AS SELECT current_setting('work_mem') AS m;\n", "DROP TABLE b;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT count(*) FROM public.b WHERE m = '5MB'"), "0\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM public.__diesel_schema_migrations"), "3\n");
}

#[test]
fn what_cannot_be_in_a_transaction_runs_and_goes_on_after_a_failure() {
    let project = Project::postgres("");
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\nINSERT INTO a VALUES (1), (1);\n", "DROP TABLE a;\n");
    add(
        &project,
        "2_index",
        "CREATE INDEX CONCURRENTLY a_i ON a (i);\nCREATE UNIQUE INDEX CONCURRENTLY a_u ON a (i);\n",
        "DROP INDEX a_u;\n",
    );
    project.write("app_migrations/default/2_index/metadata.toml", "run_in_transaction = false\n");
    assert_ne!(project.manage(["migrate"]).code, 0);
    assert_eq!(project.database().sql("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "1\n");
    project.database().sql("DELETE FROM a WHERE ctid = (SELECT min(ctid) FROM a)");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_u'::regclass"), "t\n");
}

#[test]
fn what_is_to_be_filled_in_runs_under_diesel_as_it_is() {
    let project = Project::postgres("");
    for template in [&["--empty"][..], &["--template", "empty", "-m", "Twice"]] {
        project.manage(["makemigrations"].iter().chain(template)).ok();
    }
    for _ in 0..2 {
        project.diesel(&["migration", "run"]).ok();
        project.diesel(&["migration", "revert", "--all"]).ok();
        project.manage(["migrate"]).ok();
        project.manage(["downgrade", "base"]).ok();
    }
}
