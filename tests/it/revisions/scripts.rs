//! Scripts that the databases' own command lines run to the same result.

use std::process::{Command, Stdio};

use super::{ALL, On, held, ledger, signs, sql};
use crate::project::Project;
use crate::servers::{Kind, Role};
use crate::together::add;

const SECOND: &str = "2026-01-02-000000-0000_second";

/// What is hard for a script, on each database in its own way.
fn migrations(project: &Project, on: On) {
    add(
        project,
        "2026-01-01-000000-0000_first",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50));\n\
         CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE);\n\
         INSERT INTO users VALUES (1, 'it''s; \"ä\" -- not a comment');\n\
         INSERT INTO posts VALUES (1, 1);\n",
        "DROP TABLE posts;\nDROP TABLE users;\n",
    );
    let (second, back) = match on {
        On::Sqlite => (
            "CREATE TABLE anew (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50), age INTEGER);\n\
             INSERT INTO anew SELECT id, name, 3 FROM users;\nDROP TABLE users;\nALTER TABLE anew RENAME TO users;\n\
             CREATE TRIGGER loud AFTER INSERT ON users BEGIN UPDATE users SET age = 1 WHERE id = NEW.id; SELECT ';'; END;\n",
            "DROP TRIGGER loud;\nALTER TABLE users DROP COLUMN age;\n",
        ),
        On::Server(Kind::Postgres) => (
            "SELECT pg_catalog.set_config('search_path', '', false);\n\
             CREATE TYPE public.mood AS ENUM ('a', 'b');\n\
             CREATE FUNCTION public.f() RETURNS TEXT AS $body$ BEGIN RETURN 'x;'; END; $body$ LANGUAGE plpgsql;\n\
             ALTER TABLE public.users ADD age public.mood DEFAULT 'a';\nSET work_mem = '5MB';\n",
            "ALTER TABLE users DROP age;\nDROP FUNCTION f;\nDROP TYPE mood;\n",
        ),
        On::Server(Kind::Mysql) => (
            "SET FOREIGN_KEY_CHECKS = 0;\nALTER TABLE users ADD COLUMN age INT DEFAULT 3;\n\
             CREATE TRIGGER loud BEFORE INSERT ON users FOR EACH ROW BEGIN\n  -- kept; as it is\n  SET NEW.age = 1;\n  SET @x = ';//';\nEND;\n\
             CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END;\n",
            "DROP PROCEDURE p;\nDROP TRIGGER loud;\nALTER TABLE users DROP COLUMN age;\n",
        ),
    };
    add(project, SECOND, second, back);
    let (third, back) = match on {
        On::Sqlite => (
            "CREATE TABLE log (x INTEGER);\nVACUUM;\nBEGIN;\nINSERT INTO log VALUES (1);\nCOMMIT;\n",
            "DROP TABLE log;\n",
        ),
        On::Server(Kind::Postgres) => (
            "CREATE TABLE log AS SELECT current_setting('work_mem') AS x;\nCREATE INDEX CONCURRENTLY log_x ON log (x);\nALTER TYPE mood ADD VALUE 'c';\n",
            "DROP TABLE log;\n",
        ),
        On::Server(Kind::Mysql) => (
            "CREATE TABLE log (x INT);\nINSERT INTO log VALUES (@@foreign_key_checks);\nALTER TABLE log ADD y INT;\n",
            "DROP TABLE log;\n",
        ),
    };
    add(project, "2026-01-03-000000-0000_third", third, back);
    project.write("app_migrations/default/2026-01-03-000000-0000_third/metadata.toml", "run_in_transaction = false\n");
    add(
        project,
        "2026-01-04-000000-0000_fourth",
        "INSERT INTO users (id, name) VALUES (2, 'two');\n",
        "DELETE FROM users WHERE id = 2;\n",
    );
}

/// Runs a script as its first lines say; what the client says if it fails.
fn run(project: &Project, on: On, script: &str) -> Result<(), String> {
    project.write("script.sql", script);
    let mut command = match on {
        On::Sqlite => {
            let mut command = Command::new("sqlite3");
            command.arg("db.sqlite3");
            command
        }
        On::Server(_) => project.database().client(Role::Creator),
    };
    command
        .current_dir(project.path())
        .stdin(Stdio::from(std::fs::File::open(project.file("script.sql")).expect("a file")));
    let run = project.run(&mut command);
    if run.code == 0 { Ok(()) } else { Err(run.stderr) }
}

#[track_caller]
fn done(project: &Project, on: On, script: &str) {
    run(project, on, script).unwrap_or_else(|error| panic!("{on:?}: {error}\n{script}"));
}

/// A project with these migrations, all applied, and one without.
fn pair(on: On) -> (Project, Project) {
    let (by_us, by_script) = (on.project(), on.project());
    migrations(&by_us, on);
    migrations(&by_script, on);
    by_us.manage(["migrate"]).ok();
    (by_us, by_script)
}

#[test]
fn a_script_leads_where_migrate_leads() {
    for on in ALL {
        let (by_us, project) = pair(on);
        let script = project.manage(["migrate", "--sql"]).ok().stdout;
        assert_eq!(signs(&project), "[ ][ ][ ][ ]", "{on:?}: a script was printed, and nothing run");
        done(&project, on, &script);
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}\n{script}");
        assert_eq!(ledger(&project, on), ledger(&by_us, on), "{on:?}");
        let journal = "SELECT version || name || checksum || direction || done || total || in_transaction FROM __manage_journal ORDER BY version";
        let journal = if on == On::Server(Kind::Mysql) {
            "SELECT concat(version, name, checksum, direction, done, total, in_transaction) FROM __manage_journal ORDER BY version"
        } else {
            journal
        };
        assert_eq!(sql(&project, on, journal), sql(&by_us, on, journal), "{on:?}");
        let again = project.manage(["migrate"]).ok();
        assert!(again.stderr.contains("nothing to apply"), "{on:?}: {}", again.stderr);
        assert_eq!(signs(&project), "[X][X][X][X]", "{on:?}");
        let shown = project.manage(["showmigrations", "-v"]).ok().stdout;
        assert_eq!(shown.matches("manage 0.1.0").count(), 4, "{on:?}: the journal is gone by\n{shown}");
        let listed = project.diesel(&["migration", "list"]).ok().stdout;
        assert_eq!(listed.matches("[X]").count(), 4, "{on:?}: {listed}");
        assert!(!listed.contains("[ ]"), "{on:?}: {listed}");

        // Twice is once: the second time nothing is done.
        let before = held(&project, on);
        run(&project, on, &script).expect_err("it is applied already");
        assert_eq!(held(&project, on), before, "{on:?}");
        let nothing = project.manage(["migrate", "--sql"]).ok().stdout;
        assert!(nothing.lines().all(|line| line.starts_with("-- ")), "{nothing}");

        // Back, and forward again, without a connection.
        let back = project.manage(["downgrade", "--sql", "head:second"]).ok().stdout;
        done(&project, on, &back);
        by_us.manage(["downgrade", "second"]).ok();
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}\n{back}");
        assert_eq!(ledger(&project, on), ledger(&by_us, on), "{on:?}");
        assert_eq!(signs(&project), "[X][X][ ][ ]", "{on:?}");
        assert!(run(&project, on, &back).is_err(), "{on:?}: it is undone already");
        if on == On::Server(Kind::Postgres) {
            // PostgreSQL takes no value of an enum back.
            continue;
        }
        let forward = project.manage(["migrate", "--sql", "second:"]).ok().stdout;
        done(&project, on, &forward);
        by_us.manage(["migrate"]).ok();
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}\n{forward}");
        let live = project.manage(["downgrade", "--sql", "base"]).ok().stdout;
        done(&project, on, &live);
        by_us.manage(["downgrade", "base"]).ok();
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}\n{live}");
        assert_eq!(ledger(&project, on), "", "{on:?}");
    }
}

#[test]
fn without_a_connection_it_begins_with_an_empty_database() {
    for on in ALL {
        let (by_us, project) = pair(on);
        let settings = project.read("settings.json");
        if let On::Server(kind) = on {
            let (driver, port) = if kind == Kind::Postgres { ("postgres", 1) } else { ("mysql", 1) };
            project.write(
                "settings.json",
                format!(r#"{{"databases": {{"default": {{"url": "{driver}://nobody:hush@127.0.0.1:{port}/x"}}}}}}"#),
            );
        }
        let run = project.manage(["migrate", "--sql"]).ok();
        if on != On::Sqlite {
            assert!(run.stderr.contains("the script begins with an empty database"), "{on:?}: {}", run.stderr);
            assert!(
                run.stdout.starts_with(
                    "-- Made by `manage migrate --sql` for default: from base, since there was no connection.\n"
                ),
                "{}",
                run.stdout
            );
            assert!(!run.stdout.contains("hush") && !run.stderr.contains("hush"), "{on:?}");
            let refused = project.manage(["downgrade", "--sql", "base"]).expect(6);
            assert!(refused.stderr.contains("hint: give a range, which needs no connection"), "{}", refused.stderr);
        }
        let range = project.manage(["migrate", "--sql", ":head"]).ok();
        assert_eq!(range.stderr, "", "{on:?}: nobody was asked");
        assert!(
            range.stdout.contains("for default: from base to 2026-01-04-000000-0000_fourth, without a connection.\n"),
            "{}",
            range.stdout
        );
        project.write("settings.json", &settings);
        done(&project, on, &range.stdout);
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}");
        let (whole, range): (String, String) = (body(&run.stdout), body(&range.stdout));
        assert_eq!(whole, range, "{on:?}");
    }
}

/// The script without its first line.
fn body(script: &str) -> String {
    script.lines().skip(1).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_script_that_fails_stops_there_and_migrate_goes_on() {
    for on in ALL {
        let project = on.project();
        add(&project, "1_a", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
        add(
            &project,
            "2_b",
            "CREATE TABLE b (i INTEGER);\nINSERT INTO b SELECT i FROM late;\nCREATE TABLE c (i INTEGER);\n",
            "DROP TABLE c;\nDROP TABLE b;\n",
        );
        add(&project, "3_d", "CREATE TABLE d (i INTEGER);\n", "DROP TABLE d;\n");
        for outside in [false, true] {
            if outside {
                project.write("app_migrations/default/2_b/metadata.toml", "run_in_transaction = false\n");
            }
            let script = project.manage(["migrate", "--sql"]).ok().stdout;
            let said = run(&project, on, &script).expect_err("there is no table late");
            assert!(said.contains("late"), "{on:?}: {said}");
            let half = outside || on == On::Server(Kind::Mysql);
            assert_eq!(signs(&project), if half { "[X][-][ ]" } else { "[X][ ][ ]" }, "{on:?} {outside}");
            if half {
                let refused = project.manage(["migrate", "--sql"]).expect(5);
                assert!(refused.stderr.contains("`manage migrate` goes on with it"), "{}", refused.stderr);
            }
            sql(&project, on, "CREATE TABLE late (i INTEGER); INSERT INTO late VALUES (7)");
            project.manage(["migrate"]).ok();
            assert_eq!(signs(&project), "[X][X][X]", "{on:?} {outside}");
            assert_eq!(sql(&project, on, "SELECT i FROM b"), "7\n", "{on:?} {outside}");
            project.manage(["downgrade", "base"]).ok();
            sql(&project, on, "DROP TABLE late");
        }
    }
}

#[test]
fn what_it_builds_on_has_to_be_there() {
    for on in ALL {
        let project = on.project();
        migrations(&project, on);
        let script = project.manage(["sqlmigrate", "fourth"]).ok().stdout;
        run(&project, on, &script).expect_err("nothing that it builds on is there");
        assert_eq!(ledger(&project, on), "", "{on:?}");
        project.manage(["migrate", "head-1"]).ok();
        done(&project, on, &script);
        assert_eq!(signs(&project), "[X][X][X][X]", "{on:?}");
        done(&project, on, &project.manage(["sqlmigrate", "fourth", "--backwards"]).ok().stdout);
        assert_eq!(signs(&project), "[X][X][X][ ]", "{on:?}");
    }
}

#[test]
fn a_script_is_for_one_database() {
    let project = Project::empty();
    project.write(
        "settings.json",
        r#"{"databases": {"one": {"url": "one.sqlite3"}, "two": {"url": "two.sqlite3", "session": ["PRAGMA cache_size = 7"]}}}"#,
    );
    project.write("app_migrations/two/1_a/up.sql", "CREATE TABLE a (i INT);\n");
    let refused = project.manage(["migrate", "--sql"]).expect(2);
    assert!(refused.stderr.contains("hint: say which one: `--database ALIAS`"), "{}", refused.stderr);
    let script = project.manage(["migrate", "--sql", "--database", "two"]).ok().stdout;
    assert!(script.contains("\nPRAGMA cache_size = 7;\n"), "what the settings run on each connection\n{script}");
    assert!(!project.file("two.sqlite3").exists(), "looking makes no database");
}

/// What the command lines take for words of their own means in a script what it means to `migrate`.
#[test]
fn a_script_means_to_the_client_what_it_means_to_the_database() {
    for on in ALL {
        let up = match on {
            On::Sqlite => {
                "CREATE TABLE t (a TEXT, b INTEGER);\nINSERT INTO t VALUES ('\n.quit\ngo\n', 6\n/\n2);\n\
                 INSERT INTO t SELECT x.go, 6\n / -- half\n 3 FROM (SELECT 'x' AS\n go\n) AS x;\n\
                 CREATE VIEW v AS SELECT a AS\ngo\nFROM t;\n"
            }
            On::Server(Kind::Postgres) => {
                "CREATE TABLE t (a TEXT, b INTEGER);\n\
                 INSERT INTO t SELECT ':USER \\! echo', (ARRAY[1, 2, 3])[lo:HOST][1] + 1 FROM (SELECT 1 AS lo, 2 AS HOST) AS x WHERE NOT (ARRAY[1])[lo:HOST] = '{7}';\n\
                 INSERT INTO t VALUES (E'\\\\q :USER', 2); -- \\q :USER\n\
                 CREATE FUNCTION f() RETURNS TEXT AS $$ SELECT ':USER \\q' $$ LANGUAGE sql;\n"
            }
            On::Server(Kind::Mysql) => {
                "CREATE TABLE t (a TEXT,\ndelimiter INTEGER);\nINSERT INTO t VALUES ('\\\\! echo\ndelimiter x\n', 2);\n\
                 INSERT INTO t (a,\ndelimiter ) VALUES (\\N /* \\! echo; */, 3); -- delimiter // \\q\n\
                 CREATE PROCEDURE p() BEGIN\n  -- delimiter //\n  SELECT 1 AS delimiter ;\nEND;\n"
            }
        };
        let up = match on {
            // A slice cannot be added to.
            On::Server(Kind::Postgres) => {
                &up.replace("(ARRAY[1, 2, 3])[lo:HOST][1] + 1", "cardinality((ARRAY[1, 2, 3])[lo:HOST])")
            }
            _ => up,
        };
        let (by_us, project) = (on.project(), on.project());
        for each in [&by_us, &project] {
            add(each, "1_words", up, "SELECT 1;\n");
        }
        by_us.manage(["migrate"]).ok();
        let script = project.manage(["migrate", "--sql"]).ok().stdout;
        done(&project, on, &script);
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}\n{script}");
        assert_eq!(ledger(&project, on), "1\n", "{on:?}");
    }
}

/// Text that is no SQL, and a command to the client, runs nothing.
#[test]
fn commands_of_the_client_are_no_part_of_a_script() {
    for on in ALL {
        let project = on.project();
        let command = match on {
            On::Sqlite => ".shell touch hacked\n;\n",
            On::Server(Kind::Postgres) => "SELECT 1 \\! touch hacked\n;\n",
            On::Server(Kind::Mysql) => "system touch hacked\n;\n",
        };
        add(&project, "1_words", command, "SELECT 1;\n");
        project.manage(["migrate"]).expect(6);
        if on == On::Server(Kind::Postgres) {
            let refused = project.manage(["migrate", "--sql"]).expect(6);
            assert!(refused.stderr.contains("`\\!` is a command of psql, not SQL"), "{}", refused.stderr);
            continue;
        }
        project.manage(["repair", "--undone", "1_words"]);
        let script = project.manage(["migrate", "--sql", ":head"]).ok().stdout;
        run(&project, on, &script).expect_err("it is no statement");
        assert!(!project.file("hacked").exists(), "{on:?}\n{script}");
    }
}
