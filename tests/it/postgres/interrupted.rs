//! Ctrl-C and its like: the statement is cancelled on the server, and the next run goes on.

use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::{Held, PASS};
use crate::together::add;

const SIGNALS: [(&str, i32, &str); 2] = [("INT", 130, "interrupted"), ("TERM", 143, "terminated")];

#[test]
fn the_statement_is_cancelled_on_the_server() {
    for parameters in ["", "?sslmode=disable", "?sslmode=require", "SOCKET"] {
        for (signal, code, word) in SIGNALS {
            let project = Project::postgres("");
            let database = project.database();
            let url = match parameters {
                "SOCKET" => format!("{}?host={}", database.url(), database.server.socket.display()),
                _ => format!("{}{parameters}", database.url()),
            };
            project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}"}}}}}}"#));
            add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
            project.manage(["migrate"]).ok();
            add(&project, "2_fill", &format!("INSERT INTO a VALUES (1);\n{PASS};\n"), "DELETE FROM a;\n");
            add(&project, "3_last", "INSERT INTO a VALUES (3);\n", "DELETE FROM a WHERE i = 3;\n");
            let gate = Held::gate(database);
            let run = Process::start(&mut project.command(["migrate"]));
            until("it is at the gate", || database.at_the_gate() == 1);
            run.signal(signal);
            let run = run.ends(&project).expect(code);
            assert!(run.stderr.contains(&format!("error: {word}")), "{parameters}: {}", run.stderr);
            assert!(run.stderr.contains("hint: `manage migrate` goes on"), "{}", run.stderr);
            until("the session is gone", || database.sessions().is_empty());
            assert_eq!(database.at_the_gate(), 0);
            assert_eq!(database.sql("SELECT count(*) FROM a"), "0\n");
            drop(gate);
            project.manage(["migrate"]).ok();
            assert_eq!(database.sql("SELECT string_agg(i::text, ',' ORDER BY i) FROM a"), "1,3\n");
        }
    }
}

#[test]
fn outside_a_transaction_what_is_done_is_kept() {
    for (signal, code, _) in SIGNALS {
        let project = Project::postgres("");
        let database = project.database();
        add(
            &project,
            "1_fill",
            &format!("CREATE TABLE a (i INTEGER);\nINSERT INTO a VALUES (1);\n{PASS};\nINSERT INTO a VALUES (2);\n"),
            "DROP TABLE a;\n",
        );
        project.write("app_migrations/default/1_fill/metadata.toml", "run_in_transaction = false\n");
        let gate = Held::gate(database);
        let run = Process::start(&mut project.command(["migrate"]));
        until("it is at the gate", || database.at_the_gate() == 1);
        run.signal(signal);
        run.ends(&project).expect(code);
        until("the session is gone", || database.sessions().is_empty());
        assert_eq!(database.sql("SELECT i FROM a"), "1\n");
        let list = project.manage(["showmigrations"]).ok();
        assert!(list.stdout.contains("[-] 1_fill"), "{}", list.stdout);
        drop(gate);
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql("SELECT count(*) FROM a"), "2\n");
    }
}

#[test]
fn who_waits_for_the_lock_or_for_the_table_of_another_can_be_interrupted() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    add(&project, "2_fill", &format!("{PASS};\nINSERT INTO a VALUES (1);\n"), "DELETE FROM a;\n");
    let gate = Held::gate(database);
    let first = Process::start(&mut project.command(["migrate"]));
    until("it is at the gate", || database.at_the_gate() == 1);
    let second = Process::start(&mut project.command(["migrate"]));
    second.says("waiting for ");
    second.signal("INT");
    second.ends(&project).expect(130);
    first.signal("INT");
    first.ends(&project).expect(130);
    drop(gate);
    let other = Held::by(database, crate::servers::Role::Creator, "BEGIN; LOCK TABLE a");
    let third = Process::start(&mut project.command(["migrate"]));
    until("it waits", || {
        database.sql("SELECT count(*) FROM pg_locks WHERE relation = 'a'::regclass AND NOT granted") == "1\n"
    });
    third.signal("TERM");
    third.ends(&project).expect(143);
    drop(other);
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT count(*) FROM a"), "1\n");
}
