//! A database to try changes on: up, down and up again, in every way in which migrations are run.

use std::collections::BTreeMap;

use crate::database::Session;
use crate::database::sqlite::SqliteSession;
use crate::dialect::{Dialect, Rendered, Sqlite};
use crate::schema::{Change, Schema, invert};

/// A way to run a migration.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    foreign_keys: bool,
    legacy_alter_table: bool,
    outer_transaction: bool,
    statement_by_statement: bool,
}

impl Way {
    /// Any two choices meet in one of them.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        (0..8_u32).map(|bits| Self {
            foreign_keys: bits & 1 == 0,
            legacy_alter_table: bits & 2 != 0,
            outer_transaction: bits & 4 != 0,
            statement_by_statement: bits.count_ones() % 2 != 0,
        })
    }

    /// Those without `legacy_alter_table`, under which SQLite's own renames leave references behind.
    pub(super) fn modern() -> impl Iterator<Item = Self> {
        Self::all().filter(|way| !way.legacy_alter_table)
    }
}

/// A database.
pub(super) struct Bench {
    session: SqliteSession,
    way: Way,
}

impl Bench {
    pub(super) fn new(way: Way, setup: &str) -> Self {
        let mut session = SqliteSession::in_memory().unwrap();
        session.execute("PRAGMA foreign_keys = OFF").unwrap();
        session.execute(setup).unwrap_or_else(|error| panic!("{setup}: {error}"));
        let state = |on: bool| if on { "ON" } else { "OFF" };
        session.execute(&format!("PRAGMA foreign_keys = {}", state(way.foreign_keys))).unwrap();
        session.execute(&format!("PRAGMA legacy_alter_table = {}", state(way.legacy_alter_table))).unwrap();
        Self { session, way }
    }

    pub(super) fn schema(&mut self) -> Schema {
        self.session.introspect().unwrap()
    }

    /// Runs the statements as a migration; on an error nothing of it stays.
    pub(super) fn migrate(&mut self, statements: &[Rendered]) -> Result<(), String> {
        let text = script(statements);
        let pieces: Vec<String> = if self.way.statement_by_statement {
            Sqlite.split(&text).unwrap().into_iter().map(|statement| statement.text).collect()
        } else {
            vec![text]
        };
        let (begin, end): (&[&str], &[&str]) = if self.way.outer_transaction {
            (
                &["BEGIN", "CREATE TABLE manage_outer (a)", "DROP TABLE manage_outer", "SAVEPOINT s"],
                &["RELEASE s", "COMMIT"],
            )
        } else {
            (&["BEGIN IMMEDIATE"], &["COMMIT"])
        };
        let all = begin.iter().copied().chain(pieces.iter().map(String::as_str)).chain(end.iter().copied());
        for piece in all {
            if let Err(error) = self.session.execute(piece) {
                self.session.execute("ROLLBACK").unwrap();
                return Err(error.to_string());
            }
        }
        Ok(())
    }

    /// The rows of a query, a line each.
    pub(super) fn query(&mut self, query: &str) -> Vec<String> {
        let rows = self.session.query(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        let cell = |cell: Option<String>| cell.unwrap_or_else(|| "NULL".to_owned());
        rows.into_iter().map(|row| row.into_iter().map(cell).collect::<Vec<_>>().join("|")).collect()
    }

    /// The rows of all tables, their numbers and the counters included.
    pub(super) fn rows(&mut self) -> BTreeMap<String, Vec<String>> {
        let mut found = BTreeMap::new();
        for (name, table) in self.schema().tables {
            let own = super::super::quote::quote(&name.name);
            let columns =
                table.columns.iter().map(|column| format!("quote({})", super::super::quote::quote(&column.name)));
            let numbered = if table.has_option("WITHOUT ROWID") { "''" } else { "_rowid_" };
            let columns = columns.collect::<Vec<_>>().join(", ");
            let rows = self.query(&format!("SELECT {numbered}, {columns} FROM {own} ORDER BY {numbered}, {columns}"));
            found.insert(name.name, rows);
        }
        if !self.query("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_sequence'").is_empty() {
            let counters = self.query("SELECT name, seq FROM sqlite_sequence ORDER BY name");
            found.insert("sqlite_sequence".to_owned(), counters);
        }
        found
    }

    /// The texts of views, triggers and indexes by name, quotes and white space evened out: SQLite changes both.
    pub(super) fn texts(&mut self) -> Vec<String> {
        let query = "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY name";
        self.query(query).iter().map(|text| crate::sql::canonical(text)).collect()
    }

    /// That the database is sound, nothing of ours is left in it, and the connection is as it was.
    pub(super) fn is_sound(&mut self, violations: &[String], context: &str) {
        assert_eq!(self.query("PRAGMA integrity_check"), ["ok"]);
        assert_eq!(
            self.query("SELECT name FROM sqlite_schema WHERE name LIKE 'manage@_%' ESCAPE '@'"),
            Vec::<String>::new()
        );
        assert_eq!(self.query("PRAGMA foreign_key_check"), violations, "{context}");
        assert_eq!(self.query("PRAGMA foreign_keys"), [if self.way.foreign_keys { "1" } else { "0" }]);
        assert_eq!(self.query("PRAGMA legacy_alter_table"), [if self.way.legacy_alter_table { "1" } else { "0" }]);
        // A rename looks at every view and trigger.
        if !self.way.legacy_alter_table {
            self.session
                .execute("SAVEPOINT look; CREATE TABLE looked (a); ALTER TABLE looked RENAME TO looked_; ROLLBACK TO look; RELEASE look")
                .unwrap();
        }
    }
}

/// The statements as a file holds them.
pub(super) fn script(statements: &[Rendered]) -> String {
    let mut text = String::new();
    for statement in statements {
        for comment in &statement.comments {
            text += &format!("-- {comment}\n");
        }
        text += &format!("{};\n", statement.sql);
    }
    text
}

/// The same, unless the changes are refused by name.
pub(super) fn round_trip_if_possible(way: Way, setup: &str, changes: &dyn Fn(&Schema) -> Vec<Change>) {
    let start = Bench::new(way, setup).schema();
    let list = changes(&start);
    let back = invert(&list);
    if Sqlite.render(&start, &list).is_ok() && Sqlite.render(&start.after(&list), &back).is_ok() {
        round_trip(way, setup, changes);
    }
}

/// Goes up, down and up again, in this way. Says what rows there are in the middle and at the end.
pub(super) fn round_trip(
    way: Way,
    setup: &str,
    changes: &dyn Fn(&Schema) -> Vec<Change>,
) -> [BTreeMap<String, Vec<String>>; 3] {
    let mut bench = Bench::new(way, setup);
    let start = bench.schema();
    let (rows, texts) = (bench.rows(), bench.texts());
    let violations = bench.query("PRAGMA foreign_key_check");
    let changes = changes(&start);
    let renames =
        changes.iter().any(|change| matches!(change, Change::RenameTable { .. } | Change::RenameColumn { .. }));
    let up = Sqlite.render(&start, &changes).unwrap();
    let context = format!("{way:?}\n{setup}\n-- up\n{}", script(&up));
    bench.migrate(&up).unwrap_or_else(|error| panic!("{error}\n{context}"));
    bench.is_sound(&violations, &context);
    let end = bench.schema();
    let differences = differences(&start.after(&changes), &end, renames);
    assert!(differences.is_empty(), "{differences:#?}\n{context}");
    let (rows_after, texts_after) = (bench.rows(), bench.texts());

    let down = Sqlite.render(&end, &invert(&changes)).unwrap();
    let context = format!("{context}\n-- down\n{}", script(&down));
    bench.migrate(&down).unwrap_or_else(|error| panic!("down: {error}\n{context}"));
    bench.is_sound(&violations, &context);
    let differences = self::differences(&start, &bench.schema(), false);
    assert!(differences.is_empty(), "{differences:#?}\n{context}");
    assert_eq!(bench.texts(), texts, "{context}");
    let rows_back = bench.rows();
    assert_eq!(rows.keys().collect::<Vec<_>>(), rows_back.keys().collect::<Vec<_>>());

    let again = bench.schema();
    bench
        .migrate(&Sqlite.render(&again, &changes).unwrap())
        .unwrap_or_else(|error| panic!("again: {error}\n{context}"));
    bench.is_sound(&violations, &context);
    assert_eq!(bench.texts(), texts_after, "{context}");
    let differences = self::differences(&end, &bench.schema(), false);
    assert!(differences.is_empty(), "{differences:#?}\n{context}");
    [rows, rows_after, rows_back]
}

/// What differs, the texts of views and triggers evened out, or left aside where SQLite has rewritten them.
fn differences(expected: &Schema, found: &Schema, without_objects: bool) -> Vec<String> {
    let even = |schema: &Schema| {
        let mut schema = schema.clone();
        for object in &mut schema.objects {
            object.sql = crate::sql::canonical(&object.sql);
        }
        if without_objects {
            schema.objects.clear();
        }
        schema
    };
    even(expected).differences(&even(found))
}
