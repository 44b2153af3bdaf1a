//! What cannot be gone on with says so, and what may go on differently than it began.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use super::history::{STEPS, name, settings, write};
use super::image::differences;
use super::scene::{Scene, killed, session};
use crate::dump::{execute, lines, open};
use crate::project::{Project, Run};

const ONE: &str = "app_migrations/default/2026-01-01-000000-0000_one";

/// A project with one migration outside a transaction, killed before that statement.
fn killed_before(up: &str, statement: &str) -> Scene {
    let project = Project::empty();
    settings(&project, &session(true));
    project.write(&format!("{ONE}/up.sql"), up);
    project.write(&format!("{ONE}/metadata.toml"), "run_in_transaction = false\n");
    let scene = Scene::of(project, "", false, &[], &["migrate"]);
    let list = scene.project.file("boundaries");
    scene.project.run(scene.command().env("BOUNDARIES", &list));
    let boundaries = scene.project.read("boundaries");
    let wanted = format!("before {statement}");
    let place = boundaries.lines().position(|boundary| boundary.starts_with(&wanted)).expect("the statement");
    scene.reset();
    assert!(scene.die_at(place + 1));
    scene
}

fn rows(scene: &Scene, query: &str) -> Vec<String> {
    lines(&mut open(&scene.project.file("db.sqlite3")), query)
}

fn signs(scene: &Scene) -> String {
    scene.project.manage(["showmigrations"]).ok().stdout
}

/// What a session takes with it: never gone on with as if it were there, and `repair` is the way on.
#[test]
fn what_is_gone_with_the_session_stops_with_5() {
    for (up, statement, why) in [
        (
            "CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TEMP TABLE t AS SELECT 1; INSERT INTO a SELECT 2;",
            "INSERT INTO a",
            "stopped after 2 of 3 statements and cannot go on: `t`, which it made as temporary, is gone",
        ),
        (
            "CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TABLE temp.t (x); INSERT INTO a SELECT 2;",
            "INSERT INTO a",
            "`t`, which it made as temporary, is gone",
        ),
        (
            "CREATE TABLE a (x INTEGER PRIMARY KEY); ATTACH ':memory:' AS m; CREATE TABLE m.t (x); INSERT INTO a SELECT 2;",
            "INSERT INTO a",
            "the database `m`, which it attached in memory, is gone",
        ),
        (
            "CREATE TABLE a (x INTEGER PRIMARY KEY); BEGIN; INSERT INTO a VALUES (7); COMMIT; VACUUM;
             INSERT INTO a SELECT last_insert_rowid() + 1;",
            "INSERT INTO a SELECT",
            "what comes next asks for the rows that were written last",
        ),
    ] {
        let scene = killed_before(up, statement);
        for _ in 0..2 {
            let run = scene.run().expect(5);
            assert!(run.stderr.contains(why), "{up}\n{}", run.stderr);
            assert!(run.stderr.contains("finish it by hand from") && run.stderr.contains("up.sql:"), "{}", run.stderr);
            assert!(run.stderr.contains("`manage repair --done"), "{}", run.stderr);
        }
        assert!(signs(&scene).contains("[-]"), "{}", signs(&scene));
        // As the hint says.
        execute(&scene.project.file("db.sqlite3"), "INSERT INTO a VALUES (99)");
        scene.project.manage(["repair", "--done", "one"]).ok();
        scene.run().ok();
        assert!(signs(&scene).contains("[X]"), "{}", signs(&scene));
    }
}

/// The rows written last are known across marks, and a temporary table that is dropped again is in nobody's way.
#[test]
fn what_can_go_on_goes_on() {
    let scene = killed_before(
        "CREATE TABLE a (x INTEGER PRIMARY KEY); CREATE TEMP TABLE t AS SELECT 5 AS x; INSERT INTO a SELECT x FROM t;
         DROP TABLE t; BEGIN; INSERT INTO a VALUES (7); COMMIT; INSERT INTO a SELECT last_insert_rowid() + 1;
         INSERT INTO a VALUES (20);",
        "INSERT INTO a VALUES (20)",
    );
    scene.run().ok();
    assert_eq!(rows(&scene, "SELECT x AS line FROM a"), ["5", "7", "8", "20"]);
}

/// Half of it is done: whatever is changed in the meantime, that half is not done again.
#[test]
fn what_is_changed_in_between() {
    let up = "CREATE TABLE a (x INT); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);";
    let change = |file: &str, text: &str| {
        let scene = killed_before(up, "INSERT INTO a VALUES (2)");
        scene.project.write(&format!("{ONE}/{file}"), text);
        scene
    };
    let all = |scene: &Scene| rows(scene, "SELECT x AS line FROM a ORDER BY x");
    // In a transaction by now.
    let scene = change("metadata.toml", "run_in_transaction = true\n");
    scene.run().ok();
    assert_eq!(all(&scene), ["1", "2"]);
    // What is left is another.
    let scene = change("up.sql", &up.replace("(2)", "(3)").replace(';', ";\n-- and so on\n"));
    scene.project.write(&format!("{ONE}/down.sql"), "DROP TABLE a;");
    scene.run().ok();
    assert_eq!(all(&scene), ["1", "3"]);
    let down = rows(&scene, "SELECT down AS line FROM __manage_journal");
    assert_eq!(down, ["DROP TABLE a;"]);
    // There is less left, or nothing.
    let scene = change("up.sql", "CREATE TABLE a (x INT); INSERT INTO a VALUES (1);");
    scene.run().ok();
    assert_eq!((all(&scene), signs(&scene).contains("[X]")), (vec!["1".to_owned()], true));
    // What is done is another, or not there any more.
    for changed in [up.replace("(1)", "(0)"), "CREATE TABLE a (x INT);".to_owned()] {
        let scene = change("up.sql", &changed);
        let run = scene.run().expect(5);
        assert!(run.stderr.contains("was changed in what is done already"), "{}", run.stderr);
        scene.project.write(&format!("{ONE}/up.sql"), up);
        scene.run().ok();
        assert_eq!(all(&scene), ["1", "2"]);
    }
    // The next one asks for what was written last: it would have been done together with it.
    let scene = change("up.sql", &up.replace("VALUES (2)", "VALUES (last_insert_rowid())"));
    assert!(scene.run().expect(5).stderr.contains("belongs together"));
}

/// A statement fails, and the process is killed while it writes that down.
#[test]
fn killed_while_a_failure_is_noted() {
    let up = "CREATE TABLE a (x INT); INSERT INTO a VALUES (1); BROKEN;";
    let place = |scene: &Scene| {
        scene.project.run(scene.command().env("BOUNDARIES", scene.project.file("list"))).expect(6);
        scene.project.read("list").lines().count()
    };
    let scene = killed_before(up, "BROKEN");
    scene.reset();
    let last = place(&scene);
    for boundary in last - 8..=last {
        scene.reset();
        let output = scene.command().env("DIE_AT", boundary.to_string()).output().expect("a program");
        assert!(killed(output.status));
        scene.check_between().unwrap_or_else(|error| panic!("{boundary}: {error}"));
        scene.project.write(&format!("{ONE}/up.sql"), up.replace("BROKEN", "INSERT INTO a VALUES (2)"));
        scene.run().ok();
        assert_eq!(rows(&scene, "SELECT x AS line FROM a ORDER BY x"), ["1", "2"], "{boundary}");
        scene.project.write(&format!("{ONE}/up.sql"), up);
    }
}

/// Diesel does what we began, and we what Diesel began.
#[test]
fn diesel_in_between() {
    let up = "CREATE TABLE IF NOT EXISTS a (x INTEGER PRIMARY KEY); INSERT OR IGNORE INTO a VALUES (1); DROP TABLE IF EXISTS b;";
    let scene = killed_before(up, "DROP TABLE");
    scene.project.diesel(&["migration", "run"]).ok();
    assert!(signs(&scene).contains("[X]"), "{}", signs(&scene));
    assert!(scene.run().ok().stderr.contains("nothing to apply"));
    scene.project.write("app_migrations/default/2026-01-02-000000-0000_two/up.sql", "INSERT INTO a VALUES (2);");
    scene.run().ok();
    assert_eq!(rows(&scene, "SELECT x AS line FROM a"), ["1", "2"]);
}

/// Whoever waits for a process that is killed takes over from it.
#[test]
fn another_one_waits() {
    let project = Project::empty();
    write(&project, &["PRAGMA synchronous = OFF"]);
    let scene = Scene::of(project, STEPS, false, &[&["migrate", "+1"]], &["migrate"]);
    let (boundaries, expected) = scene.undisturbed();
    let at =
        |text: &str| boundaries.iter().position(|boundary| boundary.starts_with(text)).expect("it comes to it") + 1;
    // In a transaction; between work and mark; in a transaction of the file's own; after something that has no mark
    // yet.
    for place in [
        at("before CREATE INDEX users_n "),
        at("after CREATE INDEX users_name"),
        at("before DROP TABLE users"),
        at("after VACUUM"),
    ] {
        scene.reset();
        let _ = std::fs::remove_file(scene.project.file("hangs"));
        let mut holder = scene
            .command()
            .env("HANG_AT", place.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a process that hangs");
        let begin = Instant::now();
        while !scene.project.file("hangs").exists() {
            assert!(begin.elapsed() < Duration::from_secs(60), "it does not come to {place}");
            thread::sleep(Duration::from_millis(5));
        }
        let mut waiter = scene.command().stderr(Stdio::piped()).spawn().expect("a process that waits");
        let mut said = BufReader::new(waiter.stderr.take().expect("its stderr")).lines();
        let (id, mut lines) = (holder.id().to_string(), Vec::new());
        let waits =
            said.by_ref().map_while(Result::ok).inspect(|line| lines.push(line.clone())).any(|line| line.contains(&id));
        holder.kill().expect("a process that can be killed");
        holder.wait().expect("its end");
        assert!(waits, "it does not say for whom it waits: {lines:?}");
        let rest: Vec<String> = said.map_while(Result::ok).collect();
        assert!(waiter.wait().expect("its end").success(), "{place}: {}", rest.join("\n"));
        let image = scene.image();
        assert!(image == expected, "killed at {place}\n{}", differences(&expected, &image));
    }
}

/// Commands that only look come first after a kill: what was left is rolled back, and nothing else is written.
#[test]
fn those_who_look_come_first() {
    for wal in [false, true] {
        let scene = Scene::new(wal, true, &[&["migrate", "+1"]], &["migrate"]);
        let (boundaries, expected) = scene.undisturbed();
        let place = boundaries.iter().position(|it| it.starts_with("after INSERT INTO users (id, name, n, email)"));
        scene.reset();
        assert!(scene.die_at(place.expect("the rebuild") + 1));
        let beside = if wal { "db.sqlite3-wal" } else { "db.sqlite3-journal" };
        assert!(scene.project.file(beside).exists(), "nothing was left: {beside}");
        let shown: Vec<Run> = ["showmigrations", "migrate --check", "migrate --plan", "downgrade -1 --plan"]
            .iter()
            .map(|line| scene.project.run(&mut scene.program(&line.split(' ').collect::<Vec<_>>())))
            .collect();
        let codes: Vec<i32> = shown.iter().map(|run| run.code).collect();
        assert_eq!(codes, [0, 1, 0, 0], "{}", shown.iter().map(Run::shown).collect::<String>());
        assert!(shown[0].stdout.contains(&format!("[X] {}", name(3, "nothing"))), "{}", shown[0].stdout);
        assert!(shown[0].stdout.contains(&format!("[ ] {}", name(4, "rebuild"))), "{}", shown[0].stdout);
        scene.run().ok();
        let image = scene.image();
        assert!(image == expected, "{}", differences(&expected, &image));
    }
}
