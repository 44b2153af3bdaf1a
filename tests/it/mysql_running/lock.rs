//! The lock: on the session that does the work, named after the database, and nobody waits for it in the server.

use super::scene::{Gate, WAITS, ledger, running};
use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::{Role, Talk};
use crate::together::add;

#[test]
fn who_waits_too_long_says_who_holds_it() {
    let project = Project::mysql("");
    add(&project, "1_waits", WAITS, "DROP TABLE waited;\n");
    let gate = Gate::closed(&project);
    let holder = Process::start(&mut project.command(["migrate"]));
    until("the holder works", || running(&project, "CREATE TABLE waited") == 1);
    let run = project.manage(["migrate", "--lock-timeout", "200ms"]).expect(4);
    assert!(
        run.stderr.contains(" is locked by `a connection of manage_creator` on 127.0.0.1, process "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("; waited "), "{}", run.stderr);
    assert!(run.stderr.contains(" s for it\nhint: run the command again"), "{}", run.stderr);
    assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    // The waiter asks again and again: nothing of it runs for long on the server.
    let waiter = Process::start(&mut project.command(["migrate"]));
    waiter.says("waiting");
    drop(gate);
    holder.ends(&project).ok();
    let run = waiter.ends(&project).ok();
    assert!(run.stderr.contains("  waited ") && run.stderr.ends_with("  nothing to apply\n"), "{}", run.stderr);
}

#[test]
fn databases_of_one_server_do_not_wait_for_each_other() {
    let [one, other] = [Project::mysql(""), Project::mysql("")];
    add(&one, "1_waits", WAITS, "DROP TABLE waited;\n");
    add(&other, "1_create", "CREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
    let gate = Gate::closed(&one);
    let holder = Process::start(&mut one.command(["migrate"]));
    until("the holder works", || running(&one, "CREATE TABLE waited") == 1);
    other.manage(["migrate", "--lock-timeout", "0"]).ok();
    drop(gate);
    holder.ends(&one).ok();
}

/// A killed deployer leaves its statement running on the server: the lock lives as long as that, and the next one finds
/// that it was done.
#[test]
fn what_a_killed_deployer_left_running_is_waited_for() {
    let project = Project::mysql("");
    // Whoever waits for a row does not look whether anybody is there still.
    let waits =
        "CREATE TABLE waited AS SELECT i AS got FROM gate LOCK IN SHARE MODE;\nINSERT INTO waited VALUES (7);\n";
    add(&project, "1_waits", waits, "DROP TABLE waited;\n");
    let mut gate = Talk::with(project.database(), Role::Creator);
    gate.ask(
        "CREATE TABLE gate (i INT PRIMARY KEY); INSERT INTO gate VALUES (1); BEGIN; SELECT i FROM gate FOR UPDATE",
    );
    let killed = Process::start(&mut project.command(["migrate"]));
    until("it works", || running(&project, "CREATE TABLE waited") == 1);
    killed.signal("KILL");
    assert_eq!(killed.ends(&project).code, -1);
    assert_eq!(running(&project, "CREATE TABLE waited"), 1, "the orphan runs on");
    project.manage(["migrate", "--lock-timeout", "100ms"]).expect(4);
    let next = Process::start(&mut project.command(["migrate"]));
    next.says("waiting");
    drop(gate);
    let run = next.ends(&project).ok();
    assert!(run.stderr.contains("  waited "), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT got FROM waited"), "1\n7\n");
    assert_eq!(ledger(&project), "1 ");
}

/// The same for rows: what the server had not committed is taken back with the session.
#[test]
fn rows_of_a_killed_deployer_are_gone_or_there_once() {
    let project = Project::mysql("");
    add(&project, "1_create", "CREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    let insert = "INSERT INTO a SELECT GET_LOCK(concat('gate ', DATABASE()), 100);\n";
    add(&project, "2_fill", insert, "DELETE FROM a;\n");
    let gate = Gate::closed(&project);
    let killed = Process::start(&mut project.command(["migrate"]));
    until("it works", || running(&project, "INSERT INTO a") == 1);
    killed.signal("KILL");
    assert_eq!(killed.ends(&project).code, -1);
    drop(gate);
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "1\n");
}

/// Somebody ends the session, and with it the lock: no statement runs without it.
#[test]
fn a_lock_that_is_lost_stops_the_rest() {
    let project = Project::mysql("");
    add(&project, "1_waits", WAITS, "DROP TABLE waited;\n");
    add(&project, "2_more", "CREATE TABLE more (i INT);\n", "DROP TABLE more;\n");
    let gate = Gate::closed(&project);
    let run = Process::start(&mut project.command(["migrate"]));
    until("it works", || running(&project, "CREATE TABLE waited") == 1);
    let find =
        "SELECT ID FROM information_schema.PROCESSLIST WHERE INFO LIKE 'CREATE TABLE waited%' AND DB = DATABASE()";
    let mut admin = Talk::with(project.database(), Role::Admin);
    let id = admin.ask(find);
    admin.ask(&format!("KILL CONNECTION {}", id.trim()));
    let run = run.ends(&project).expect(6);
    assert!(run.stderr.contains("up.sql:1: "), "{}", run.stderr);
    assert!(run.stderr.contains("hint: the server stopped, ended the session"), "{}", run.stderr);
    drop(gate);
    assert_eq!(project.database().sql("SHOW TABLES LIKE 'more'"), "");
    project.manage(["migrate"]).ok();
    assert_eq!(ledger(&project), "1 2 ");
}
