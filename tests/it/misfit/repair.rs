//! What `manage repair` itself says.

use insta::assert_snapshot;

use super::{NAMES, hide, migration, outside, query, signs, sql, tables, three};
use crate::dump::dump;
use crate::project::Project;

/// One of each: edited, missing, half done.
pub(super) fn broken() -> Project {
    let project = three();
    let half = "2026-01-04-000000-0000_half";
    outside(&project, half, "CREATE TABLE half (id INT);\nINSERT INTO nowhere VALUES (1);\n");
    project.manage(["migrate"]).expect(6);
    migration(&project, NAMES[0], "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT);\n");
    hide(&project, NAMES[1]);
    project
}

#[test]
fn nothing_to_repair() {
    let project = three();
    assert_snapshot!(project.manage(["repair"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    ");
    assert!(!project.file("db.sqlite3").exists());
    project.manage(["migrate"]).ok();
    assert_snapshot!(project.manage(["repair"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    ");
    project.diesel(&["migration", "redo"]).ok();
    sql(&project, "UPDATE __diesel_schema_migrations SET run_on = '2026-01-01' WHERE version = '202601030000000000'");
    assert_snapshot!(project.manage(["repair"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    --- stderr
    note: one migration was applied by `diesel`; `--adopt` writes into the journal what its files say
    ");
    assert_snapshot!(project.manage(["repair", "--adopt"]).shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      adopted 2026-01-03-000000-0000_tags into the journal
    ");
    assert_snapshot!(project.manage(["repair", "--adopt"]).shown(), @r"
    exit 0
    --- stdout
    Nothing to repair on default ([ROOT]/db.sqlite3)
    ");
    assert!(project.manage(["showmigrations", "-v"]).ok().stdout.contains("diesel"), "who applied it stays known");
}

#[test]
fn without_flags_nothing_is_done_where_nobody_is_asked() {
    let project = broken();
    let before = dump(&project.file("db.sqlite3"));
    assert_snapshot!(project.manage(["repair", "--no-input"]).shown(), @r"
    exit 3
    --- stderr
    error: 3 questions need an answer
      caused by: 2026-01-01-000000-0000_users: changed after it was applied: what is right?
            --accept 2026-01-01-000000-0000_users   it is right as it is now: the journal takes its checksum
        2026-01-02-000000-0000_posts: applied, but there is no such directory: what is right?
            --prune 2026-01-02-000000-0000_posts   it goes from the ledger; what it did stays in the database
        2026-01-04-000000-0000_half: stopped after 1 of 2 statements: what is right?
            --done 2026-01-04-000000-0000_half     it is done: it goes into the ledger
            --undone 2026-01-04-000000-0000_half   it is not done: the journal forgets that it was begun
    hint: call the command again with one of the flags for each of them; what no flag names stays as it is
    ");
    assert_snapshot!(project.manage(["repair", "--plan"]).shown(), @r"
    exit 0
    --- stdout
    To repair on default ([ROOT]/db.sqlite3):
      2026-01-01-000000-0000_users: changed after it was applied
        --accept 2026-01-01-000000-0000_users   it is right as it is now: the journal takes its checksum
      2026-01-02-000000-0000_posts: applied, but there is no such directory
        --prune 2026-01-02-000000-0000_posts   it goes from the ledger; what it did stays in the database
      2026-01-04-000000-0000_half: stopped after 1 of 2 statements
        --done 2026-01-04-000000-0000_half   it is done: it goes into the ledger
        --undone 2026-01-04-000000-0000_half   it is not done: the journal forgets that it was begun
    ");
    assert_eq!(project.manage(["repair", "--dry-run"]).ok().stdout, project.manage(["repair", "--plan"]).ok().stdout);
    assert_snapshot!(project.manage(["repair", "--plan", "--accept", "all", "--prune", "posts", "--retry", "half"]).shown(), @r"
    exit 0
    --- stdout
    Would be repaired on default ([ROOT]/db.sqlite3):
      accepted 2026-01-01-000000-0000_users as it is now
      forgot that it was begun: 2026-01-04-000000-0000_half
      pruned 2026-01-02-000000-0000_posts from the ledger
    ");
    assert_eq!(dump(&project.file("db.sqlite3")), before);
}

#[test]
fn flags_say_what_is_done_and_the_rest_stays() {
    let project = broken();
    assert_snapshot!(project.manage(["repair", "--prune", "posts"]).shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      pruned 2026-01-02-000000-0000_posts from the ledger
      left 2026-01-01-000000-0000_users: changed after it was applied
      left 2026-01-04-000000-0000_half: stopped after 1 of 2 statements
    ");
    assert_eq!(signs(&project), "[!][X][-]");
    project.manage(["repair", "--accept", "20260101", "--done", "half"]).ok();
    assert_eq!(signs(&project), "[X][X][X]");
    project.manage(["migrate"]).ok();
    assert_eq!(tables(&project), "half,posts,tags,users", "no table was touched");
    assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "false\n");
}

#[test]
fn flags_that_fit_nothing_are_mistakes() {
    let project = broken();
    let before = dump(&project.file("db.sqlite3"));
    let mut said = String::new();
    for arguments in [
        &["--accept", "tags"][..],
        &["--accept", "nowhere"],
        &["--accept", "2026"],
        &["--accept", "all", "--done", "users"],
        &["--prune", "tags"],
        &["--prune", "half"],
        &["--undone", "posts"],
        &["--done", "half", "--undone", "half"],
        &["--rename", "posts"],
        &["--rename", "posts:tags"],
        &["--rename", "tags:half"],
        &["--accept", ""],
    ] {
        let run = project.manage([&["repair"][..], arguments].concat()).expect(2);
        said.push_str(&run.stderr);
    }
    assert_snapshot!(said, @r"
    error: `--accept tags`: 2026-01-03-000000-0000_tags was not changed since it was applied
    hint: `manage repair --plan` lists what can be done
    error: there is no migration `nowhere`
    hint: `manage showmigrations` lists them
    error: `2026` could be 4 migrations: 2026-01-01-000000-0000_users, 2026-01-02-000000-0000_posts, 2026-01-03-000000-0000_tags, 2026-01-04-000000-0000_half
    hint: give more of the name, or the whole version
    error: `--done users`: 2026-01-01-000000-0000_users did not stop half way
    hint: `manage repair --plan` lists what can be done
    error: `--prune tags`: 2026-01-03-000000-0000_tags has its directory
    hint: `manage downgrade` takes a migration back
    error: `--prune half`: 2026-01-04-000000-0000_half stopped half way
    hint: say `--done` or `--undone` first
    error: `--undone posts`: 2026-01-02-000000-0000_posts did not stop half way
    hint: `manage repair --plan` lists what can be done
    error: two flags say what is to be done with 2026-01-04-000000-0000_half
    hint: give one of them
    error: `--rename posts` names one migration: `--rename OLD:NEW`
    hint: `manage repair --plan` lists what can be done
    error: `--rename posts:tags`: 2026-01-03-000000-0000_tags is not pending
    hint: the new name is that of a directory which is not applied yet
    error: `--rename tags`: 2026-01-03-000000-0000_tags is not in the ledger
    hint: `manage repair --plan` lists what can be done
    error: there is no migration ``
    hint: `manage showmigrations` lists them
    ");
    assert_eq!(dump(&project.file("db.sqlite3")), before);
    project.manage(["repair", "--accept", "users"]).ok();
    let run = project.manage(["repair", "--accept", "all"]).expect(2);
    assert_eq!(run.stderr.lines().next(), Some("error: `--accept all`: no migration was changed after it was applied"));
}

#[test]
fn all_of_it_or_nothing() {
    let project = broken();
    let before = dump(&project.file("db.sqlite3"));
    sql(
        &project,
        "CREATE TRIGGER stop BEFORE DELETE ON __diesel_schema_migrations BEGIN SELECT raise(ABORT, 'no'); END",
    );
    let run = project.manage(["repair", "--accept", "all", "--prune", "all", "--done", "half"]);
    assert_snapshot!(run.shown(), @r"
    exit 6
    --- stderr
    error: the repair failed, and nothing was changed
      caused by: no
    ");
    sql(&project, "DROP TRIGGER stop");
    assert_eq!(dump(&project.file("db.sqlite3")), before);
    let path = project.file("db.sqlite3-manage");
    assert!(!path.exists(), "the lock is given back");
}

#[test]
fn it_waits_for_the_lock() {
    let project = broken();
    let path = project.file("db.sqlite3-manage");
    let lock = std::fs::File::create(&path).expect("a lock file");
    lock.lock().expect("a lock");
    let run = project.manage(["repair", "--accept", "all", "--lock-timeout", "0"]).expect(4);
    assert!(run.stderr.contains("is locked"), "{}", run.stderr);
    drop(lock);
    project.manage(["repair", "--accept", "all", "--lock-timeout", "0"]).ok();
    assert_eq!(query(&project, "SELECT count(*) FROM __manage_journal"), "4");
}
