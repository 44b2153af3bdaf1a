use insta::assert_snapshot;

use super::{empty, follow, migration, signs, tables};
use crate::project::{Project, Run};

const BASE: &str = "2026-01-01-000000-0000_base";
const LATE: &str = "2026-01-02-000000-0000_late";
const LATER: &str = "2026-01-03-000000-0000_later";
const NEWEST: &str = "2026-01-09-000000-0000_newest";

/// The text with a header that says what it builds on.
fn headed(name: &str, revises: &str, sql: &str) -> String {
    let version = name.split('_').next().expect("a version").replace('-', "");
    format!(
        "-- {name}\n--\n-- Revision: {version}\n-- Revises: {revises}\n-- Created: 2026-01-01 00:00:00 UTC\n\n{sql}\n"
    )
}

/// A base and the newest, which changes the table `a`, are applied.
fn project() -> Project {
    let project = empty();
    migration(&project, BASE, &headed(BASE, "base", "CREATE TABLE a (id INT);\nCREATE TABLE b (id INT);"));
    migration(&project, NEWEST, &headed(NEWEST, "202601010000000000", "ALTER TABLE a ADD x INT;"));
    project.write(&format!("app_migrations/default/{NEWEST}/down.sql"), "ALTER TABLE a DROP x;\n");
    project.manage(["migrate"]).ok();
    project
}

fn late(project: &Project, sql: &str) -> Run {
    migration(project, LATE, &headed(LATE, "202601010000000000", sql));
    assert_eq!(signs(project), "[X][ ][X]");
    project.manage(["migrate"])
}

#[test]
fn one_that_touches_other_tables_runs() {
    let project = project();
    assert_snapshot!(late(&project, "ALTER TABLE b ADD x INT;").shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      applied 2026-01-02-000000-0000_late
    ");
    assert_eq!(signs(&project), "[X][X][X]");
}

#[test]
fn one_that_touches_the_same_table_or_nobody_knows_what_is_refused() {
    let refused = |sql: &str| {
        let project = project();
        let run = late(&project, sql);
        (project, run)
    };
    let (project, run) = refused("ALTER TABLE a ADD y INT;");
    assert_snapshot!(run.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-02-000000-0000_late is older than 2026-01-09-000000-0000_newest, which is applied already, and both touch table a
    hint: `manage migrate --allow-late` runs it all the same, if you know that the order does not matter
    hint: `manage merge` writes a migration that joins them
    hint: `manage downgrade -1` takes 2026-01-09-000000-0000_newest back first, so that both run in their order
    ");
    follow(&project, &run, "--allow-late").ok();
    assert_eq!(signs(&project), "[X][X][X]");
    let (project, run) = refused("ALTER TABLE a ADD y INT;");
    follow(&project, &run, "downgrade").ok();
    project.manage(["migrate"]).ok();
    assert_eq!(signs(&project), "[X][X][X]");
    let (project, run) = refused("PRAGMA writable_schema = OFF;");
    assert_snapshot!(run.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-02-000000-0000_late is older than 2026-01-09-000000-0000_newest, which is applied already, and both touch tables that cannot be told
    hint: `manage migrate --allow-late` runs it all the same, if you know that the order does not matter
    hint: `manage merge` writes a migration that joins them
    hint: `manage downgrade -1` takes 2026-01-09-000000-0000_newest back first, so that both run in their order
    ");
    follow(&project, &run, "--allow-late").ok();
}

#[test]
fn one_without_a_header_runs_with_a_warning_and_strict_teams_are_asked_for_it() {
    let project = project();
    migration(&project, LATE, "CREATE TABLE c (id INT);\n");
    migration(&project, LATER, "ALTER TABLE a ADD y INT;\n");
    let settings = project.read("settings.json");
    project.write("settings.json", settings.replace("\"driver\"", "\"late\": \"error\", \"driver\""));
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-02-000000-0000_late is older than 2026-01-09-000000-0000_newest, which is applied already
    hint: `manage migrate --allow-late` runs it all the same
    hint: or give it a newer version: rename its directory
    ");
    assert_eq!(tables(&project), "a,b");
    project.write("settings.json", settings);
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    warning: 2026-01-02-000000-0000_late is older than 2026-01-09-000000-0000_newest, which is applied already; it runs now, as it would under `diesel`
    warning: 2026-01-03-000000-0000_later is older than 2026-01-09-000000-0000_newest, which is applied already; it runs now, as it would under `diesel`
      applied 2026-01-02-000000-0000_late
      applied 2026-01-03-000000-0000_later
    ");
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("a,b,c", "[X][X][X][X]"));
}

#[test]
fn a_strict_team_can_allow_one_and_several_are_judged_each() {
    let project = project();
    let settings = project.read("settings.json");
    project.write("settings.json", settings.replace("\"driver\"", "\"late\": \"error\", \"driver\""));
    migration(&project, LATE, &headed(LATE, "202601010000000000", "ALTER TABLE b ADD y INT;"));
    let refused = project.manage(["migrate"]).expect(5);
    follow(&project, &refused, "--allow-late").ok();
    project.write("settings.json", settings);
    let other = "2026-01-04-000000-0000_other";
    migration(&project, LATER, &headed(LATER, "202601010000000000", "CREATE TABLE c (id INT);"));
    migration(&project, other, &headed(other, "202601010000000000", "ALTER TABLE a ADD z INT;"));
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-04-000000-0000_other is older than 2026-01-09-000000-0000_newest, which is applied already, and both touch table a
    hint: `manage migrate --allow-late` runs it all the same, if you know that the order does not matter
    hint: `manage merge` writes a migration that joins them
    hint: `manage downgrade -1` takes 2026-01-09-000000-0000_newest back first, so that both run in their order
    ");
    assert_eq!(tables(&project), "a,b", "nothing runs when one of them may not");
    follow(&project, &refused, "--allow-late").ok();
    assert_eq!(signs(&project), "[X][X][X][X][X]");
}
