//! What needs the server and what does not, and the databases on which migrations are tried.

use crate::process::{Process, until};
use crate::project::Project;
use crate::servers::{Database, Role, Server};
use crate::together::add;

const USER: &str = "#[derive(Model)]\n#[model(check(\"age >= 0\"))]\npub struct User { pub id: i64, pub age: i32 }\n";
const MORE: &str = "#[derive(Model)]\n#[model(check(\"age >= 0\"))]\npub struct User { pub id: i64, pub age: i32, pub bio: Option<String> }\n";

fn both() -> [Project; 2] {
    [Project::postgres(USER), Project::mysql(USER)]
}

/// The settings with this address instead of the database's own.
fn at(project: &Project, url: &str, more: &str) {
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]{more}}}}}}}"#),
    );
}

/// An address at which nobody listens.
fn nowhere(project: &Project) -> String {
    let database = project.database();
    database.server.url_at(Role::Creator, "127.0.0.1", 1, &database.name)
}

#[test]
fn a_second_run_needs_no_server() {
    for project in both() {
        let url = project.database().url();
        at(&project, &nowhere(&project), "");
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(
            run.stderr.contains("each migration is tried before it is kept: `--no-verify` writes it"),
            "{}",
            run.stderr
        );
        at(&project, &url, "");
        project.manage(["makemigrations"]).ok();

        at(&project, &nowhere(&project), "");
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
        project.models(MORE);
        let run = project.manage(["makemigrations", "--check"]).expect(1);
        assert!(run.stdout.ends_with(":\n    + Add column bio to users\n") && run.stderr.is_empty(), "{}", run.shown());
        let files = project.files();
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains("nobody listens there") && run.stderr.contains("--no-verify"), "{}", run.stderr);
        assert!(project.files() == files, "nothing is written");
        project.manage(["makemigrations", "--no-verify"]).ok();
        // Nobody has tried it, and nobody can: what it says is what counts, and that is told.
        let run = project.manage(["makemigrations", "--check"]).ok();
        assert!(run.stderr.contains("was never tried"), "{}", run.stderr);
        at(&project, &url, "");
        let run = project.manage(["makemigrations"]).ok();
        assert!(run.stderr.is_empty(), "{}", run.stderr);
        assert!(!project.read("app_migrations/default/schema.json").contains("unproven"));

        // A migration that was changed by hand has to be run, and that is said.
        add(&project, "2030-01-01-000000-0000_hand", "CREATE TABLE hand (i INTEGER);\n", "DROP TABLE hand;\n");
        at(&project, &nowhere(&project), "");
        let run = project.manage(["makemigrations", "--check"]).expect(6);
        assert!(run.stderr.contains("by running them: schema.json does not fit 203001010000000000"), "{}", run.stderr);
    }
}

#[test]
fn another_server_for_scratch_databases() {
    for project in both() {
        let database = project.database();
        let plain = database.url_as(Role::Plain);
        at(&project, &plain, "");
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains("\"scratch\": { \"url\""), "{}", run.stderr);
        assert!(!run.stderr.contains("hush"), "{}", run.stderr);
        at(&project, &plain, &format!(r#", "scratch": {{"url": "{}"}}"#, database.url()));
        project.manage(["makemigrations"]).ok();
        project.manage(["makemigrations", "--check"]).ok();
        project.manage(["migrate"]).ok();
        // Only the address of `scratch` is asked.
        at(&project, &nowhere(&project), &format!(r#", "scratch": {{"url": "{}"}}"#, database.url()));
        project.models(MORE);
        project.manage(["makemigrations"]).ok();
        // And nothing else than what the database is.
        let other = match database.server.kind {
            crate::servers::Kind::Postgres => Database::mysql(),
            crate::servers::Kind::Mysql => Database::postgres(),
        };
        at(&project, &plain, &format!(r#", "scratch": {{"url": "{}"}}"#, other.url()));
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(
            run.stderr.contains("`databases.default.scratch` is for") && !run.stderr.contains("hush"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn what_the_server_lacks_is_said() {
    let project = Project::postgres(USER);
    at(&project, &project.database().url(), r#", "extensions": ["nowhere"]"#);
    let run = project.manage(["makemigrations"]).expect(6);
    assert!(run.stderr.contains("extension \"nowhere\" is not available"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: install it on the server"), "{}", run.stderr);

    for (project, up) in [
        (Project::postgres(USER), "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a) VIRTUAL);\n"),
        (Project::mysql(USER), "CREATE TABLE t (a INT) LENGTH 3;\n"),
    ] {
        add(&project, "1_new", up, "DROP TABLE t;\n");
        let run = project.manage(["makemigrations", "--check"]).expect(6);
        assert!(run.stderr.contains("1_new/up.sql:1: "), "{}", run.stderr);
        assert!(run.stderr.contains("if that is too old for the statement"), "{}", run.stderr);
    }
    let project = Project::postgres(USER);
    add(&project, "1_extension", "CREATE EXTENSION nowhere;\n", "DROP EXTENSION nowhere;\n");
    let run = project.manage(["makemigrations", "--check"]).expect(6);
    assert!(run.stderr.contains("install it on the server"), "{}", run.stderr);
}

/// Statements of `session` are run there as well.
#[test]
fn the_session_of_the_settings_counts() {
    let project = Project::mysql(USER);
    let more = r#", "session": ["SET FOREIGN_KEY_CHECKS = 0"]"#;
    at(&project, &project.database().url(), more);
    add(&project, "1_child", "CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p (i));\n", "DROP TABLE c;\n");
    add(&project, "2_parent", "CREATE TABLE p (i INT PRIMARY KEY);\n", "DROP TABLE p;\n");
    let run = project.manage(["makemigrations", "--check"]);
    assert!(!run.stderr.contains("does not apply") && !run.stderr.contains("errno"), "{}", run.stderr);
    at(&project, &project.database().url(), r#", "session": ["SET nowhere = 0"]"#);
    let run = project.manage(["makemigrations", "--check"]).expect(6);
    assert!(run.stderr.contains("a statement of `session` of `default` fails on a scratch database"), "{}", run.stderr);
}

/// Those of the process.
fn scratch_of(database: &Database, process: &Process) -> Vec<String> {
    database.scratch_databases(&format!("_{}_", process.id()))
}

#[test]
fn scratch_databases_are_dropped_whatever_happens() {
    for (server, sleep) in [(Server::postgres(), "SELECT pg_sleep(900)"), (Server::mysql(), "DO SLEEP(900)")] {
        let project = Project::on(Database::new(server), USER);
        let database = project.database();
        add(&project, "1_long", &format!("CREATE TABLE t (a INT);\n{sleep};\n"), "DROP TABLE t;\n");
        for (signal, code) in [("INT", 130), ("TERM", 143)] {
            let process = Process::start(&mut project.command(["makemigrations", "--check"]));
            until("it has a scratch database", || !scratch_of(database, &process).is_empty());
            let name = scratch_of(database, &process);
            process.signal(signal);
            let run = process.ends(&project).expect(code);
            assert!(run.stderr.contains("nothing is written"), "{}", run.stderr);
            assert!(database.scratch_databases(&name[0]).is_empty(), "{signal}: {name:?}");
        }
        // What a killed one leaves is dropped by the next, and what another one uses is not.
        let using = Process::start(&mut project.command(["makemigrations", "--check"]));
        until("it has a scratch database", || !scratch_of(database, &using).is_empty());
        // MariaDB ends what it does for somebody who is gone before it looks whether anybody is there.
        let short = Project::on(Database::new(server), USER);
        add(
            &short,
            "1_short",
            &format!("CREATE TABLE t (a INT);\n{};\n", sleep.replace("900", "6")),
            "DROP TABLE t;\n",
        );
        let killed = Process::start(&mut short.command(["makemigrations", "--check"]));
        until("it has one as well", || !scratch_of(database, &killed).is_empty());
        let left = scratch_of(database, &killed);
        killed.signal("KILL");
        killed.ends(&short);
        let other = Project::on(Database::new(server), USER);
        until("the server has noticed", || {
            other.manage(["makemigrations", "--dry-run"]).ok();
            database.scratch_databases(&left[0]).is_empty()
        });
        assert_eq!(scratch_of(database, &using).len(), 1, "it is in use");
        using.signal("INT");
        let id = using.id();
        using.ends(&project).expect(130);
        assert!(database.scratch_databases(&format!("_{id}_")).is_empty());
    }
}

#[test]
fn no_scratch_database_is_left_by_success_or_failure() {
    for project in both() {
        let database = project.database();
        let ends = |arguments: &[&str], code: i32| {
            let process = Process::start(&mut project.command(arguments));
            let id = process.id();
            process.ends(&project).expect(code);
            assert!(database.scratch_databases(&format!("_{id}_")).is_empty());
        };
        ends(&["makemigrations"], 0);
        add(&project, "2030_wrong", "CREATE TABLE wrong (;\n", "SELECT 1;\n");
        ends(&["makemigrations", "--check"], 6);
    }
}
