use std::collections::BTreeSet;

use super::{Deed, deed};
use crate::database::sqlite::SqliteSession;
use crate::database::{Reach, Session, Target, Violation};
use crate::dialect::{Dialect, Sqlite};

/// Rows that refer to something and rows that refer to nothing, a key that means nothing, and one to what is not there.
const BEFORE: &str = "
    CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT, pair TEXT UNIQUE);
    CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a ON DELETE CASCADE);
    CREATE TABLE c (id INTEGER PRIMARY KEY, b_id INT REFERENCES B ON DELETE SET NULL);
    CREATE TABLE Self (id INTEGER PRIMARY KEY, above INT REFERENCES self);
    CREATE TABLE odd (code TEXT REFERENCES a (code));
    CREATE TABLE lost (x INT REFERENCES nowhere (id));
    CREATE TABLE pairs (pair TEXT REFERENCES a (pair));
    CREATE TABLE alone (id INTEGER PRIMARY KEY);
    CREATE VIEW v AS SELECT * FROM a;
    INSERT INTO a VALUES (1, 'x', 'p'), (2, 'y', 'q');
    INSERT INTO b VALUES (1, 1), (2, 2), (3, 99);
    INSERT INTO c VALUES (1, 1), (2, 2), (3, 98);
    INSERT INTO self VALUES (1, 1), (2, 97);
    INSERT INTO odd VALUES ('x'), ('z');
    INSERT INTO lost VALUES (1);
    INSERT INTO pairs VALUES ('p');
";

fn session(foreign_keys: bool, deferred: bool) -> SqliteSession {
    let mut session = SqliteSession::in_memory().unwrap();
    session.execute("PRAGMA foreign_keys = OFF").unwrap();
    session.execute(BEFORE).unwrap();
    session.execute(&format!("PRAGMA foreign_keys = {}", u8::from(foreign_keys))).unwrap();
    session.begin().unwrap();
    session.execute(&format!("PRAGMA defer_foreign_keys = {}", u8::from(deferred))).unwrap();
    session
}

/// What each of the migrations, run one after the other, adds to the violations: as all of them say, and as those in
/// reach do. `None` from where it fails.
fn added(session: &mut SqliteSession, migrations: &[&str]) -> Vec<Option<[BTreeSet<Violation>; 2]>> {
    let mut found = Vec::new();
    for migration in migrations {
        let statements = Sqlite.split(migration).unwrap();
        let all = session.violations().unwrap();
        let reach = session.reach(&statements).unwrap();
        let some = session.violations_in(&reach).unwrap();
        if statements.iter().any(|statement| session.execute(&statement.text).is_err()) {
            found.push(None);
            return found;
        }
        let new =
            |after: BTreeSet<Violation>, before: &BTreeSet<Violation>| after.difference(before).cloned().collect();
        let some = new(session.violations_in(&reach).unwrap(), &some);
        found.push(Some([new(session.violations().unwrap(), &all), some]));
    }
    found
}

#[test]
fn what_is_in_reach_is_all_that_can_become_wrong() {
    let histories: [&[&str]; 22] = [
        &["CREATE TABLE d (id INT REFERENCES a)", "CREATE INDEX d_id ON d (id)", "DROP TABLE d"],
        &["CREATE TABLE nowhere (id INTEGER PRIMARY KEY)", "INSERT INTO nowhere VALUES (1)", "DROP TABLE nowhere"],
        &["CREATE TABLE nowhere (id INT)", "CREATE UNIQUE INDEX n ON nowhere (id)", "DROP INDEX n"],
        &["CREATE UNIQUE INDEX a_code ON a (code)", "DROP INDEX a_code", "DROP TABLE a"],
        &["CREATE UNIQUE INDEX IF NOT EXISTS a_code ON a (code)", "DELETE FROM a"],
        &["DROP TABLE a"],
        &["DROP TABLE b"],
        &["DROP TABLE c", "DROP TABLE b", "DROP TABLE pairs", "DROP TABLE odd", "DROP TABLE a"],
        &["DROP TABLE c; DROP TABLE b; DROP TABLE A"],
        &["DROP TABLE IF EXISTS self", "DROP TABLE IF EXISTS never", "DROP TABLE \"Alone\""],
        &["CREATE TABLE e (x INT REFERENCES alone); DROP TABLE alone", "DROP TABLE e"],
        &["ALTER TABLE alone ADD a_id INT REFERENCES a", "ALTER TABLE alone ADD COLUMN b INT REFERENCES b DEFAULT 5"],
        &["ALTER TABLE a RENAME TO z", "DROP TABLE z", "CREATE TABLE z (id INTEGER PRIMARY KEY)"],
        &["ALTER TABLE b RENAME COLUMN id TO key", "DROP TABLE b"],
        &["INSERT INTO b VALUES (7, 96)", "CREATE TABLE f (id INT)", "INSERT INTO f VALUES (1)", "DROP TABLE f"],
        &[
            "CREATE TABLE g AS SELECT 1 AS x",
            "CREATE TABLE h (x INT REFERENCES g (x))",
            "CREATE UNIQUE INDEX gx ON g (x)",
        ],
        &["CREATE TABLE main.i (x INT REFERENCES j)", "CREATE TABLE j (id INTEGER PRIMARY KEY)", "DROP TABLE j"],
        &["CREATE TRIGGER t AFTER DELETE ON c BEGIN INSERT INTO b VALUES (8, 95); END", "DROP TABLE b"],
        &["CREATE TEMP TABLE alone (x INT)", "DROP TABLE alone", "DROP TABLE alone"],
        &["CREATE TABLE 'K' (x INT REFERENCES k2)", "CREATE TABLE [k2] (id INT)", "CREATE TABLE IF NOT EXISTS k (y)"],
        &["DROP VIEW v", "CREATE VIEW nowhere AS SELECT 1 AS id", "DROP VIEW nowhere"],
        &["CREATE TABLE l (x INT REFERENCES m); CREATE TABLE m (y INT)", "DROP TABLE m", "-- nothing"],
    ];
    let mut bad = 0;
    for history in histories {
        for (foreign_keys, deferred) in [(false, false), (true, false), (true, true)] {
            for result in added(&mut session(foreign_keys, deferred), history).into_iter().flatten() {
                let [all, some] = result;
                assert_eq!(all, some, "{history:?}, foreign keys {foreign_keys}, deferred {deferred}");
                bad += usize::from(!all.is_empty());
            }
        }
    }
    assert!(bad > 20, "only {bad} of the migrations do harm");
}

#[test]
fn a_rolled_back_schema_is_not_remembered() {
    let mut session = session(true, false);
    let create = Sqlite.split("CREATE TABLE new (a_id INT REFERENCES a)").unwrap();
    let reach = session.reach(&create).unwrap();
    session.execute(&create[0].text).unwrap();
    assert!(session.violations_in(&reach).unwrap().is_empty());
    session.roll_back();
    // As many changes as before, and others.
    session.execute("CREATE TABLE other (a_id INT REFERENCES alone)").unwrap();
    let drop = Sqlite.split("DROP TABLE alone").unwrap();
    assert_eq!(session.reach(&drop).unwrap(), Reach::Everything);
}

#[test]
fn statements_are_told_by_their_words() {
    let change = |table: &str| Some(Deed::Change(table.to_owned()));
    for (statement, expected) in [
        ("CREATE TABLE Users (id INT)", change("users")),
        ("create table if not exists \"A b\" (id INT) STRICT", change("a b")),
        ("CREATE TABLE x AS SELECT 1", None),
        ("CREATE TABLE main.x (a)", None),
        ("CREATE TEMP TABLE x (a)", None),
        ("CREATE VIRTUAL TABLE x USING fts5 (a)", None),
        ("CREATE INDEX i ON x (a)", Some(Deed::Nothing)),
        ("CREATE UNIQUE INDEX i ON X (a)", change("x")),
        ("CREATE UNIQUE INDEX main.i ON x (a)", None),
        ("DROP TABLE IF EXISTS x -- gone", Some(Deed::Drop("x".to_owned()))),
        ("DROP TABLE main.x", None),
        ("ALTER TABLE x ADD a INT", change("x")),
        ("ALTER TABLE x RENAME TO y", None),
        ("ALTER TABLE x DROP a", None),
        ("INSERT INTO x VALUES (1)", None),
        ("CREATE TABLE", None),
        ("", None),
    ] {
        assert_eq!(deed(statement), expected, "{statement}");
    }
}
