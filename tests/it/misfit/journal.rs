//! A journal that is absent, partial, damaged, older, newer or something else.

use insta::assert_snapshot;

use super::{NAMES, down, follow, migration, outside, query, signs, sql, tables, three};
use crate::dump::dump;
use crate::project::Project;

fn applied() -> Project {
    let project = three();
    project.manage(["migrate"]).ok();
    project
}

fn version(place: usize) -> &'static str {
    ["202601010000000000", "202601020000000000", "202601030000000000"][place]
}

/// Everything can go on: back and forth, with Diesel and without.
#[track_caller]
fn lives(project: &Project) {
    project.manage(["downgrade", "-1"]).ok();
    project.diesel(&["migration", "run"]).ok();
    assert_eq!(signs(project), "[X][X][X]");
    project.manage(["downgrade", "base"]).ok();
    assert_eq!(tables(project), "");
    project.manage(["migrate"]).ok();
    assert_eq!(signs(project), "[X][X][X]");
}

#[test]
fn absent_and_partial() {
    let project = applied();
    sql(&project, "DROP TABLE __manage_journal");
    assert_eq!(project.manage(["migrate"]).ok().stderr.lines().nth(1), Some("  nothing to apply"));
    assert_snapshot!(project.manage(["repair"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    --- stderr
    note: 3 migrations were applied by `diesel`; `--adopt` writes into the journal what their files say
    ");
    lives(&project);

    let project = applied();
    sql(&project, &format!("DELETE FROM __manage_journal WHERE version = '{}'", version(1)));
    migration(&project, NAMES[1], "SELECT 'the journal does not know it';\n");
    assert_eq!(signs(&project), "[X][X][X]");
    project.manage(["migrate"]).ok();
    assert_snapshot!(project.manage(["repair", "--adopt"]).shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      adopted 2026-01-02-000000-0000_posts into the journal
    ");
    migration(&project, NAMES[1], "SELECT 'now it does';\n");
    assert_eq!(signs(&project), "[X][!][X]");
    migration(&project, NAMES[1], "SELECT 'the journal does not know it';\n");
    lives(&project);
}

#[test]
fn a_damaged_row_of_an_applied_migration_is_told_and_written_anew() {
    for damage in ["done = 'many'", "direction = 'sideways'", "total = NULL", "format = 'x'", "tool = x'ff', done = -1"]
    {
        let project = applied();
        sql(&project, "CREATE TABLE copy AS SELECT * FROM __manage_journal");
        sql(&project, "DROP TABLE __manage_journal");
        sql(&project, "ALTER TABLE copy RENAME TO __manage_journal");
        sql(&project, &format!("UPDATE __manage_journal SET {damage} WHERE version = '{}'", version(2)));
        let run = project.manage(["migrate"]).ok();
        assert!(run.stderr.contains("damaged: 202601030000000000") || run.stderr.contains(NAMES[2]), "{}", run.stderr);
        if damage.starts_with("done") {
            assert_snapshot!(run.shown(), @r"
            exit 0
            --- stderr
            Migrating default ([ROOT]/db.sqlite3):
            warning: the journal's rows of applied migrations are damaged: 2026-01-03-000000-0000_tags; `manage repair --adopt` writes them anew
              nothing to apply
            ");
            assert_snapshot!(project.manage(["repair", "--no-input"]).shown(), @r"
            exit 3
            --- stderr
            error: a question needs an answer
              caused by: 2026-01-03-000000-0000_tags: the journal's row is damaged (done): what is right?
                    --adopt   the journal takes what its files say
            hint: call the command again with one of the flags for each of them; what no flag names stays as it is
            ");
        }
        project.manage(["repair", "--adopt"]).ok();
        assert!(!project.manage(["migrate"]).ok().stderr.contains("damaged"));
        assert_eq!(query(&project, "SELECT count(*) FROM __manage_journal WHERE finished_at IS NOT NULL"), "3");
        lives(&project);
    }
}

#[test]
fn a_damaged_row_of_a_migration_that_is_not_applied_may_be_half_done() {
    let project = three();
    outside(&project, NAMES[2], "CREATE TABLE tags (id INT);\nINSERT INTO nowhere VALUES (1);\n");
    project.manage(["migrate"]).expect(6);
    sql(&project, "UPDATE __manage_journal SET done = 'one' WHERE finished_at IS NULL");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the journal's row of 2026-01-03-000000-0000_tags is damaged (done): it may have been begun
    hint: `manage repair --undone 2026-01-03-000000-0000_tags` says that it was not begun, or that it can run once more
    hint: `manage repair --done 2026-01-03-000000-0000_tags` says that it is done
    ");
    assert_eq!(tables(&project), "posts,tags,users");
    migration(&project, NAMES[2], "CREATE TABLE IF NOT EXISTS tags (id INT);\n");
    follow(&project, &refused, "--undone").ok();
    project.manage(["migrate"]).ok();
    assert_eq!(signs(&project), "[X][X][X]");
}

#[test]
fn an_older_table_without_newer_columns_is_read_and_completed() {
    let project = applied();
    for column in ["error", "duration_ms", "variant"] {
        sql(&project, &format!("ALTER TABLE __manage_journal DROP COLUMN {column}"));
    }
    assert_eq!(signs(&project), "[X][X][X]");
    assert_eq!(
        query(&project, "SELECT count(*) FROM pragma_table_info('__manage_journal')"),
        "15",
        "looking changes nothing"
    );
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM pragma_table_info('__manage_journal')"), "18");
    lives(&project);
}

#[test]
fn a_newer_format_is_not_gone_by_and_not_written_over() {
    let project = applied();
    sql(
        &project,
        &format!(
            "UPDATE __manage_journal SET format = 9, tool = 'manage 7.0.0', checksum = 'other' WHERE version = '{}'",
            version(2)
        ),
    );
    sql(&project, "ALTER TABLE __manage_journal ADD COLUMN mood TEXT DEFAULT 'good'");
    let before = dump(&project.file("db.sqlite3"));
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: the journal of this database is of a newer format (9, written by manage 7.0.0) than this program knows
      nothing to apply
    ");
    assert_snapshot!(project.manage(["showmigrations", "-q"]).shown(), @r"
    exit 0
    --- stdout
    default
     [X] 2026-01-01-000000-0000_users
     [X] 2026-01-02-000000-0000_posts
     [X] 2026-01-03-000000-0000_tags   (the journal is of a newer format)
    ");
    migration(&project, "2026-01-04-000000-0000_new", "CREATE TABLE new (id INT);\n");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: the journal of this database is of a newer format (9, written by manage 7.0.0) than this program knows
    hint: work on it with manage 7.0.0 or a newer one; nothing was written
    ");
    project.manage(["downgrade", "-1"]).expect(5);
    project.manage(["repair", "--adopt"]).expect(5);
    assert_eq!(dump(&project.file("db.sqlite3")), before);
    project.diesel(&["migration", "run"]).ok();
    project.manage(["migrate"]).ok();
}

#[test]
fn more_columns_of_a_format_that_is_known_are_fine() {
    let project = applied();
    sql(&project, "ALTER TABLE __manage_journal ADD COLUMN mood TEXT DEFAULT 'good'");
    lives(&project);
}

#[test]
fn a_table_of_that_name_that_is_no_journal() {
    for (drop, make) in [
        ("DROP TABLE __manage_journal", "CREATE TABLE __manage_journal (a)"),
        ("DROP TABLE __manage_journal", "CREATE VIEW __manage_journal AS SELECT 1 AS version"),
    ] {
        let project = applied();
        sql(&project, drop);
        sql(&project, make);
        let refused = project.manage(["migrate"]).expect(5);
        if make.contains("TABLE") {
            assert_snapshot!(refused.shown(), @r"
            exit 5
            --- stderr
            Migrating default ([ROOT]/db.sqlite3):
            error: the journal cannot be read: __manage_journal has no column `version`
            hint: `manage repair --adopt` makes it anew; what is applied stands in diesel's ledger
            ");
            assert_snapshot!(project.manage(["repair", "--plan"]).shown(), @r"
            exit 0
            --- stdout
            To repair on default ([ROOT]/db.sqlite3):
              the journal: it cannot be read, since __manage_journal has no column `version`
                --adopt   make it anew, from what the files say of what is applied; what it holds is lost
            ");
            project.manage(["repair"]).expect(3);
            project.manage(["showmigrations"]).expect(5);
        }
        follow(&project, &refused, "--adopt").ok();
        assert_eq!(query(&project, "SELECT count(*) FROM __manage_journal"), "3");
        lives(&project);
    }
}

/// A way back outside a transaction whose second statement fails.
fn crashed_downgrade() -> Project {
    let project = three();
    outside(&project, NAMES[1], "CREATE TABLE posts (id INT);\nCREATE TABLE likes (id INT);\n");
    down(&project, NAMES[1], "DROP TABLE likes;\nDROP TABLE nowhere;\nDROP TABLE posts;\n");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "users"]).expect(6);
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("posts,users", "[X][-][ ]"));
    project
}

#[test]
fn a_downgrade_that_stopped_half_way_goes_on() {
    let project = crashed_downgrade();
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: taking back 2026-01-02-000000-0000_posts stopped half way
    hint: `manage downgrade -1` goes on with it
    hint: `manage repair --done 2026-01-02-000000-0000_posts` writes down that it is done, where you have finished it by hand
    hint: `manage repair --undone 2026-01-02-000000-0000_posts` forgets that it was begun; what it did stays in the database
    ");
    down(&project, NAMES[1], "DROP TABLE likes;\nDROP TABLE posts;\n");
    assert_snapshot!(follow(&project, &refused, "downgrade").shown(), @r"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
    2026-01-02-000000-0000_posts goes on after statement 1 of 2
      undone 2026-01-02-000000-0000_posts
    ");
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("users", "[X][ ][ ]"));

    let project = crashed_downgrade();
    follow(&project, &refused, "--undone").ok();
    assert_eq!(signs(&project), "[X][X][ ]");
    project.manage(["migrate"]).ok();

    let project = crashed_downgrade();
    follow(&project, &refused, "--done").ok();
    assert_eq!(signs(&project), "[X][ ][ ]");

    let project = crashed_downgrade();
    super::hide(&project, NAMES[1]);
    assert_eq!(signs(&project), "[X][-][ ]");
    let refused = project.manage(["migrate"]).expect(5);
    sql(&project, "CREATE TABLE nowhere (id INT)");
    follow(&project, &refused, "downgrade").ok();
    assert_eq!(tables(&project), "users", "the journal knows the way and how far it is");
}
