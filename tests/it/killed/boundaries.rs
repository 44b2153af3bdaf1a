//! Killed at every boundary: before and after everything that is sent to the database.

use super::history::settings;
use super::image::differences;
use super::scene::{Scene, session};
use crate::chance::Chance;
use crate::project::Project;

/// Kills the command at every boundary, runs it again, and compares what is there with an undisturbed run; then dies a
/// second time somewhere in so many of the runs that went on.
fn everywhere(scene: &Scene, twice: usize) {
    let (boundaries, expected) = scene.undisturbed();
    let mut wrong = Vec::new();
    let mut go_on = |place: String, between: Result<(), String>| {
        let run = scene.run();
        let image = scene.image();
        let verdict = match between {
            Err(error) => Some(format!("unsound: {error}")),
            Ok(()) if run.code != 0 => Some(format!("exit {}: {}", run.code, run.stderr)),
            Ok(()) => (image != expected).then(|| differences(&expected, &image)),
        };
        wrong.extend(verdict.map(|verdict| format!("{place}\n{verdict}")));
    };
    let mut died = 0;
    for (place, boundary) in boundaries.iter().enumerate() {
        if is_like_the_next(boundary) && (9..boundaries.len() - 2).contains(&place) {
            continue;
        }
        scene.reset();
        assert!(scene.die_at(place + 1), "it did not come to {boundary}");
        died += 1;
        go_on(format!("killed at {}, {boundary}", place + 1), scene.check_between());
    }
    let chance = &mut Chance::seeded();
    for _ in 0..twice {
        scene.reset();
        let mut places = vec![chance.below(boundaries.len()) + 1];
        assert!(scene.die_at(places[0]));
        let mut between = scene.check_between();
        while between.is_ok() && places.len() < 5 {
            let place = chance.below(boundaries.len() / 3) + 1;
            places.push(place);
            if !scene.die_at(place) {
                break;
            }
            between = scene.check_between();
        }
        go_on(format!("killed at {places:?} in turn"), between);
    }
    assert!(died * 5 >= boundaries.len(), "{died} of {}", boundaries.len());
    assert!(wrong.is_empty(), "{} of {died} kills:\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Whether what is on the disk is the same at the next boundary: what comes after one thing is what comes before the
/// next, and what only reads changes nothing. At both ends something else than SQL is done in between: the lock.
fn is_like_the_next(boundary: &str) -> bool {
    let reads = ["before SELECT", "before PRAGMA foreign_key_check", "before PRAGMA foreign_keys"];
    boundary.starts_with("after") || reads.iter().any(|reads| boundary.starts_with(reads))
}

/// The first migration is applied: the others run one by one.
const DEPLOYED: &[&[&str]] = &[&["migrate", "+1"]];

#[test]
fn forward() {
    everywhere(&Scene::new(false, true, DEPLOYED, &["migrate"]), 20);
}

#[test]
fn forward_in_wal_mode_without_foreign_keys() {
    everywhere(&Scene::new(true, false, DEPLOYED, &["migrate"]), 20);
}

#[test]
fn all_the_way_back() {
    everywhere(&Scene::new(false, true, &[&["migrate"]], &["downgrade", "base"]), 20);
}

/// The highest migration but one stopped half way in the end: its way back runs outside a transaction.
#[test]
fn one_back() {
    let scene =
        Scene::new(true, true, &[&["migrate", "2026-01-13-000000-0000"]], &["downgrade", "2026-01-12-000000-0000"]);
    everywhere(&scene, 5);
}

/// A fresh database takes many migrations in one transaction, and after one that has to run alone more in the next; on the
/// way back a hundred, and more in the next.
#[test]
fn batches() {
    for (wal, back) in [(false, false), (true, false), (true, true)] {
        let project = Project::empty();
        settings(&project, &session(true));
        for place in 0..103 {
            let up = match place {
                0 => "CREATE TABLE t (id INTEGER PRIMARY KEY, n INT, text TEXT);
                      INSERT INTO t (n, text) WITH RECURSIVE i (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 99)
                          SELECT i, printf('%0400d', i) FROM i;",
                60 => "PRAGMA foreign_keys = OFF; UPDATE t SET n = n + 7;",
                _ if place % 10 == 0 => "UPDATE t SET n = n + 1;",
                _ => "INSERT INTO t (n) SELECT max(n) + 1 FROM t;",
            };
            let name = format!("2026-03-01-00{:02}{:02}-0000_batch", place / 60, place % 60);
            let down = match place {
                0 => "UPDATE t SET n = n * 2;",
                _ => "UPDATE t SET n = n - 1; INSERT INTO t (n) SELECT min(n) FROM t;",
            };
            project.write(&format!("app_migrations/default/{name}/up.sql"), up);
            project.write(&format!("app_migrations/default/{name}/down.sql"), down);
        }
        let before: &[&[&str]] = if back { &[&["migrate"]] } else { &[] };
        let command: &[&str] = if back { &["downgrade", "base"] } else { &["migrate"] };
        let scene = Scene::of(project, "", wal, before, command);
        let (boundaries, expected) = scene.undisturbed();
        assert!(boundaries.iter().any(|boundary| boundary.contains("SAVEPOINT")));
        let chance = &mut Chance::seeded();
        // The ends of both transactions, and somewhere in between.
        let commits = boundaries.iter().enumerate().filter(|(_, boundary)| boundary.ends_with(" COMMIT"));
        let mut places: Vec<usize> = commits.map(|(place, _)| place + 1).collect();
        places.extend((0..20).map(|_| chance.below(boundaries.len()) + 1));
        for place in places {
            scene.reset();
            assert!(scene.die_at(place));
            scene.check_between().unwrap_or_else(|error| panic!("{place}: {error}"));
            scene.run().ok();
            let image = scene.image();
            assert!(image == expected, "killed at {place}\n{}", differences(&expected, &image));
        }
    }
}
