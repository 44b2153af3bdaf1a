use std::cell::Cell;
use std::fmt::Write;
use std::rc::Rc;

use super::super::fixture::Folder;
use super::{Recognised, recognise};
use crate::database::sqlite::SqliteSession;
use crate::database::{Session, SqlError};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::{Schema, TableName};

/// Counts how often it is looked at as a whole, and in part.
struct Counting {
    session: SqliteSession,
    counts: Rc<Cell<(usize, usize)>>,
}

impl Session for Counting {
    fn dialect(&self) -> &'static dyn Dialect {
        self.session.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        self.session.execute(statement)
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        self.session.query(query)
    }

    fn introspect(&mut self) -> Result<Schema> {
        let (whole, parts) = self.counts.get();
        self.counts.set((whole + 1, parts));
        self.session.introspect()
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        let (whole, parts) = self.counts.get();
        self.counts.set((whole, parts + 1));
        self.session.introspect_only(tables)
    }
}

/// Where a database of these statements is; and how often the migrations' was looked at.
fn place(folder: &Folder, live: &str) -> (Recognised, usize, usize) {
    let history = folder.history();
    let mut there = SqliteSession::in_memory().unwrap();
    for statement in live.split(';').filter(|statement| !statement.trim().is_empty()) {
        there.execute(statement).unwrap();
    }
    let there = there.introspect().unwrap();
    let counts = Rc::new(Cell::new((0, 0)));
    let mut scratch = || -> Result<Box<dyn Session>> {
        Ok(Box::new(Counting { session: SqliteSession::in_memory()?, counts: Rc::clone(&counts) }))
    };
    let found = recognise(&there, &history.migrations, &mut scratch, &mut |_| ()).unwrap();
    let (whole, parts) = counts.get();
    (found, whole, parts)
}

fn found(folder: &Folder, live: &str) -> String {
    match place(folder, live).0 {
        Recognised::Nothing => "nothing".to_owned(),
        Recognised::After(versions) => versions.last().unwrap().to_string(),
        Recognised::Near { nearest, differences } => format!("near {nearest}: {}", differences.join("; ")),
    }
}

#[test]
fn the_last_place_that_is_right_is_found() {
    let folder = Folder::with(&[
        ("1_a", "CREATE TABLE a (id INT);"),
        ("2_b", "CREATE TABLE b (id INT); CREATE INDEX a_id ON a (id);"),
        ("3_rows", "INSERT INTO a VALUES (1); SELECT 1;"),
        ("4_index", "DROP INDEX a_id;"),
        ("5_c", "ALTER TABLE b RENAME TO c; ALTER TABLE a ADD x INT;"),
        ("6_child", "CREATE TABLE d (id INT REFERENCES c (id));"),
        ("7_back", "ALTER TABLE c RENAME TO e; CREATE TABLE f (id INT); DROP TABLE f;"),
    ]);
    for (live, expected) in [
        ("", "nothing"),
        ("CREATE TABLE z (id INT)", "nothing"),
        ("CREATE TABLE a (id INT)", "1"),
        ("CREATE TABLE a (id INT); CREATE TABLE z (id INT)", "1"),
        // What only moves rows leaves no trace.
        ("CREATE TABLE a (id INT); CREATE TABLE b (id INT); CREATE INDEX a_id ON a (id)", "3"),
        ("CREATE TABLE a (id INT); CREATE TABLE b (id INT)", "4"),
        ("CREATE TABLE a (id INT, x INT); CREATE TABLE c (id INT)", "5"),
        ("CREATE TABLE a (id INT, x INT); CREATE TABLE c (id INT); CREATE TABLE d (id INT REFERENCES c (id))", "6"),
        ("CREATE TABLE a (id INT, x INT); CREATE TABLE e (id INT); CREATE TABLE d (id INT REFERENCES e (id))", "7"),
        ("CREATE TABLE a (id INT); CREATE TABLE c (id INT)", "near 5: column a.x is missing"),
        ("CREATE TABLE b (id INT)", "near 2: table a is missing"),
        ("CREATE TABLE a (id INT, x INT); CREATE TABLE c (id INT, y INT)", "near 5: column c.y is there too many"),
        ("CREATE TABLE f (id INT)", "near 1: table a is missing; table f is there, and 7_back is yet to make it"),
    ] {
        assert_eq!(found(&folder, live), expected, "{live}");
    }
}

/// A thousand migrations are looked at a few times, wherever the database is.
#[test]
fn a_long_history_is_looked_at_a_few_times() {
    const COUNT: usize = 300;
    let names: Vec<String> = (0..COUNT).map(|place| format!("{:04}_t", place + 1000)).collect();
    let make = |place: usize| format!("CREATE TABLE t{place} (id INT);");
    let ups: Vec<String> = (0..COUNT).map(make).collect();
    let all: Vec<(&str, &str)> = names.iter().zip(&ups).map(|(name, up)| (name.as_str(), up.as_str())).collect();
    let folder = Folder::with(&all);
    for at in [1, COUNT / 2, COUNT] {
        let live: String = ups.iter().take(at).cloned().collect();
        let (found, whole, parts) = place(&folder, &live);
        assert!(matches!(&found, Recognised::After(versions) if versions.len() == at), "{at}: {found:?}");
        assert!(whole <= 4 && parts <= 4, "{at}: looked at {whole} times, and {parts} times in part");
        // One thing that is wrong does not change that.
        let wrong = live.replace("t0 (id INT)", "t0 (id INT, x INT)");
        let (found, whole, parts) = place(&folder, &wrong);
        let near = format!("{:04}", at + 999);
        assert!(
            matches!(&found, Recognised::Near { nearest, differences } if nearest.as_str() == near && differences.len() == 1),
            "{at}: {found:?}"
        );
        assert!(whole <= 8 && parts <= 4, "{at}: looked at {whole} times, and {parts} times in part");
    }
}

/// A table that each of them changes is looked at alone.
#[test]
fn one_table_that_changes_all_the_time_is_looked_at_alone() {
    const COUNT: usize = 100;
    let names: Vec<String> = (0..=COUNT).map(|place| format!("{:04}_t", place + 1000)).collect();
    let first: String = (0..50).fold("CREATE TABLE t (id INT);".to_owned(), |mut text, place| {
        let _ = write!(text, "CREATE TABLE other_{place} (id INT);");
        text
    });
    let ups: Vec<String> =
        std::iter::once(first).chain((0..COUNT).map(|place| format!("ALTER TABLE t ADD x{place} INT;"))).collect();
    let all: Vec<(&str, &str)> = names.iter().zip(&ups).map(|(name, up)| (name.as_str(), up.as_str())).collect();
    let live: String = ups.iter().take(60).cloned().collect();
    let (found, whole, parts) = place(&Folder::with(&all), &live);
    assert!(matches!(&found, Recognised::After(versions) if versions.len() == 60), "{found:?}");
    assert!(whole <= 5 && parts <= COUNT + 2, "looked at {whole} times, and {parts} times in part");
}
