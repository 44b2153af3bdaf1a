//! What must fail, and leave everything as it was.

use super::bench::{Bench, Way, script};
use super::edit::{Edit, Step};
use crate::dialect::{Dialect, Sqlite};
use crate::schema::{Column, Fill};

/// Runs the changes and expects them to fail with this message, everything as before.
fn fails(ways: impl Iterator<Item = Way>, setup: &str, edit: &dyn Fn(&mut Edit), message: &str) {
    for way in ways {
        let mut bench = Bench::new(way, setup);
        let (schema, rows, texts) = (bench.schema(), bench.rows(), bench.texts());
        let violations = bench.query("PRAGMA foreign_key_check");
        let mut list = Edit::of(&schema);
        edit(&mut list);
        let rendered = Sqlite.render(&schema, &list.changes).unwrap();
        let error = bench.migrate(&rendered).expect_err(&format!("{way:?}\n{}", script(&rendered)));
        assert!(error.contains(message), "{error}\n{}", script(&rendered));
        assert_eq!((bench.schema(), bench.rows(), bench.texts()), (schema, rows, texts));
        bench.is_sound(&violations, setup);
    }
}

/// A table with a child under CASCADE, so that a failure has something to lose.
fn with_child(column: &str, values: &str) -> String {
    format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a {column}); INSERT INTO t (a) VALUES {values};
         CREATE TABLE child (t INTEGER NOT NULL REFERENCES t (id) ON DELETE CASCADE); INSERT INTO child VALUES (1);
         CREATE VIEW v AS SELECT a FROM t; CREATE TRIGGER g AFTER DELETE ON child BEGIN DELETE FROM t; END;"
    )
}

#[test]
fn values_that_do_not_fit_the_new_type() {
    for (old, values, new) in [
        ("TEXT", "('42'), ('abc')", "INTEGER"),
        ("TEXT", "('1.5')", "INTEGER"),
        ("BIGINT", "(3000000000)", "INTEGER"),
        ("INTEGER", "(40000)", "SMALLINT"),
        ("INTEGER", "(-32769)", "SMALLINT"),
        ("INTEGER", "(2)", "BOOLEAN"),
        ("TEXT", "('true')", "BOOLEAN"),
        ("TEXT", "('0123456789012345678901234567890123456789')", "VARCHAR(10)"),
        ("VARCHAR(20)", "('01234567890')", "VARCHAR(10)"),
        ("INTEGER", "(12345678901)", "VARCHAR(10)"),
        ("BLOB", "(x'00ff')", "TEXT"),
        ("TEXT", "('x')", "BLOB"),
        ("TEXT", "('x')", "DOUBLE"),
        ("NUMERIC(10, 2)", "(123456.25)", "NUMERIC(5, 2)"),
        ("NUMERIC(10, 2)", "(1.25)", "NUMERIC(10, 1)"),
        ("TEXT", "('2026-11-31x')", "TIMESTAMP"),
        ("TEXT", "('2026')", "DATE"),
        ("TEXT", "('25:00')", "TIME"),
    ] {
        let edit = |e: &mut Edit| {
            e.alter("t", "a", |column| column.ty = new.to_owned().into());
        };
        let message = format!("t.a holds a value that does not fit {new}");
        let setup = with_child(&format!("{old} "), values);
        fails(Way::all(), &setup, &edit, &message);
    }
}

#[test]
fn values_that_fit_do_not_fail() {
    for (old, values, new) in [
        ("TEXT", "('42'), (NULL), ('-7')", "INTEGER"),
        ("BIGINT", "(2147483647), (-2147483648)", "INTEGER"),
        ("INTEGER", "(3000000000)", "BIGINT"),
        ("SMALLINT", "(3000000000)", "INTEGER"),
        ("INTEGER", "(0), (1), (NULL)", "BOOLEAN"),
        ("TEXT", "('0123456789'), ('ééééééééé🦀'), (NULL)", "VARCHAR(10)"),
        ("VARCHAR(5)", "('longer than it says')", "VARCHAR(10)"),
        ("INTEGER", "(5)", "TEXT"),
        ("INTEGER", "(5)", "DOUBLE"),
        ("NUMERIC(10, 2)", "(123.25), (-999.99)", "NUMERIC(5, 2)"),
        ("TEXT", "('2026-11-30 10:00:00.5'), (NULL)", "TIMESTAMP"),
        ("TEXT", "('2026-11-30')", "DATE"),
        ("TEXT", "('23:59:59')", "TIME"),
        ("TEXT", "('whatever')", "JSON"),
    ] {
        for way in Way::all() {
            let mut bench = Bench::new(way, &with_child(old, values));
            let schema = bench.schema();
            let mut list = Edit::of(&schema);
            list.alter("t", "a", |column| column.ty = new.to_owned().into());
            let rendered = Sqlite.render(&schema, &list.changes).unwrap();
            bench.migrate(&rendered).unwrap_or_else(|error| panic!("{old} {values} {new}: {error}"));
            bench.is_sound(&[], old);
            assert_eq!(bench.query("SELECT t FROM child"), ["1"]);
        }
    }
}

#[test]
fn rows_that_break_a_new_rule() {
    let setup = with_child("TEXT", "('x'), ('x'), (NULL)");
    for (edit, message) in [
        ((|e| e.unique("t", &["a"])) as Step, "UNIQUE constraint failed: t.a"),
        (|e| e.unique_index("t", "u", &["a"]), "UNIQUE constraint failed: t.a"),
        (|e| e.check("t", Some("short"), "a <> 'x'"), "CHECK constraint failed: short"),
        (|e| e.alter("t", "a", |c| c.nullable = false), "NOT NULL constraint failed: t.a"),
        (|e| e.alter("t", "a", |c| c.values = Some(vec!["y".into()])), "CHECK constraint failed"),
        (|e| e.add("t", Column::new("n", "INTEGER")), "NOT NULL constraint failed: t.n"),
        (
            |e| e.alter_with("t", "a", Fill::Nothing, Some("absent + 1"), |c| c.nullable = false),
            "no such column: absent",
        ),
        (|e| e.drop_column("t", "a"), "no such column"),
        (|e| e.drop_column("t", "a").check("t", None, "id > 0"), "error in view v"),
    ] {
        fails(Way::modern(), &setup, &|e| _ = edit(e), message);
    }
    let refer: Step = |e| e.refer("t", &["a"], "t", &["id"]);
    fails(Way::all(), &setup, &|e| _ = refer(e), "CHECK constraint failed: t.a refers to nothing in t");
}

#[test]
fn rows_that_a_conflict_clause_would_lose_make_it_fail() {
    let setup =
        "CREATE TABLE t (a TEXT COLLATE NOCASE, UNIQUE (a) ON CONFLICT IGNORE); INSERT INTO t VALUES ('a'), ('b');";
    let edit: Step = |e| e.alter_with("t", "a", Fill::Nothing, Some("'same'"), |c| c.collation = None);
    fails(Way::all(), setup, &|e| _ = edit(e), "UNIQUE constraint failed");
}

#[test]
fn violations_that_were_there_before_are_no_obstacle() {
    let setup = "CREATE TABLE p (id INTEGER PRIMARY KEY NOT NULL, x TEXT);
        CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE); INSERT INTO c VALUES (7), (8); INSERT INTO p VALUES (8, 'x');";
    for way in Way::all() {
        let mut bench = Bench::new(way, setup);
        let schema = bench.schema();
        let rows = bench.rows();
        let violations = bench.query("PRAGMA foreign_key_check");
        assert_eq!(violations.len(), 1);
        let mut list = Edit::of(&schema);
        list.check("p", None, "id > 0");
        bench.migrate(&Sqlite.render(&schema, &list.changes).unwrap()).unwrap();
        bench.is_sound(&violations, setup);
        assert_eq!(bench.rows(), rows);
    }
}

#[test]
fn a_broken_view_ends_a_rebuild_and_nothing_is_lost() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL); INSERT INTO t VALUES (1);
        CREATE VIEW broken AS SELECT a FROM absent;";
    for way in Way::modern() {
        let mut bench = Bench::new(way, setup);
        let (schema, rows) = (bench.schema(), bench.rows());
        let mut list = Edit::of(&schema);
        list.check("t", None, "id > 0");
        let error = bench.migrate(&Sqlite.render(&schema, &list.changes).unwrap()).unwrap_err();
        assert!(error.contains("error in view broken"), "{error}");
        assert_eq!((bench.schema(), bench.rows()), (schema, rows));
    }
}

#[test]
fn what_cannot_be_had_is_named() {
    let setup = "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL, a TEXT); CREATE VIEW v AS SELECT a FROM t;";
    let schema = Bench::new(Way::all().next().unwrap(), setup).schema();
    let mut list = Edit::of(&schema);
    list.rename_column("t", "a", "b").add_filled("t", Column::new("a", "TEXT"), "''");
    let error = Sqlite.render(&schema, &list.changes).unwrap_err();
    assert_eq!(error.to_string(), "t.a cannot become t.b in one migration with a new t.a: view `v` uses the name");
    assert_eq!(error.hints(), ["make the rename a migration of its own, then the rest"]);
}
