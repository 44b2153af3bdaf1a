use super::{World, shown, three};
use crate::database::fixture::migration;
use crate::database::run::{Options, migrate};
use crate::database::{Direction, Event, Session, status};
use crate::error::ErrorKind;
use crate::history::Version;

#[test]
fn everything_pending_runs_once_and_is_written_down() {
    let world = World::new();
    assert_eq!(world.signs(&three()), "[ ]1 [ ]2 [ ]3");
    assert_eq!(world.migrate(&three()).unwrap(), ["1_users", "2_posts", "3_age"]);
    assert_eq!(world.tables(), "posts,users");
    assert_eq!(world.signs(&three()), "[X]1 [X]2 [X]3");
    assert_eq!(world.migrate(&three()).unwrap(), Vec::<String>::new());
    assert_eq!(world.files(), ["db.sqlite3"], "no lock is left behind");

    let states = status(&mut world.session(), &three()).unwrap();
    let entry = states[1].entry.clone().unwrap();
    assert_eq!((entry.name.as_str(), entry.done, entry.total, entry.intent), ("2_posts", 1, 1, None));
    assert_eq!(entry.down.as_deref(), Some("DROP TABLE posts;"));
    assert_eq!(entry.run_on, states[1].run_on);
    assert!(entry.finished_at.is_some() && entry.duration_ms.is_some() && entry.error.is_none());
    let run_on = states[1].run_on.clone().unwrap();
    assert!(run_on.len() == 19 && run_on.contains(' '), "as CURRENT_TIMESTAMP writes it: {run_on}");
}

#[test]
fn the_ledger_is_diesels_own_to_the_letter() {
    let world = World::new();
    world.migrate(&three()[..1]).unwrap();
    let ours = world.values("SELECT sql FROM sqlite_schema WHERE name = '__diesel_schema_migrations'");
    let theirs = World::new();
    theirs.execute(&[diesel::migration::CREATE_MIGRATIONS_TABLE]);
    assert_eq!(ours, theirs.values("SELECT sql FROM sqlite_schema WHERE name = '__diesel_schema_migrations'"));
}

#[test]
fn looking_creates_nothing() {
    let world = World::new();
    world.execute(&["CREATE TABLE mine (id INT)"]);
    assert_eq!(world.signs(&three()), "[ ]1 [ ]2 [ ]3");
    assert_eq!(world.values("SELECT count(*) FROM sqlite_schema"), "1");
    world.migrate(&[]).unwrap();
    assert_eq!(world.values("SELECT count(*) FROM sqlite_schema"), "1");
}

#[test]
fn a_goal_runs_what_it_builds_on_and_no_more() {
    let world = World::new();
    let mut session = world.session();
    let goal = Version::new("2");
    let ran =
        migrate(&mut session, &three(), Some(std::slice::from_ref(&goal)), &Options::default(), &mut |_: &Event<
            '_,
        >| {})
        .unwrap();
    assert_eq!(ran, ["1_users", "2_posts"]);
    let again =
        migrate(&mut session, &three(), Some(std::slice::from_ref(&goal)), &Options::default(), &mut |_: &Event<
            '_,
        >| {})
        .unwrap();
    assert!(again.is_empty());
    let unknown = Version::new("9");
    let error =
        migrate(&mut session, &three(), Some(std::slice::from_ref(&unknown)), &Options::default(), &mut |_: &Event<
            '_,
        >| {})
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Usage);
}

#[test]
fn a_failing_statement_is_named_with_file_and_line_and_its_migration_is_rolled_back_whole() {
    for applied_before in [0, 1] {
        let world = World::new();
        world.migrate(&three()[..applied_before]).unwrap();
        let mut migrations = three();
        migrations[1] = migration(
            "2_posts",
            "-- First a table.\nCREATE TABLE posts (id INT);\n\nINSERT INTO posts\n  (nme) VALUES (1);\nCREATE TABLE z (a);",
            "",
        );
        let error = world.migrate(&migrations).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failure);
        let text = shown(&error);
        let first = text.lines().next().unwrap();
        assert_eq!(first, "migrations/2_posts/up.sql:4: table posts has no column named nme", "{text}");
        assert!(text.contains("the statement is: INSERT INTO posts (nme) VALUES (1)"), "{text}");
        assert!(text.contains("nothing of 2_posts was kept"), "{text}");
        assert_eq!(world.tables(), "users", "the one before it stays, nothing of it or after it does");
        assert_eq!(world.signs(&migrations), "[X]1 [ ]2 [ ]3");
        assert_eq!(world.migrate(&three()).unwrap(), ["2_posts", "3_age"]);
    }
}

#[test]
fn only_new_violations_of_foreign_keys_are_errors() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    world.execute(&[
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO posts VALUES (1, 77)",
        "INSERT INTO users (id) VALUES (5)",
    ]);
    let mut migrations = three();
    migrations.push(migration("4_fine", "CREATE TABLE fine (a);", ""));
    assert_eq!(world.migrate(&migrations).unwrap(), ["4_fine"], "the old violation is nobody's fault");

    migrations.push(migration("5_bad", "INSERT INTO posts VALUES (2, 88);", ""));
    let mut session = world.session();
    session.execute("PRAGMA foreign_keys = OFF").unwrap();
    let error = migrate(&mut session, &migrations, None, &Options::default(), &mut |_: &Event<'_>| {}).unwrap_err();
    let text = shown(&error);
    assert!(text.contains("row 2 of posts refers to a row of users that is not there"), "{text}");
    assert!(!text.contains("row 1 of"), "{text}");
    assert_eq!(world.values("SELECT count(*) FROM posts"), "1");
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [X]3 [X]4 [ ]5");
}

#[test]
fn a_key_to_columns_that_are_not_unique_stops_nothing_that_has_nothing_to_do_with_it() {
    let world = World::new();
    world.execute(&[
        "CREATE TABLE p (a INT)",
        "CREATE TABLE c (a INT REFERENCES p (a))",
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO c VALUES (1)",
    ]);
    assert_eq!(world.migrate(&three()).unwrap().len(), 3);
}

#[test]
fn a_transaction_inside_a_transaction_is_refused_before_anything_runs() {
    let world = World::new();
    let mut migrations = three();
    migrations.push(migration("4_tx", "CREATE TABLE a (b);\nCOMMIT;\nCREATE TABLE c (d);", ""));
    let error = world.migrate(&migrations).unwrap_err();
    assert!(shown(&error).starts_with("migrations/4_tx/up.sql:2: COMMIT in a migration"), "{}", shown(&error));
    assert!(error.hints()[0].contains("run_in_transaction = false"));
    assert_eq!(world.tables(), "");
}

#[test]
fn a_long_history_runs_in_batches_and_each_is_reported() {
    let world = World::new();
    let migrations: Vec<_> = (0..250)
        .map(|number| migration(&format!("{number:04}_t"), &format!("CREATE TABLE t{number} (a INT);"), ""))
        .collect();
    let mut finished = Vec::new();
    let ran = migrate(&mut world.session(), &migrations, None, &Options::default(), &mut |event: &Event<'_>| {
        if let Event::Finished { name, direction: Direction::Up, .. } = event {
            finished.push((*name).to_owned());
        }
    })
    .unwrap();
    assert_eq!(ran.len(), 250);
    assert_eq!(finished, ran);
    assert_eq!(world.values("SELECT count(*) FROM __diesel_schema_migrations"), "250");
    assert_eq!(world.values("SELECT count(*) FROM __manage_journal WHERE finished_at IS NOT NULL"), "250");
}

/// What only works when each migration has a transaction of its own must work on a fresh database, too.
#[test]
fn a_batch_that_fails_is_run_again_one_by_one_and_only_that_is_reported() {
    let world = World::new();
    let migrations = vec![
        migration("1_a", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p);", ""),
        migration("2_b", "PRAGMA defer_foreign_keys = ON; INSERT INTO c VALUES (1); INSERT INTO p VALUES (1);", ""),
        migration("3_bad", "SELECT * FROM nowhere;", ""),
        migration("4_d", "CREATE TABLE d (a);", ""),
    ];
    let mut events = Vec::new();
    let error =
        migrate(&mut world.session(), &migrations, None, &Options::default(), &mut |event: &Event<'_>| match event {
            Event::Started { name, .. } => events.push(format!("start {name}")),
            Event::Finished { name, .. } => events.push(format!("finish {name}")),
            _ => {}
        })
        .unwrap_err();
    assert_eq!(events, ["start 1_a", "finish 1_a", "start 2_b", "finish 2_b", "start 3_bad"]);
    assert!(error.to_string().contains("3_bad/up.sql:1"), "{error}");
    assert_eq!(world.signs(&migrations), "[X]1 [X]2 [ ]3 [ ]4");
    assert_eq!(world.values("SELECT p FROM c"), "1");
}

#[test]
fn deferring_foreign_keys_ends_with_the_migration_in_a_batch_as_well() {
    let world = World::new();
    let migrations = vec![
        migration("1_a", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p);", ""),
        migration("2_b", "PRAGMA defer_foreign_keys = ON; INSERT INTO c VALUES (1); INSERT INTO p VALUES (1);", ""),
        migration("3_c", "INSERT INTO c VALUES (2); INSERT INTO p VALUES (2);", ""),
    ];
    let error = world.migrate(&migrations).unwrap_err();
    assert!(error.to_string().contains("3_c/up.sql:1: FOREIGN KEY constraint failed"), "{error}");
}

#[test]
fn edited_and_missing_files_stop_everything_with_the_remedy() {
    let world = World::new();
    world.migrate(&three()).unwrap();
    let mut edited = three();
    edited[0] = migration(
        "1_users",
        "-- A comment and\r\nCREATE  TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT)  ;",
        "SELECT 1;",
    );
    assert_eq!(world.signs(&edited), "[X]1 [X]2 [X]3", "comments, white space, line ends and down.sql do not count");
    edited[0] = migration("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, nick TEXT);", "");
    edited.push(migration("4_new", "CREATE TABLE new (a);", ""));
    assert_eq!(world.signs(&edited), "[!]1 [X]2 [X]3 [ ]4");
    let error = world.migrate(&edited).unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::History, "changed after it was applied: 1_users")
    );
    assert!(!error.hints().is_empty());

    let mut missing = three();
    missing.remove(1);
    missing.push(migration("4_new", "CREATE TABLE new (a);", ""));
    assert_eq!(world.signs(&missing), "[X]1 [?]2 [X]3 [ ]4");
    let error = world.migrate(&missing).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(error.to_string().contains("2_posts"), "the journal remembers the name: {error}");
    assert_eq!(world.tables(), "posts,users");
}

#[test]
fn faking_writes_down_and_runs_nothing() {
    let world = World::new();
    let options = Options { fake: true, ..Options::default() };
    let ran = migrate(&mut world.session(), &three(), None, &options, &mut |_: &Event<'_>| {}).unwrap();
    assert_eq!(ran.len(), 3);
    assert_eq!((world.tables().as_str(), world.signs(&three()).as_str()), ("", "[X]1 [X]2 [X]3"));
}

#[test]
fn session_statements_run_first_and_are_named_when_they_fail() {
    let world = World::new();
    let session = ["PRAGMA user_version = 7".to_owned(), "NONSENSE".to_owned()];
    let options = Options { session: &session, ..Options::default() };
    let error = migrate(&mut world.session(), &three(), None, &options, &mut |_: &Event<'_>| {}).unwrap_err();
    assert!(error.to_string().contains("statement 2 of `session`"), "{error}");
    assert_eq!(world.values("PRAGMA user_version"), "7");
    assert_eq!(world.tables(), "");
}
