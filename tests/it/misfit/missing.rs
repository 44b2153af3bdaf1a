use std::fs;
use std::process::Command;

use insta::assert_snapshot;

use super::{NAMES, bring_back, down, follow, hide, migration, outside, query, signs, sql, tables, three};
use crate::project::Project;

#[test]
fn the_newest_one_in_the_middle_and_all() {
    let project = three();
    project.manage(["migrate"]).ok();
    hide(&project, NAMES[2]);
    assert_eq!(signs(&project), "[X][X][?]");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: applied, but there is no such directory: 2026-01-03-000000-0000_tags
    hint: bring the directories back (are they on another branch?)
    hint: `manage downgrade -1` goes back to before it, with the down.sql that the journal remembers
    hint: `manage repair --prune 2026-01-03-000000-0000_tags` takes it out of the ledger and leaves in the database what was done
    ");
    bring_back(&project, NAMES[2]);
    project.manage(["migrate"]).ok();
    hide(&project, NAMES[2]);
    assert_snapshot!(follow(&project, &refused, "downgrade").shown(), @r"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-01-03-000000-0000_tags
    ");
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("posts,users", "[X][X]"));
    project.manage(["migrate"]).ok();

    let project = three();
    project.manage(["migrate"]).ok();
    hide(&project, NAMES[1]);
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: applied, but there is no such directory: 2026-01-02-000000-0000_posts
    hint: bring the directories back (are they on another branch?)
    hint: `manage downgrade -2` goes back to before it, with the down.sql that the journal remembers
    hint: `manage repair --prune 2026-01-02-000000-0000_posts` takes it out of the ledger and leaves in the database what was done
    ");
    assert_snapshot!(follow(&project, &refused, "repair").shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      pruned 2026-01-02-000000-0000_posts from the ledger
    ");
    project.manage(["migrate"]).ok();
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("posts,tags,users", "[X][X]"));

    let project = three();
    project.manage(["migrate"]).ok();
    fs::remove_dir_all(project.file("app_migrations")).expect("migrations");
    assert_eq!(signs(&project), "[?][?][?]");
    let refused = project.manage(["migrate"]).expect(5);
    follow(&project, &refused, "downgrade -3").ok();
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("", ""));
    project.manage(["migrate"]).ok();
}

#[test]
fn another_name_is_free_and_another_version_is_noticed() {
    let project = three();
    project.manage(["migrate"]).ok();
    let rename = |from: &str, to: &str| {
        let file = |name: &str| project.file(&format!("app_migrations/default/{name}"));
        fs::rename(file(from), file(to)).expect("a directory that can be renamed");
    };
    rename(NAMES[2], "2026-01-03-000000-0000_labels");
    assert_eq!(signs(&project), "[X][X][X]");
    project.manage(["migrate"]).ok();
    rename("2026-01-03-000000-0000_labels", "2026-01-09-000000-0000_labels");
    assert_eq!(signs(&project), "[X][X][?][ ]");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: applied, but there is no such directory: 2026-01-03-000000-0000_tags
    hint: 2026-01-09-000000-0000_labels looks like 2026-01-03-000000-0000_tags under another version: `manage repair --rename 2026-01-03-000000-0000_tags:2026-01-09-000000-0000_labels` writes that down, or give the directory its old name
    hint: bring the directories back (are they on another branch?)
    hint: `manage downgrade -1` goes back to before it, with the down.sql that the journal remembers
    hint: `manage repair --prune 2026-01-03-000000-0000_tags` takes it out of the ledger and leaves in the database what was done
    ");
    assert_snapshot!(follow(&project, &refused, "--rename").shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      gave 2026-01-03-000000-0000_tags the version 202601090000000000
    ");
    assert_eq!(signs(&project), "[X][X][X]");
    assert_eq!(project.manage(["migrate"]).ok().stderr.lines().nth(1), Some("  nothing to apply"));
    assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "false\n");
    project.manage(["downgrade", "-1"]).ok();
    assert_eq!(tables(&project), "posts,users");
}

/// Runs git, which needs nothing of the machine's.
fn git(project: &Project, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]).args(arguments);
    git.current_dir(project.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = git.output().expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_another_branch_applied_goes_back_without_its_files() {
    let project = three();
    project.write(".gitignore", "*.sqlite3*\n");
    git(&project, &["init", "-q"]);
    git(&project, &["add", "."]);
    git(&project, &["commit", "-qm", "main"]);
    git(&project, &["checkout", "-qb", "feature"]);
    migration(&project, "2026-02-01-000000-0000_rates", "CREATE TABLE rates (id INT);\n");
    down(&project, "2026-02-01-000000-0000_rates", "DROP TABLE rates;\n");
    outside(&project, "2026-02-02-000000-0000_audit", "CREATE TABLE audit (id INT);\nVACUUM;\n");
    down(&project, "2026-02-02-000000-0000_audit", "DROP TABLE audit;\nVACUUM;\n");
    migration(&project, "2026-02-03-000000-0000_seed", "INSERT INTO nowhere VALUES (1);\n");
    project
        .write("app_migrations/default/2026-02-03-000000-0000_seed/up.testing.sql", "CREATE TABLE seeds (id INT);\n");
    down(&project, "2026-02-03-000000-0000_seed", "DROP TABLE nowhere;\n");
    project.write("app_migrations/default/2026-02-03-000000-0000_seed/down.testing.sql", "DROP TABLE seeds;\n");
    git(&project, &["add", "."]);
    git(&project, &["commit", "-qm", "feature"]);
    let settings = project.read("settings.json");
    project.write("settings.json", settings.replacen('{', r#"{"environment": "testing", "#, 1));
    project.manage(["migrate"]).ok();
    assert_eq!(tables(&project), "audit,posts,rates,seeds,tags,users");
    project.write("settings.json", settings);
    git(&project, &["checkout", "-q", "main"]);
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: applied, but there is no such directory: 2026-02-01-000000-0000_rates, 2026-02-02-000000-0000_audit, 2026-02-03-000000-0000_seed
    hint: bring the directories back (are they on another branch?)
    hint: `manage downgrade -3` goes back to before them, with the down.sql that the journal remembers
    hint: `manage repair --prune 2026-02-01-000000-0000_rates --prune 2026-02-02-000000-0000_audit --prune 2026-02-03-000000-0000_seed` takes them out of the ledger and leaves in the database what was done
    ");
    assert_snapshot!(follow(&project, &refused, "downgrade").shown(), @r"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-02-03-000000-0000_seed
      undone 2026-02-02-000000-0000_audit
      undone 2026-02-01-000000-0000_rates
    ");
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("posts,tags,users", "[X][X][X]"));
    assert_eq!(query(&project, "SELECT count(*) FROM __manage_journal"), "3");
    project.manage(["migrate"]).ok();
    git(&project, &["checkout", "-q", "feature"]);
    assert_eq!(signs(&project), "[X][X][X][ ][ ][ ]");
}

#[test]
fn the_journal_has_no_way_back() {
    let project = three();
    project.manage(["migrate", "+2"]).ok();
    project.diesel(&["migration", "run"]).ok();
    hide(&project, NAMES[2]);
    let refused = project.manage(["downgrade", "-1"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    error: 202601030000000000 cannot be undone: there is no such directory, and the journal has no down.sql of it
    hint: bring the directory back (is it on another branch?), then run the command again
    hint: `manage repair --prune 202601030000000000` takes it out of the ledger and leaves in the database what it did
    ");
    assert_snapshot!(follow(&project, &refused, "repair").shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      pruned 202601030000000000 from the ledger
    ");
    assert_snapshot!(project.manage(["downgrade", "-1"]).shown(), @r"
    exit 0
    --- stderr
    Downgrading default ([ROOT]/db.sqlite3):
      undone 2026-01-02-000000-0000_posts
    ");
    assert_eq!(tables(&project), "tags,users");

    let project = three();
    down(&project, NAMES[2], "-- manage: irreversible\nDROP TABLE tags;\n");
    project.manage(["migrate"]).ok();
    hide(&project, NAMES[2]);
    assert_snapshot!(project.manage(["downgrade", "-1"]).shown(), @r"
    exit 6
    --- stderr
    error: 2026-01-03-000000-0000_tags cannot be undone: as the journal remembers it, it is irreversible
    hint: bring the directory back if there is a way back by now, or restore a backup
    ");
    assert_eq!(tables(&project), "posts,tags,users");
}

#[test]
fn half_done_on_another_branch() {
    let project = three();
    outside(&project, NAMES[2], "CREATE TABLE tags (id INT);\nINSERT INTO nowhere VALUES (1);\n");
    project.manage(["migrate"]).expect(6);
    hide(&project, NAMES[2]);
    assert_eq!(signs(&project), "[X][X][-]");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-03-000000-0000_tags stopped half way after 1 of 2 statements, and there is no such directory
    hint: bring the directory back (is it on another branch?): `manage migrate` then goes on with it
    hint: `manage repair --done 2026-01-03-000000-0000_tags` writes down that it is done, where you have finished it by hand
    hint: `manage repair --undone 2026-01-03-000000-0000_tags` forgets that it was begun; what it did stays in the database
    ");
    project.manage(["downgrade", "-1"]).expect(5);
    assert_snapshot!(follow(&project, &refused, "--undone").shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      forgot that it was begun: 2026-01-03-000000-0000_tags
    ");
    project.manage(["migrate"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    bring_back(&project, NAMES[2]);
    assert_eq!(signs(&project), "[X][ ][ ]");
}

#[test]
fn the_hints_name_the_database_that_is_not_the_default_one() {
    let project = three();
    let settings = r#"{"databases": {"default": {"driver": "sqlite", "database": "other.sqlite3", "migrations": "other"},
        "my-app": {"driver": "sqlite", "database": "db.sqlite3", "migrations": "app_migrations/default"}}}"#;
    project.write("settings.json", settings);
    project.manage(["migrate", "--database", "my-app"]).ok();
    hide(&project, NAMES[2]);
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/other.sqlite3):
      nothing to apply
    Migrating my-app ([ROOT]/db.sqlite3):
    warning: the database my-app failed
    error: applied, but there is no such directory: 2026-01-03-000000-0000_tags
    hint: bring the directories back (are they on another branch?)
    hint: `manage downgrade -1 --database my-app` goes back to before it, with the down.sql that the journal remembers
    hint: `manage repair --prune 2026-01-03-000000-0000_tags --database my-app` takes it out of the ledger and leaves in the database what was done
    Where the databases are now:
      default: done, nothing is applied
      my-app: failed, at 2026-01-03-000000-0000_tags
    ");
    follow(&project, &refused, "repair").ok();
    project.manage(["migrate"]).ok();
    // Nor does a hint lead another database back.
    let behind = project.manage(["migrate", NAMES[0], "--database", "my-app"]).expect(2);
    assert!(behind.stderr.contains(&format!("`manage downgrade {} --database my-app` goes back", NAMES[0])));
    follow(&project, &behind, "downgrade").ok();
    assert_eq!(query(&project, "SELECT count(*) FROM __diesel_schema_migrations"), "1");
    let nothing = project.manage(["repair", "--accept", NAMES[0], "--database", "my-app"]).expect(2);
    assert!(nothing.stderr.contains("`manage repair --plan --database my-app`"), "{}", nothing.stderr);
    follow(&project, &nothing, "repair").ok();
    // The journal's row of what is applied is damaged: a warning names a way, too.
    sql(&project, "UPDATE __manage_journal SET done = 'x'");
    for arguments in [["migrate"].as_slice(), &["migrate", "--plan"]] {
        let warned = project.manage(arguments).ok();
        assert!(
            warned.stderr.contains("`manage repair --adopt --database my-app` writes them anew"),
            "{}",
            warned.stderr
        );
    }
}

#[test]
fn a_new_version_of_a_name_with_a_colon() {
    let project = three();
    let [old, new] = ["2026-01-05-000000-0000_a:b c", "2026-01-06-000000-0000_a:b c"];
    migration(&project, old, "CREATE TABLE abc (id INT);");
    project.manage(["migrate"]).ok();
    let file = |name: &str| project.file(&format!("app_migrations/default/{name}"));
    fs::rename(file(old), file(new)).expect("a directory that can be renamed");
    let refused = project.manage(["migrate"]).expect(5);
    follow(&project, &refused, "--rename").ok();
    assert_eq!(signs(&project), "[X][X][X][X]");
    project.manage(["migrate"]).ok();
}
