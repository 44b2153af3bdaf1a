//! Migrations outside a transaction that are killed on their way: the journal knows how far they came.

use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::{Held, PASS, Role};
use crate::together::add;

fn outside(project: &Project, name: &str, up: &str, down: &str) {
    add(project, name, up, down);
    project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
}

/// Kills the deployer when it is at the gate, and lets the orphan end.
fn killed_at_the_gate(project: &Project, arguments: &[&str]) {
    let database = project.database();
    let gate = Held::gate(database);
    let deployer = Process::start(&mut project.command(arguments));
    until("it is at the gate", || database.at_the_gate() == 1);
    deployer.signal("KILL");
    deployer.ends(project);
    drop(gate);
    until("the orphan has ended", || database.sessions().is_empty());
}

fn numbers(project: &Project) -> String {
    project.database().sql("SELECT string_agg(i::text, ',' ORDER BY n) FROM a")
}

/// Statements each of which shows when it is done twice, with the gate before one of them.
fn statements(gate: usize) -> String {
    let one = |number: usize| match number {
        _ if number == gate => format!("{PASS};\n"),
        // A transaction of the file's own.
        3 => "BEGIN;\nINSERT INTO a (i) VALUES (3);\nUPDATE a SET i = i WHERE i = 1;\nCOMMIT;\n".to_owned(),
        5 => "CREATE INDEX CONCURRENTLY a_i ON a (i);\n".to_owned(),
        7 => "SET work_mem = '7MB';\n".to_owned(),
        8 => "INSERT INTO a (i) SELECT 8 WHERE current_setting('work_mem') = '7MB';\n".to_owned(),
        _ => format!("INSERT INTO a (i) VALUES ({number});\n"),
    };
    (0..10).map(one).collect()
}

#[test]
fn it_goes_on_where_it_stopped_and_does_nothing_twice() {
    for gate in [0, 1, 4, 6, 9] {
        let project = Project::postgres("");
        add(&project, "1_create", "CREATE TABLE a (n SERIAL, i INTEGER);\n", "DROP TABLE a;\n");
        project.manage(["migrate"]).ok();
        outside(&project, "2_fill", &statements(gate), "DELETE FROM a;\n");
        killed_at_the_gate(&project, &["migrate"]);
        let list = project.manage(["showmigrations", "--verbose"]).ok();
        assert!(list.stdout.contains("[-] 2_fill"), "{}", list.stdout);
        assert!(project.manage(["migrate", "--check"]).code == 1);
        let run = project.manage(["migrate"]).ok();
        assert!(run.stderr.contains("applied 2_fill"), "{}", run.stderr);
        let expected = [0, 1, 2, 3, 4, 6, 8, 9].into_iter().filter(|number| *number != gate);
        let expected: Vec<String> = expected.map(|number| number.to_string()).collect();
        assert_eq!(numbers(&project), format!("{}\n", expected.join(",")), "the gate before {gate}");
        assert_eq!(project.database().sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_i'::regclass"), "t\n");
        assert!(project.manage(["migrate"]).ok().stderr.contains("nothing to apply"));
    }
}

#[test]
fn backward_it_goes_on_as_well() {
    let project = Project::postgres("");
    outside(
        &project,
        "1_create",
        "CREATE TABLE a (n SERIAL, i INTEGER);\n",
        &format!("INSERT INTO a (i) VALUES (1);\n{PASS};\nINSERT INTO a (i) VALUES (2);\nALTER TABLE a RENAME TO b;\n"),
    );
    project.manage(["migrate"]).ok();
    killed_at_the_gate(&project, &["downgrade", "base"]);
    assert_eq!(numbers(&project), "1\n");
    assert!(project.manage(["showmigrations"]).ok().stdout.contains("[-] 1_create"));
    let forward = project.manage(["migrate"]).expect(5);
    assert!(
        forward.stderr.contains("1_create") && forward.stderr.contains("hint: `manage downgrade"),
        "{}",
        forward.stderr
    );
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(project.database().sql("SELECT string_agg(i::text, ',' ORDER BY n) FROM b"), "1,2\n");
    assert_eq!(project.database().sql("SELECT count(*) FROM __diesel_schema_migrations"), "0\n");
}

#[test]
fn what_cannot_go_on_is_refused_and_repaired() {
    for (flag, state) in [("--done", "[X] 1_temporary"), ("--undone", "[ ] 1_temporary")] {
        let project = Project::postgres("");
        outside(
            &project,
            "1_temporary",
            &format!(
                "CREATE TEMP TABLE passing AS SELECT 1 AS i;\n{PASS};\nCREATE TABLE a AS SELECT * FROM passing;\n"
            ),
            "DROP TABLE a;\n",
        );
        killed_at_the_gate(&project, &["migrate"]);
        let run = project.manage(["migrate"]).expect(5);
        assert!(
            run.stderr.contains(
                "stopped after 1 of 3 statements and cannot go on: `passing`, which it made as temporary, is gone"
            ),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("manage repair --done 1_temporary"), "{}", run.stderr);
        project.manage(["repair", flag, "1_temporary"]).ok();
        let list = project.manage(["showmigrations"]).ok();
        assert!(list.stdout.contains(state), "{}", list.stdout);
    }
}

#[test]
fn an_index_that_the_orphan_makes_after_all_is_not_made_twice() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    outside(
        &project,
        "2_index",
        "CREATE INDEX CONCURRENTLY a_i ON a (i);\nINSERT INTO a VALUES (1);\n",
        "DROP INDEX a_i;\n",
    );
    // It waits for the transaction of everybody who has written.
    let writer = Held::by(database, Role::Creator, "BEGIN; INSERT INTO a VALUES (0)");
    let deployer = Process::start(&mut project.command(["migrate"]));
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONC%' AND wait_event_type = 'Lock'";
    until("it waits", || database.sql_as(Role::Admin, waits) == "1\n");
    deployer.signal("KILL");
    deployer.ends(&project);
    let run = project.manage(["migrate", "--lock-timeout", "200ms"]).expect(4);
    assert!(run.stderr.contains("is locked by `manage migrate`"), "{}", run.stderr);
    drop(writer);
    project.manage(["migrate"]).ok();
    assert_eq!(
        database.sql("SELECT count(*), bool_and(indisvalid) FROM pg_index WHERE indrelid = 'a'::regclass"),
        "1\tt\n"
    );
    assert_eq!(database.sql("SELECT count(*) FROM a"), "1\n");
}

#[test]
fn an_index_of_which_nothing_came_is_made_anew() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    outside(&project, "2_index", "CREATE INDEX CONCURRENTLY a_i ON a (i);\n", "DROP INDEX a_i;\n");
    let writer = Held::by(database, Role::Creator, "BEGIN; INSERT INTO a VALUES (0)");
    let deployer = Process::start(&mut project.command(["migrate"]));
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONC%' AND wait_event_type = 'Lock'";
    until("it waits", || database.sql_as(Role::Admin, waits) == "1\n");
    deployer.signal("INT");
    deployer.ends(&project).expect(130);
    assert_eq!(database.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_i'::regclass"), "f\n");
    drop(writer);
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_i'::regclass"), "t\n");
}

#[test]
fn what_was_there_before_is_not_taken_for_what_was_done() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\nCREATE INDEX a_i ON a (i);\n", "DROP TABLE a;\n");
    outside(
        &project,
        "2_index",
        "DROP INDEX CONCURRENTLY IF EXISTS \"if\";\nCREATE INDEX CONCURRENTLY a_i ON a (i, i);\n",
        "DROP INDEX CONCURRENTLY b_i;\n",
    );
    for _ in 0..2 {
        let run = project.manage(["migrate"]).expect(6);
        assert!(run.stderr.contains("2_index/up.sql:2: relation \"a_i\" already exists"), "{}", run.stderr);
    }
    database.sql("DROP INDEX a_i");
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT indnatts FROM pg_index WHERE indexrelid = 'a_i'::regclass"), "2\n");
    for _ in 0..2 {
        let run = project.manage(["downgrade", "-1"]).expect(6);
        assert!(run.stderr.contains("2_index/down.sql:1: index \"b_i\" does not exist"), "{}", run.stderr);
    }
}
