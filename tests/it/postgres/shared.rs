//! A fresh database takes many migrations in one transaction; histories that cannot share one come to what they come to
//! one by one, and to what Diesel makes of them.

use crate::project::Project;
use crate::servers::{Database, Role};
use crate::together::add;

/// Migrations each of which stands in the way of one transaction for all, one way or another.
fn history(project: &Project) {
    let outside = |name: &str| {
        project.write(&format!("app_migrations/default/{name}/metadata.toml"), "run_in_transaction = false\n");
    };
    for (name, up, down) in [
        (
            "01_enum",
            "CREATE TYPE mood AS ENUM ('a');\nCREATE TABLE t (id SERIAL PRIMARY KEY, m mood);",
            "DROP TABLE t;\nDROP TYPE mood;",
        ),
        ("02_value", "ALTER TYPE mood ADD VALUE 'b';", "SELECT 1;"),
        ("03_used", "INSERT INTO t (m) VALUES ('b');", "DELETE FROM t;"),
        ("04_local", "SET LOCAL work_mem = '6MB';\nCREATE TABLE x (t timestamptz);", "DROP TABLE x;"),
        (
            "05_passing",
            "CREATE TEMP TABLE passing (i INTEGER) ON COMMIT DROP;\nINSERT INTO passing VALUES (5);\nCREATE TABLE five AS SELECT i, current_setting('work_mem') AS m FROM passing;",
            "DROP TABLE five;",
        ),
        (
            "06_passing",
            "CREATE TEMP TABLE passing (i TEXT) ON COMMIT DROP;\nINSERT INTO passing VALUES ('six');\nCREATE TABLE six AS SELECT i, current_setting('work_mem') AS m FROM passing;",
            "DROP TABLE six;",
        ),
        ("07_index", "CREATE INDEX CONCURRENTLY t_m ON t (m);", "DROP INDEX t_m;"),
        ("08_vacuum", "VACUUM t;", "SELECT 1;"),
        ("09_own", "BEGIN;\nCREATE TABLE own (i INTEGER);\nINSERT INTO own VALUES (9);\nCOMMIT;\n", "DROP TABLE own;"),
        (
            "10_deferred",
            "CREATE TABLE p (id INTEGER PRIMARY KEY);\nCREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO c VALUES (1);\nINSERT INTO p VALUES (1);",
            "DROP TABLE c;\nDROP TABLE p;",
        ),
        (
            "11_pending",
            "INSERT INTO c VALUES (2);\nINSERT INTO p VALUES (2);",
            "DELETE FROM c WHERE p = 2;\nDELETE FROM p WHERE id = 2;",
        ),
        ("12_altered", "ALTER TABLE c ADD COLUMN more INTEGER;", "ALTER TABLE c DROP COLUMN more;"),
        ("13_locked", "LOCK TABLE t;\nINSERT INTO t (m) VALUES ('a');", "DELETE FROM t WHERE m = 'a';"),
        (
            "14_dump",
            "SELECT pg_catalog.set_config('work_mem', '8MB', true);\nCREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT 1; $$;",
            "DROP FUNCTION f();",
        ),
        ("15_cursor", "DECLARE all_of_t CURSOR FOR SELECT id FROM t;\nMOVE 1 FROM all_of_t;", "SELECT 1;"),
        ("16_cursor", "DECLARE all_of_t CURSOR FOR SELECT id FROM t;\nMOVE 1 FROM all_of_t;", "SELECT 1;"),
        (
            "17_block",
            "DO $$ BEGIN INSERT INTO t (m) VALUES ('b'); COMMIT; INSERT INTO t (m) VALUES ('a'); END $$;",
            "SELECT 1;",
        ),
        ("18_moment", "INSERT INTO x VALUES (now());", "DELETE FROM x;"),
        ("19_moment", "INSERT INTO x SELECT now() WHERE NOT EXISTS (SELECT 1 FROM x WHERE t = now());", "SELECT 1;"),
        ("20_comment", "-- Words.\nSELECT 1; -- more", "SELECT 1;"),
        (
            "21_lasting",
            "SET CONSTRAINTS ALL DEFERRED;\nINSERT INTO c (p) VALUES (3);\nINSERT INTO p VALUES (3); -- the end",
            "SELECT 1;",
        ),
    ] {
        add(project, name, &format!("{up}\n"), &format!("{down}\n"));
    }
    for name in ["07_index", "08_vacuum", "09_own", "17_block"] {
        outside(name);
    }
}

fn seen(database: &Database) -> (String, String) {
    let dump = database.dump();
    let mut rows = dump.rows;
    // Moments are never the same twice, their number is.
    let moments = rows.remove("x").map_or(0, |rows| rows.len());
    (dump.schema, format!("{rows:?}\n{moments} moments"))
}

#[test]
fn it_comes_to_what_diesel_makes_of_it() {
    let project = Project::postgres("");
    history(&project);
    let other = Database::postgres();
    project.diesel_on(&other, &["migration", "run"]).ok();
    let expected = seen(&other);
    let run = project.manage(["migrate"]).ok();
    assert_eq!(seen(project.database()), expected);
    assert_eq!(run.stderr.matches("  applied ").count(), 21, "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let one_by_one = Project::postgres("");
    history(&one_by_one);
    for _ in 0..21 {
        one_by_one.manage(["migrate", "+1"]).ok();
    }
    assert_eq!(seen(one_by_one.database()), expected);
    assert!(project.manage(["migrate"]).ok().stderr.contains("nothing to apply"));
    for project in [&project, &one_by_one] {
        project.manage(["downgrade", "base"]).ok();
        assert!(project.database().dump().rows.is_empty());
    }
}

#[test]
fn what_fails_in_the_middle_leaves_what_ran_before_it() {
    let project = Project::postgres("");
    add(&project, "1_a", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    add(&project, "2_b", "CREATE TABLE b (i INTEGER);\n", "DROP TABLE b;\n");
    add(&project, "3_wrong", "CREATE TABLE c (i INTEGER);\nINSERT INTO a\n    VALUES ('x');\n", "DROP TABLE c;\n");
    add(&project, "4_d", "CREATE TABLE d (i INTEGER);\n", "DROP TABLE d;\n");
    let run = project.manage(["migrate"]).expect(6);
    assert!(
        run.stderr.contains("3_wrong/up.sql:3:13: invalid input syntax for type integer: \"x\" (SQLSTATE 22P02)"),
        "{}",
        run.stderr
    );
    let database = project.database();
    assert_eq!(database.dump().rows.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(database.sql("SELECT string_agg(version, ',' ORDER BY 1) FROM __diesel_schema_migrations"), "1,2\n");
}

#[test]
fn more_than_one_transaction_can_take_is_cut() {
    let project = Project::postgres("");
    for number in 0..230 {
        add(
            &project,
            &format!("{number:03}_t"),
            &format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY, n TEXT UNIQUE);\n"),
            &format!("DROP TABLE t{number};\n"),
        );
    }
    let run = project.manage(["migrate"]).ok();
    assert_eq!(run.stderr.matches("  applied ").count(), 230);
    assert_eq!(
        project.database().sql("SELECT count(DISTINCT xmin::text) BETWEEN 2 AND 240 FROM __diesel_schema_migrations"),
        "t\n"
    );
    assert_eq!(project.database().sql("SELECT count(*) FROM __manage_journal j JOIN __diesel_schema_migrations l USING (version) WHERE j.run_on = l.run_on::text"), "230\n");
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(
        project
            .database()
            .sql_as(Role::Admin, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 't%'"),
        "0\n"
    );
}
