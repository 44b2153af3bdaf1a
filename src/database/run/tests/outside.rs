use super::{World, shown};
use crate::database::fixture::{migration, outside};
use crate::database::{Back, status};
use crate::error::ErrorKind;
use crate::history::Migration;

const REBUILD: &str = "PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE new_p (id INTEGER PRIMARY KEY, extra TEXT);
INSERT INTO new_p (id) SELECT id FROM p;
DROP TABLE p;
ALTER TABLE new_p RENAME TO p;
COMMIT;
PRAGMA foreign_keys = ON;";

fn family() -> Migration {
    migration(
        "1_family",
        "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);
         CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE); INSERT INTO c VALUES (1);",
        "",
    )
}

#[test]
fn a_files_own_transaction_is_kept_and_the_children_with_it() {
    let world = World::new();
    let migrations = [family(), outside(migration("2_rebuild", REBUILD, ""))];
    assert_eq!(world.migrate(&migrations).unwrap().len(), 2);
    assert_eq!(world.values("SELECT p FROM c"), "1");
    assert_eq!(world.signs(&migrations), "[X]1 [X]2");
    assert!(world.migrate(&migrations).unwrap().is_empty());
}

#[test]
fn what_violates_foreign_keys_is_rolled_back_with_the_files_own_transaction() {
    let world = World::new();
    let bad = REBUILD.replace("SELECT id FROM p", "SELECT id + 1 FROM p");
    let migrations = [family(), outside(migration("2_rebuild", &bad, ""))];
    let error = world.migrate(&migrations).unwrap_err();
    assert!(error.to_string().contains("row 1 of c refers to a row of p that is not there"), "{}", shown(&error));
    assert_eq!(world.values("SELECT id FROM p"), "1");
    assert_eq!(world.signs(&migrations), "[X]1 [-]2");
}

/// Half of it is kept, and with it what violates a key: that it was there as the next run began is no excuse.
#[test]
fn what_violates_foreign_keys_is_found_by_the_next_run_too() {
    let world = World::new();
    let up = |end: &str| {
        let text = format!("PRAGMA foreign_keys = OFF; DELETE FROM p; SELECT 1; {end}");
        [family(), outside(migration("2_orphans", &text, ""))]
    };
    for end in ["", "", "BROKEN;", ""] {
        let error = world.migrate(&up(end)).unwrap_err();
        let expected = if end.is_empty() { "row 1 of c refers to a row of p that is not there" } else { "BROKEN" };
        assert!(error.to_string().contains(expected), "{}", shown(&error));
    }
    world.migrate(&up("DELETE FROM c;")).unwrap();
}

#[test]
fn what_violated_foreign_keys_before_it_began_stops_no_run() {
    let world = World::new();
    world.migrate(&[family()]).unwrap();
    world.execute(&["PRAGMA foreign_keys = OFF", "DELETE FROM p"]);
    let up = |end: &str| [family(), outside(migration("2_x", &format!("CREATE TABLE a (x); {end} SELECT 1;"), ""))];
    assert!(world.migrate(&up("BROKEN;")).is_err());
    world.migrate(&up("")).unwrap();
}

/// Two migrations of which the first turns the keys off for itself, on a database that holds nothing yet.
#[test]
fn what_is_asked_of_the_session_ends_with_the_migration() {
    let off = "PRAGMA foreign_keys = OFF; CREATE TABLE q (id INTEGER PRIMARY KEY); INSERT INTO q SELECT id FROM p;
               DROP TABLE p; ALTER TABLE q RENAME TO p;";
    for rebuild in [migration("2_rebuild", off, ""), outside(migration("2_rebuild", off, ""))] {
        let delete = migration("3_delete", "DELETE FROM p;", "");
        let world = World::new();
        assert_eq!(world.migrate(&[family(), rebuild.clone()]).unwrap().len(), 2);
        assert_eq!(world.values("SELECT p FROM c"), "1", "the children are there still");
        let world = World::new();
        assert_eq!(world.migrate(&[family(), rebuild, delete]).unwrap().len(), 3);
        assert_eq!(world.values("SELECT p FROM c"), "", "the children went with their parent");
    }
}

/// Wherever it fails, correcting what is left and running again leads to the end, and nothing is done twice.
#[test]
fn it_goes_on_where_it_stopped() {
    let statements = [
        "CREATE TABLE t (a INT)",
        "INSERT INTO t VALUES (1)",
        "PRAGMA recursive_triggers = ON",
        "BEGIN; INSERT INTO t VALUES (2); INSERT INTO t VALUES (3); COMMIT",
        "VACUUM",
        "INSERT INTO t VALUES (4)",
        "PRAGMA recursive_triggers = OFF",
    ];
    for broken in 0..statements.len() {
        let world = World::new();
        let text = |break_after: Option<usize>| {
            let line = |(place, text): (usize, &&str)| {
                format!("{text};{}\n", if Some(place) == break_after { " BROKEN;" } else { "" })
            };
            statements.iter().enumerate().map(line).collect::<String>()
        };
        let bad = outside(migration("1_x", &text(Some(broken)), ""));
        let good = outside(migration("1_x", &text(None), ""));
        let error = world.migrate(std::slice::from_ref(&bad)).unwrap_err();
        assert!(error.to_string().contains("near \"BROKEN\""), "{}", shown(&error));
        let good = [good];
        assert_eq!(world.signs(&good), "[-]1", "broken after {broken}");
        world.migrate(&good).unwrap();
        assert_eq!(world.values("SELECT a FROM t ORDER BY a"), "1,2,3,4", "broken after {broken}");
        assert_eq!(world.signs(&good), "[X]1", "broken after {broken}");
    }
}

#[test]
fn session_statements_before_the_mark_are_repeated() {
    let world = World::new();
    let up = |end: &str| {
        let text = format!(
            "PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (1);\n{end}\nDELETE FROM p; INSERT INTO p VALUES (1);"
        );
        [family(), outside(migration("2_x", &text, ""))]
    };
    assert!(world.migrate(&up("BROKEN;")).is_err());
    // With foreign keys on again, the DELETE would cascade.
    world.migrate(&up("")).unwrap();
    assert_eq!(world.values("SELECT count(*) FROM c"), "2");
}

#[test]
fn what_is_done_must_not_change_and_temporary_things_do_not_come_back() {
    let world = World::new();
    let with = |text: &str| [outside(migration("1_x", text, ""))];
    assert!(world.migrate(&with("CREATE TABLE a (x); BROKEN;")).is_err());
    let error = world.migrate(&with("CREATE TABLE b (x); SELECT 1;")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    let error = world.downgrade(&with("CREATE TABLE a (x); SELECT 1;"), &Back::Base).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    world.migrate(&with("CREATE TABLE a (x); SELECT 1;")).unwrap();

    let world = World::new();
    assert!(world.migrate(&with("CREATE TEMP TABLE t (x); BROKEN;")).is_err());
    let error = world.migrate(&with("CREATE TEMP TABLE t (x); SELECT 1;")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::History);
    assert!(error.to_string().contains("`t`, which it made as temporary, is gone"), "{error}");
}

#[test]
fn a_way_back_outside_a_transaction_goes_on_as_well() {
    let world = World::new();
    let with = |down: &str| [outside(migration("1_x", "CREATE TABLE a (x); CREATE TABLE b (x);", down))];
    world.migrate(&with("")).unwrap();
    assert!(world.downgrade(&with("DROP TABLE b; BROKEN;"), &Back::Steps(1)).is_err());
    let good = with("DROP TABLE b; DROP TABLE a;");
    assert_eq!(world.signs(&good), "[-]1");
    assert_eq!(world.migrate(&good).unwrap_err().kind(), ErrorKind::History);
    assert_eq!(world.downgrade(&good, &Back::Steps(1)).unwrap(), ["1_x"]);
    assert_eq!((world.tables().as_str(), world.signs(&good).as_str()), ("", "[ ]1"));
}

#[test]
fn the_journal_says_what_stopped_it() {
    let world = World::new();
    let migrations = [outside(migration("1_x", "CREATE TABLE a (x); BROKEN; SELECT 1;", ""))];
    assert!(world.migrate(&migrations).is_err());
    let entry = status(&mut world.session(), &migrations).unwrap()[0].entry.clone().unwrap();
    assert_eq!((entry.done, entry.total, entry.intent), (1, 3, Some(2)));
    assert!(entry.error.unwrap().contains("up.sql:1: near \"BROKEN\""));
}

/// A key that is only checked when the statement's own transaction commits.
#[test]
fn what_could_not_be_committed_is_not_called_done() {
    let world = World::new();
    let up = |user: usize| {
        let text = format!(
            "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);
             CREATE TABLE c (p INT REFERENCES p DEFERRABLE INITIALLY DEFERRED); INSERT INTO c VALUES ({user}); SELECT 1;"
        );
        [outside(migration("1_x", &text, ""))]
    };
    assert!(world.migrate(&up(2)).is_err());
    let entry = status(&mut world.session(), &up(2)).unwrap()[0].entry.clone().unwrap();
    assert_eq!((entry.done, entry.intent), (3, Some(4)));
    world.migrate(&up(1)).unwrap();
    assert_eq!(world.values("SELECT p FROM c"), "1");
}

#[test]
fn a_transaction_without_an_end_is_refused() {
    let world = World::new();
    let error = world.migrate(&[outside(migration("1_x", "SELECT 1;\nBEGIN;\nCREATE TABLE a (x);", ""))]).unwrap_err();
    assert!(error.to_string().starts_with("migrations/1_x/up.sql:2: the transaction that begins here"), "{error}");
}

#[test]
fn a_script_of_session_statements_or_of_nothing_is_applied() {
    let world = World::new();
    let migrations = [
        outside(migration("1_wal", "PRAGMA journal_mode = WAL;", "")),
        outside(migration("2_empty", "-- nothing", "")),
    ];
    assert_eq!(world.migrate(&migrations).unwrap().len(), 2);
    assert_eq!(world.signs(&migrations), "[X]1 [X]2");
    assert_eq!(world.values("PRAGMA journal_mode"), "wal");
}
