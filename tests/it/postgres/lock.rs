//! The lock is on the session that works, so that it lives as long as its statements; who waits asks for it again and
//! again.

use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::{Held, PASS, Role};
use crate::together::add;

/// Two migrations; the second does not end as long as somebody holds the gate.
fn gated() -> Project {
    let project = Project::postgres("");
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    add(&project, "2_fill", &format!("INSERT INTO a VALUES (1);\n{PASS};\n"), "DELETE FROM a;\n");
    project
}

/// A deployer in the middle of the second migration.
fn in_the_middle(project: &Project) -> Process {
    let deployer = Process::start(&mut project.command(["migrate"]));
    until("it is at the gate", || project.database().at_the_gate() == 1);
    deployer
}

#[test]
fn who_does_not_get_it_in_time_is_told_who_has_it() {
    let project = gated();
    let gate = Held::gate(project.database());
    let first = in_the_middle(&project);
    for patience in ["300ms", "0"] {
        let run = project.manage(["migrate", "--lock-timeout", patience]).expect(4);
        let holder = format!("is locked by `manage migrate` on {}, process {}, since ", host(), first.id());
        assert!(run.stderr.contains(&holder), "{}", run.stderr);
        assert!(run.stderr.contains("hint: run the command again when the other one is done"), "{}", run.stderr);
        assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    }
    let back = project.manage(["downgrade", "base", "--lock-timeout", "0"]).expect(4);
    assert!(back.stderr.contains("is locked by `manage migrate`"), "{}", back.stderr);
    // What only looks does not wait.
    let list = project.manage(["showmigrations"]).ok();
    assert!(list.stdout.contains("[X] 1_create") && list.stdout.contains("[ ] 2_fill"), "{}", list.stdout);
    let patient = Process::start(&mut project.command(["migrate"]));
    patient.says("waiting for ");
    drop(gate);
    first.ends(&project).ok();
    let patient = patient.ends(&project).ok();
    assert!(
        patient.stderr.contains("  waited ") && patient.stderr.ends_with("nothing to apply\n"),
        "{}",
        patient.stderr
    );
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "1\n");
}

#[test]
fn an_application_name_of_ones_own_is_kept_and_told() {
    let project = gated();
    let url = format!("{}?application_name=deployer%207", project.database().url());
    project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}"}}}}}}"#));
    let gate = Held::gate(project.database());
    let first = in_the_middle(&project);
    let run = project.manage(["migrate", "--lock-timeout", "0"]).expect(4);
    assert!(run.stderr.contains("is locked by `deployer 7` on "), "{}", run.stderr);
    drop(gate);
    first.ends(&project).ok();
}

#[test]
fn nobody_works_beside_the_statement_of_a_deployer_that_was_killed() {
    for outside in [false, true] {
        let project = gated();
        if outside {
            project.write("app_migrations/default/2_fill/metadata.toml", "run_in_transaction = false\n");
        }
        let gate = Held::gate(project.database());
        let deployer = in_the_middle(&project);
        deployer.signal("KILL");
        assert_eq!(deployer.ends(&project).code, -1);
        // The server has not noticed: the statement goes on, and holds the lock.
        assert_eq!(project.database().at_the_gate(), 1);
        let run = project.manage(["migrate", "--lock-timeout", "300ms"]).expect(4);
        assert!(run.stderr.contains("is locked by `manage migrate`"), "{}", run.stderr);
        let waiting = Process::start(&mut project.command(["migrate"]));
        waiting.says("waiting for ");
        assert_eq!(project.database().at_the_gate(), 1, "it ran beside the orphan");
        drop(gate);
        let run = waiting.ends(&project).ok();
        assert_eq!(run.stderr.matches("  applied ").count(), 1, "{}", run.stderr);
        assert_eq!(project.database().sql("SELECT count(*) FROM a"), "1\n");
        assert_eq!(project.database().sql("SELECT count(*) FROM __diesel_schema_migrations"), "2\n");
        project.manage(["migrate"]).ok();
    }
}

#[test]
fn a_lock_that_a_migration_gives_back_is_taken_again() {
    let project = Project::postgres("");
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    add(&project, "2_unlock", "SELECT pg_advisory_unlock_all();\n", "SELECT 1;\n");
    let held = "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity s USING (pid) WHERE locktype = 'advisory' AND s.pid = pg_backend_pid()";
    add(&project, "3_look", &format!("INSERT INTO a {held};\n"), "SELECT 1;\n");
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT i FROM a"), "1\n");
}

#[test]
fn a_lock_that_an_administrator_takes_away_ends_the_work() {
    let project = gated();
    let gate = Held::gate(project.database());
    let deployer = in_the_middle(&project);
    project.database().sql_as(
        Role::Admin,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'manage%'",
    );
    let run = deployer.ends(&project).expect(6);
    assert!(
        run.stderr.contains("terminating connection due to administrator command (SQLSTATE 57P01)"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("hint: the server stopped, ended the session"), "{}", run.stderr);
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "0\n");
    drop(gate);
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "1\n");
}

fn host() -> String {
    String::from_utf8(std::process::Command::new("hostname").output().expect("hostname").stdout)
        .expect("text")
        .trim()
        .to_owned()
}
