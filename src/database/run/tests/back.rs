use super::{Options, World, downgrade, shown, three};
use crate::database::fixture::{chain, migration, revises};
use crate::database::{Back, Event};
use crate::error::ErrorKind;
use crate::history::{Migration, Version};

#[test]
fn back_and_forth() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    assert_eq!(world.downgrade(&three(), &Back::Steps(1)).unwrap(), ["3_age"]);
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [ ]3");
    assert_eq!(world.values("SELECT version FROM __manage_journal ORDER BY 1"), "1,2");
    assert_eq!(world.downgrade(&three(), &Back::To(Version::new("1"))).unwrap(), ["2_posts"]);
    assert_eq!(world.migrate(&three()).unwrap(), ["2_posts", "3_age"]);
    assert_eq!(world.downgrade(&three(), &Back::Base).unwrap(), ["3_age", "2_posts", "1_users"]);
    assert_eq!((world.tables().as_str(), world.signs(&three()).as_str()), ("", "[ ]1 [ ]2 [ ]3"));
    assert!(world.downgrade(&three(), &Back::Base).unwrap().is_empty());
}

#[test]
fn goals_that_make_no_sense_are_usage_errors() {
    let world = World::new();
    world.migrate(&three()[..2]).unwrap();
    for goal in [Back::Steps(3), Back::To(Version::new("3")), Back::To(Version::new("nonsense"))] {
        let error = world.downgrade(&three(), &goal).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Usage, "{goal:?}: {error}");
    }
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [ ]3");
}

#[test]
fn only_what_builds_on_the_goal_goes() {
    let world = World::new();
    let migrations = vec![
        revises(migration("1_base", "CREATE TABLE a (x);", "DROP TABLE a;"), &[]),
        revises(migration("2_left", "CREATE TABLE b (x);", "DROP TABLE b;"), &["1"]),
        revises(migration("3_right", "CREATE TABLE c (x);", "DROP TABLE c;"), &["1"]),
        revises(migration("4_left", "CREATE TABLE d (x);", "DROP TABLE d;"), &["2"]),
    ];
    world.migrate(&migrations).unwrap();
    assert_eq!(world.downgrade(&migrations, &Back::To(Version::new("2"))).unwrap(), ["4_left"]);
    assert_eq!(world.tables(), "a,b,c");
}

#[test]
fn what_cannot_be_undone_is_found_before_anything_runs() {
    let no_file = migration("1_users", "CREATE TABLE users (id INT);", "");
    let irreversible =
        Migration { irreversible: true, ..migration("1_users", "CREATE TABLE users (id INT);", "SELECT 1;") };
    for first in [no_file, irreversible] {
        let world = World::new();
        let migrations = chain(vec![first, migration("2_b", "CREATE TABLE b (x);", "DROP TABLE b;")]);
        world.migrate(&migrations).unwrap();
        let error = world.downgrade(&migrations, &Back::Base).unwrap_err();
        assert!(error.to_string().contains("1_users cannot be undone"), "{error}");
        assert_eq!(world.tables(), "b,users");
        assert_eq!(world.signs(&migrations), "[X]1 [X]2");
    }
}

#[test]
fn a_failing_down_is_rolled_back_whole() {
    let world = World::new();
    let mut migrations = three();
    migrations[2] =
        migration("3_age", "ALTER TABLE users ADD age INT;", "ALTER TABLE users DROP age;\nDROP TABLE nowhere;");
    world.migrate(&migrations).unwrap();
    let error = world.downgrade(&migrations, &Back::Base).unwrap_err();
    assert!(error.to_string().starts_with("migrations/3_age/down.sql:2: no such table"), "{}", shown(&error));
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [X]3");
    assert_eq!(world.values("SELECT count(*) FROM pragma_table_info('users') WHERE name = 'age'"), "1");
}

#[test]
fn the_journal_leads_back_when_the_directory_is_gone() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    let here = &three()[..2];
    assert_eq!(world.downgrade(here, &Back::Steps(1)).unwrap(), ["3_age"]);
    assert_eq!(world.values("SELECT count(*) FROM pragma_table_info('users') WHERE name = 'age'"), "0");

    world.migrate(&three()).unwrap();
    assert_eq!(world.downgrade(here, &Back::To(Version::new("2"))).unwrap(), ["3_age"]);

    world.migrate(&three()).unwrap();
    world.execute(&["UPDATE __diesel_schema_migrations SET run_on = '2001-01-01 00:00:00' WHERE version = '3'"]);
    let error = world.downgrade(here, &Back::Steps(1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History, "a stale row is not to be trusted: {error}");
    world.execute(&["DROP TABLE __manage_journal"]);
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [X]3");
    assert_eq!(world.downgrade(&three(), &Back::Steps(1)).unwrap(), ["3_age"], "the journal may be absent");
}

#[test]
fn a_downgrade_that_would_orphan_rows_fails_and_loses_nothing() {
    let world = World::new();
    let migrations = chain(vec![
        migration("1_p", "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);", "DROP TABLE p;"),
        migration("2_c", "CREATE TABLE c (p INT REFERENCES p); INSERT INTO c VALUES (1);", "DELETE FROM p;"),
    ]);
    world.migrate(&migrations).unwrap();
    let error = world.downgrade(&migrations, &Back::Steps(1)).unwrap_err();
    assert!(error.to_string().contains("FOREIGN KEY constraint failed"), "{error}");
    assert_eq!(world.values("SELECT id FROM p"), "1");
}

/// So many tables, each of them undone by dropping it.
fn many(number: usize) -> Vec<Migration> {
    let one = |number: usize| {
        migration(
            &format!("{number:04}_t"),
            &format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY);"),
            &format!("DROP TABLE t{number};"),
        )
    };
    chain((1..=number).map(one).collect())
}

/// What is told while migrations are taken back.
fn told(world: &World, migrations: &[Migration]) -> (crate::error::Result<Vec<String>>, Vec<String>) {
    let mut told = Vec::new();
    let mut reporter = |event: &Event<'_>| match event {
        Event::Tried { name } => told.push(format!("tried {name}")),
        Event::Finished { name, .. } => told.push(format!("finished {name}")),
        _ => {}
    };
    let options = Options::default();
    let done = downgrade(&mut world.session(), migrations, &Back::Base, &options, &mut reporter);
    (done, told)
}

#[test]
fn many_are_taken_back_together() {
    let world = World::new();
    let migrations = many(130);
    world.migrate(&migrations).unwrap();
    let (done, told) = told(&world, &migrations);
    assert_eq!(done.unwrap().len(), 130);
    // A hundred in one transaction, and then the rest.
    let first_done = told.iter().position(|event| event == "finished 0130_t").unwrap();
    assert_eq!((first_done, told.len()), (100, 260));
    assert_eq!((world.tables().as_str(), world.values("SELECT count(*) FROM __manage_journal").as_str()), ("", "0"));
}

#[test]
fn one_that_cannot_be_taken_back_stops_there_and_what_came_before_it_is_undone() {
    let world = World::new();
    let mut migrations = many(20);
    migrations[9] = migration("0010_t", "CREATE TABLE t10 (id INT);", "DROP TABLE t10;\nDROP TABLE no_such;");
    let migrations = chain(migrations);
    world.migrate(&migrations).unwrap();
    let error = told(&world, &migrations).0.unwrap_err();
    assert!(error.to_string().starts_with("migrations/0010_t/down.sql:2: no such table"), "{error}");
    assert_eq!(world.values("SELECT count(*) FROM __diesel_schema_migrations"), "10");
    assert_eq!(world.values("SELECT count(*) FROM sqlite_schema WHERE name LIKE 't%' AND type = 'table'"), "10");
}

#[test]
fn a_file_that_switches_foreign_keys_off_does_not_share_a_transaction() {
    let rebuild = "PRAGMA foreign_keys = OFF; CREATE TABLE new (id INTEGER PRIMARY KEY); INSERT INTO new SELECT id FROM a; \
                   DROP TABLE a; ALTER TABLE new RENAME TO a;";
    let migrations = chain(vec![
        migration("1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY);", "DROP TABLE a;"),
        migration(
            "2_b",
            "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a ON DELETE CASCADE); \
             INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1);",
            "SELECT 1;",
        ),
        migration("3_rebuild", rebuild, rebuild),
        migration("4_c", "CREATE TABLE c (id INT);", "DROP TABLE c;"),
    ]);
    let world = World::new();
    world.migrate(&migrations).unwrap();
    assert_eq!(world.values("SELECT count(*) FROM b"), "1", "forward");
    world.downgrade(&migrations, &Back::To(Version::new("1"))).unwrap();
    assert_eq!(world.values("SELECT count(*) FROM b"), "1", "backward");
}

#[test]
fn rows_that_would_refer_to_nothing_stop_a_batch_where_they_would_stop_one() {
    let migrations = chain(vec![
        migration("1_a", "CREATE TABLE a (id INTEGER PRIMARY KEY);", "DROP TABLE a;"),
        migration(
            "2_b",
            "CREATE TABLE b (a_id INT REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1); \
             INSERT INTO b VALUES (1);",
            "DROP TABLE b;",
        ),
        migration("3_gone", "SELECT 1;", "DELETE FROM a;"),
        migration("4_c", "CREATE TABLE c (id INT);", "DROP TABLE c;"),
    ]);
    let world = World::new();
    world.migrate(&migrations).unwrap();
    let error = world.downgrade(&migrations, &Back::Base).unwrap_err();
    assert!(error.to_string().contains("3_gone/down.sql: foreign keys would be violated"), "{error}");
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [X]3 [ ]4");
}
