//! Several at once.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use super::{World, shown, three};
use crate::database::fixture::migration;
use crate::database::run::{Options, migrate};
use crate::database::sqlite::SqliteSession;
use crate::database::{Access, Event, Holder, LockAttempt, Session, Target};
use crate::error::ErrorKind;
use crate::settings::SqliteAddress;

#[test]
fn four_at_once_do_the_work_once_and_all_succeed() {
    for journal in ["DELETE", "WAL"] {
        for round in 0..5 {
            let world = World::new();
            world.execute(&[&format!("PRAGMA journal_mode = {journal}")]);
            let mut migrations = three();
            migrations.push(migration("4_rows", "INSERT INTO users (name) VALUES ('once');", ""));
            let (path, start) = (world.path(), Arc::new(Barrier::new(4)));
            let workers: Vec<_> = (0..4)
                .map(|_| {
                    let (path, start, migrations) = (path.clone(), Arc::clone(&start), migrations.clone());
                    thread::spawn(move || {
                        start.wait();
                        let mut session = SqliteSession::open(&SqliteAddress::file(path), Access::Create).unwrap();
                        migrate(&mut session, &migrations, None, &Options::default(), &mut |_: &Event<'_>| {})
                            .unwrap()
                            .len()
                    })
                })
                .collect();
            let ran: Vec<usize> = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
            assert_eq!(ran.iter().sum::<usize>(), 4, "round {round}: {ran:?}");
            assert_eq!(world.values("SELECT name FROM users"), "once");
            assert!(!world.files().iter().any(|name| name.ends_with("-manage")), "{:?}", world.files());
        }
    }
}

#[test]
fn who_waits_is_told_and_who_waits_too_long_is_told_who_holds_it() {
    let world = World::new();
    let mut holder = world.session();
    assert_eq!(holder.try_lock(&Holder::here("manage migrate --slow")).unwrap(), LockAttempt::Held);
    let options = Options { lock_timeout: Duration::from_millis(1300), ..Options::default() };
    let (begin, mut waited) = (Instant::now(), 0);
    let error = migrate(&mut world.session(), &three(), None, &options, &mut |event: &Event<'_>| {
        if let Event::Waiting { holder, .. } = event {
            assert_eq!(holder.unwrap().command, "manage migrate --slow");
            waited += 1;
        }
    })
    .unwrap_err();
    assert!(begin.elapsed() >= options.lock_timeout);
    assert_eq!((error.kind(), waited), (ErrorKind::Lock, 1));
    let text = shown(&error);
    assert!(
        text.contains("manage migrate --slow") && text.contains(&format!("process {}", std::process::id())),
        "{text}"
    );
    drop(holder);
    assert_eq!(world.migrate(&three()).unwrap().len(), 3);
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_lost_stops_before_the_next_migration() {
    let world = World::new();
    let lock = world.folder.path().join("db.sqlite3-manage");
    let mut migrations = three();
    world.migrate(&migrations[..1]).unwrap();
    migrations.push(migration("4_more", "CREATE TABLE more (a);", ""));
    let error = migrate(&mut world.session(), &migrations, None, &Options::default(), &mut |event: &Event<'_>| {
        if let Event::Finished { name: "2_posts", .. } = event {
            std::fs::remove_file(&lock).unwrap();
        }
    })
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Lock);
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [ ]3 [ ]4");
}

/// Diesel takes no lock of ours: what it applied between our look and our transaction is passed over.
#[test]
fn what_somebody_else_applied_meanwhile_is_skipped() {
    let world = World::new();
    world.migrate(&three()[..1]).unwrap();
    let mut skipped = Vec::new();
    let ran =
        migrate(&mut world.session(), &three(), None, &Options::default(), &mut |event: &Event<'_>| match event {
            Event::Started { name: "2_posts", .. } => world.execute(&[
                "CREATE TABLE posts (id INT)",
                "INSERT INTO __diesel_schema_migrations (version) VALUES ('2')",
            ]),
            Event::Skipped { name } => skipped.push((*name).to_owned()),
            _ => {}
        })
        .unwrap();
    assert_eq!((ran, skipped), (vec!["3_age".to_owned()], vec!["2_posts".to_owned()]));
}

#[test]
fn an_application_that_writes_for_long_is_waited_for_and_then_named() {
    let world = World::new();
    world.migrate(&three()[..1]).unwrap();
    let mut application = world.session();
    application.execute("BEGIN IMMEDIATE").unwrap();
    let mut session = world.session();
    let options = Options { lock_timeout: Duration::from_millis(200), ..Options::default() };
    let error = migrate(&mut session, &three(), None, &options, &mut |_: &Event<'_>| {}).unwrap_err();
    let text = shown(&error);
    assert!(text.contains("database is locked") && text.contains("hint: another program is using"), "{text}");
    assert_eq!(error.kind(), ErrorKind::Lock);
    application.execute("COMMIT").unwrap();
    assert_eq!(migrate(&mut session, &three(), None, &Options::default(), &mut |_: &Event<'_>| {}).unwrap().len(), 2);
}
