//! A ledger with rows of others, or that is no ledger of Diesel's.

use insta::assert_snapshot;

use super::{NAMES, empty, follow, hide, migration, query, signs, sql, tables, three};
use crate::project::Project;

fn row(project: &Project, version: &str) {
    sql(project, &format!("INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}')"));
}

#[test]
fn rows_of_others_are_passed_over_as_under_diesel() {
    let project = three();
    project.manage(["migrate", "+1"]).ok();
    for version in ["00000000000000", "2020-01-01", "zebra", "it''s; DROP TABLE users", "99999999999999"] {
        row(&project, version);
    }
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: 5 rows of the ledger are of no migrations here, nor did `manage` write them: 00000000000000, 2020-01-01, 99999999999999 and 2 more; passed over, as under `diesel`
      applied 2026-01-02-000000-0000_posts
      applied 2026-01-03-000000-0000_tags
    ");
    assert_snapshot!(project.manage(["showmigrations"]).shown(), @r"
    exit 0
    --- stdout
    default
     [?] 00000000000000                (irreversible, unknown to the journal)
     [?] 2020-01-01                    (irreversible, unknown to the journal)
     [X] 2026-01-01-000000-0000_users
     [X] 2026-01-02-000000-0000_posts
     [X] 2026-01-03-000000-0000_tags
     [?] 99999999999999                (irreversible, unknown to the journal)
     [?] it's; DROP TABLE users        (irreversible, unknown to the journal)
     [?] zebra                         (irreversible, unknown to the journal)
    ");
    assert_eq!(tables(&project), "posts,tags,users");
    assert_eq!(query(&project, "SELECT count(*) FROM __diesel_schema_migrations"), "8");
    assert_snapshot!(project.manage(["repair"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    --- stderr
    note: 5 rows belong to another program or branch; `--prune VERSION` would take them out of the ledger
    ");
    let refused = project.manage(["downgrade", "-1"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    error: zebra cannot be undone: there is no such directory, and the journal has no down.sql of it
    hint: bring the directory back (is it on another branch?), then run the command again
    hint: `manage repair --prune zebra` takes it out of the ledger and leaves in the database what it did
    ");
    follow(&project, &refused, "repair").ok();
    for version in ["99999999999999", "it's; DROP TABLE users", "2020-01-01"] {
        project.manage(["repair", "--prune", version]).ok();
    }
    assert_eq!(query(&project, "SELECT count(*) FROM __diesel_schema_migrations"), "4");
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

#[test]
fn a_migration_with_a_header_is_not_late_because_of_a_stranger() {
    let project = three();
    project.manage(["migrate"]).ok();
    row(&project, "zebra");
    let name = "2026-01-04-000000-0000_new";
    let header = "-- New\n--\n-- Revision: 202601040000000000\n-- Revises: 202601030000000000\n";
    migration(&project, name, &format!("{header}\nALTER TABLE tags ADD x INT;\n"));
    project.manage(["migrate"]).ok();
    assert!(!project.manage(["showmigrations"]).ok().stdout.contains("late"));
}

#[test]
fn what_diesel_applied_elsewhere_is_told_and_does_not_stop_the_run() {
    let project = three();
    project.diesel(&["migration", "run"]).ok();
    hide(&project, NAMES[1]);
    migration(&project, "2026-01-04-000000-0000_new", "CREATE TABLE new (id INT);\n");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: a row of the ledger is of no migration here, nor did `manage` write it: 202601020000000000; passed over, as under `diesel`
      applied 2026-01-04-000000-0000_new
    ");
    assert_eq!(tables(&project), "new,posts,tags,users");
}

#[test]
fn ten_thousand_rows_of_others() {
    let project = three();
    project.manage(["migrate", "+1"]).ok();
    sql(
        &project,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO __diesel_schema_migrations (version) SELECT printf('other-%05d', i) FROM n",
    );
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: 10000 rows of the ledger are of no migrations here, nor did `manage` write them: other-00001, other-00002, other-00003 and 9997 more; passed over, as under `diesel`
      applied 2026-01-02-000000-0000_posts
      applied 2026-01-03-000000-0000_tags
    ");
    assert_eq!(project.manage(["showmigrations"]).ok().stdout.lines().count(), 10_004);
}

/// A ledger of this shape, in which the first migration is applied, and what becomes of it.
fn shaped(columns: &str, values: &str) -> (Project, crate::project::Run) {
    let project = three();
    sql(&project, "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL)");
    sql(&project, &format!("CREATE TABLE __diesel_schema_migrations ({columns})"));
    sql(&project, &format!("INSERT INTO __diesel_schema_migrations VALUES ({values})"));
    let run = project.manage(["migrate"]);
    (project, run)
}

#[test]
fn more_columns_and_odd_times_are_fine() {
    for (columns, values) in [
        (
            "version TEXT PRIMARY KEY, run_on TEXT DEFAULT 'x', note TEXT, n INT NOT NULL DEFAULT 7",
            "'202601010000000000', 'x', NULL, 1",
        ),
        ("VERSION VARCHAR(50), RUN_ON TIMESTAMP", "'202601010000000000', NULL"),
        ("run_on INTEGER, version", "1700000000, '202601010000000000'"),
        ("version CHAR(50), run_on BLOB", "'202601010000000000', x'ff00'"),
        ("version VARCHAR(50), run_on REAL DEFAULT 1.5", "'202601010000000000', 2.25"),
    ] {
        let (project, run) = shaped(columns, values);
        run.ok();
        assert_eq!(signs(&project), "[X][X][X]", "{columns}");
        project.manage(["migrate"]).ok();
        project.manage(["repair", "--adopt"]).ok();
        migration(&project, NAMES[1], "SELECT 2;\n");
        assert_eq!(signs(&project), "[X][!][X]", "{columns}");
        migration(&project, NAMES[1], "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL);\n");
        project.manage(["downgrade", "-3"]).ok();
        assert_eq!(tables(&project), "");
    }
}

#[test]
fn another_shape_is_named_with_what_makes_it_diesels() {
    let mend = |project: &Project, run: &crate::project::Run| {
        let hint = run.stderr.split('`').find(|part| part.starts_with("ALTER")).expect("statements").to_owned();
        sql(project, &hint);
        project.manage(["migrate"]).ok();
        assert_eq!(signs(project), "[X][X][X]");
    };
    let (project, run) = shaped("version VARCHAR(50) PRIMARY KEY", "'202601010000000000'");
    assert_snapshot!(run.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the ledger __diesel_schema_migrations has no column `run_on`
    hint: make it as diesel does: `ALTER TABLE __diesel_schema_migrations RENAME TO old_ledger; CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP); INSERT INTO __diesel_schema_migrations (version) SELECT version FROM old_ledger;`
    ");
    mend(&project, &run);
    let (project, run) = shaped("version BIGINT PRIMARY KEY, run_on TIMESTAMP", "202601010000000000, NULL");
    assert_snapshot!(run.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the ledger __diesel_schema_migrations has a column `version` of the type BIGINT, which can change what is written into it
    hint: make it as diesel does: `ALTER TABLE __diesel_schema_migrations RENAME TO old_ledger; CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP); INSERT INTO __diesel_schema_migrations (version) SELECT version FROM old_ledger;`
    ");
    mend(&project, &run);
    let (_, run) = shaped("id INTEGER PRIMARY KEY, name TEXT", "1, 'x'");
    assert_snapshot!(run.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the ledger __diesel_schema_migrations has no column `version`
    hint: put it aside (`ALTER TABLE __diesel_schema_migrations RENAME TO old_ledger`), and say what is applied: `manage stamp REVISION`
    ");
    let project = empty();
    sql(&project, "CREATE VIEW __diesel_schema_migrations AS SELECT '1' AS version, 'now' AS run_on");
    migration(&project, NAMES[0], "SELECT 1;\n");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the ledger __diesel_schema_migrations is a view, and diesel's is a table
    hint: give the view another name, and put what it holds into a table: `CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)`
    ");
    project.manage(["showmigrations"]).expect(5);
    project.manage(["repair"]).expect(5);
}
