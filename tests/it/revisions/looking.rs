//! Commands that look at a history.

use insta::assert_snapshot;

use super::{On, diamond, sql};
use crate::project::Project;
use crate::together::add;

#[test]
fn branches_are_drawn() {
    let project = On::Sqlite.project();
    diamond(&project);
    project.manage(["migrate", "tags"]).ok();
    assert_snapshot!(project.manage(["showmigrations", "--graph"]).ok().stdout, @r"
    default
     *   [ ] 2026-01-05-000000-0000_meet
     |\
     | * [ ] 2026-01-04-000000-0000_more
     * | [X] 2026-01-03-000000-0000_tags
     | * [ ] 2026-01-02-000000-0000_posts  (late)
     |/
     * [X] 2026-01-01-000000-0000_users
    ");
}

#[test]
fn where_a_database_stands() {
    let project = On::Sqlite.project();
    assert_eq!(project.manage(["current"]).ok().stdout, "default: base\n");
    assert_eq!(project.manage(["heads"]).ok().stdout, "default: base\n");
    project.manage(["current", "--check-heads"]).ok();
    diamond(&project);
    assert_eq!(
        project.manage(["current", "--check-heads"]).expect(1).stdout,
        "default: base, 5 migrations are not applied\n"
    );
    assert!(!project.file("db.sqlite3").exists(), "looking makes no database");
    project.manage(["migrate", "tags"]).ok();
    project.manage(["migrate", "posts"]).ok();
    assert_snapshot!(project.manage(["current"]).ok().stdout, @r"
    default: 2026-01-02-000000-0000_posts, 2 migrations are not applied
    default: 2026-01-03-000000-0000_tags, 2 migrations are not applied
    ");
    project.manage(["migrate"]).ok();
    assert_eq!(
        project.manage(["current", "--check-heads"]).ok().stdout,
        "default: 2026-01-05-000000-0000_meet (head)\n"
    );
    assert_eq!(project.manage(["heads"]).ok().stdout, "default: 2026-01-05-000000-0000_meet  Do meet\n");
    // Strangers are nobody's business; what was ours and has no directory is.
    sql(&project, On::Sqlite, "INSERT INTO __diesel_schema_migrations (version) VALUES ('20300101')");
    project.manage(["current", "--check-heads"]).ok();
    std::fs::remove_dir_all(project.file("app_migrations/default/2026-01-05-000000-0000_meet")).expect("a directory");
    assert_snapshot!(project.manage(["current", "--check-heads"]).expect(1).stdout, @r"
    default: 2026-01-03-000000-0000_tags (head)
    default: 2026-01-04-000000-0000_more (head)
    default: 2026-01-05-000000-0000_meet (no such directory)
    ");
    assert_eq!(project.manage(["heads"]).ok().stdout.lines().count(), 2);
}

#[test]
fn a_history_is_told_newest_first() {
    let project = On::Sqlite.project();
    assert_eq!(project.manage(["history"]).ok().stdout, "default (app_migrations/default)\n (no migrations)\n");
    diamond(&project);
    project.manage(["migrate", "posts"]).ok();
    sql(&project, On::Sqlite, "UPDATE __diesel_schema_migrations SET run_on = '2026-11-21 10:15:00'");
    assert_snapshot!(project.manage(["history"]).ok().stdout, @r"
    default (app_migrations/default)
     2026-01-05-000000-0000_meet (head, branches meet)  Do meet
     2026-01-04-000000-0000_more                        Do more
     2026-01-03-000000-0000_tags                        Do tags
     2026-01-02-000000-0000_posts                       Do posts  applied 2026-11-21 10:15:00
     2026-01-01-000000-0000_users (branches part)       Do users  applied 2026-11-21 10:15:00
    ");
    let names = |range: &str| -> Vec<String> {
        let shown = project.manage(["history", range]).ok().stdout;
        shown
            .lines()
            .skip(1)
            .filter_map(|line| line.split_whitespace().next()?.split('_').nth(1).map(str::to_owned))
            .collect()
    };
    assert_eq!(names("posts:more"), ["more", "posts"]);
    assert_eq!(names("tags"), ["tags", "users"]);
    assert_eq!(names("head-1:"), ["meet", "more"]);
    assert_eq!(names(":+1"), ["tags", "users"]);
}

#[test]
fn a_directory_of_several_databases_is_told_once() {
    let project = Project::empty();
    project.write(
        "settings.json",
        r#"{"databases": {
            "one": {"url": "one.sqlite3", "migrations": ["own", "library"]},
            "two": {"url": "two.sqlite3", "migrations": ["app_migrations/two", "library"]},
            "gone": {"url": "nowhere/x.sqlite3", "migrations": ["app_migrations/gone", "library"]}
        }}"#,
    );
    project.write("own/2_b/up.sql", "CREATE TABLE b (i INT);\n");
    project.write("library/1_a/up.sql", "CREATE TABLE a (i INT);\n");
    project.write("library/3_c/up.sql", "CREATE TABLE c (i INT);\n");
    project.write("app_migrations/two/2_d/up.sql", "CREATE TABLE d (i INT);\n");
    project.write("nowhere/x.sqlite3", "this is no database, though it is long enough to be taken for one");
    project.manage(["migrate", "--database", "one"]).ok();
    project.manage(["migrate", "--database", "two"]).ok();
    for file in ["one.sqlite3", "two.sqlite3"] {
        let file = project.file(file);
        crate::dump::execute(&file, "UPDATE __diesel_schema_migrations SET run_on = '2026-11-21 10:15:00'");
    }
    crate::dump::execute(&project.file("two.sqlite3"), "DELETE FROM __diesel_schema_migrations WHERE version = '3'");
    let run = project.manage(["history"]).ok();
    assert_snapshot!(run.stdout, @r"
    one (own)
     2_b (head)  b  applied 2026-11-21 10:15:00
    one, two, gone (library)
     3_c (head)  c  applied one 2026-11-21 10:15:00
     1_a         a  applied one 2026-11-21 10:15:00, two 2026-11-21 10:15:00
    two (app_migrations/two)
     2_d (head)  d  applied 2026-11-21 10:15:00
    gone (app_migrations/gone)
     (no migrations)
    ");
    assert!(run.stderr.starts_with("warning: what is applied on gone is not known: "), "{}", run.stderr);
    let refused = project.manage(["history", "a:", "--database", "one", "--database", "two"]).expect(2);
    assert!(refused.stderr.contains("several are given"), "{}", refused.stderr);
    assert_eq!(project.manage(["heads", "--database", "one"]).ok().stdout.lines().count(), 2);
    assert_eq!(project.manage(["current", "--database", "two"]).ok().stdout.lines().count(), 2);
}

#[test]
fn one_migration_is_shown_whole() {
    let project = On::Sqlite.project();
    diamond(&project);
    assert_snapshot!(project.manage(["show", "meet"]).ok().stdout, @r"
    2026-01-05-000000-0000_meet
      Do meet
      Revision  202601050000000000
      Revises   202601030000000000, 202601040000000000
      Next      nothing: it is a head
      Created   2026-11-21 10:15:00 UTC
      Files     app_migrations/default/2026-01-05-000000-0000_meet
      Runs      in a transaction
      Applied   nowhere

    What it does:
      SELECT 1

    What its way back does:
      SELECT 1

    up.sql:
    -- Do meet
    --
    -- Revision: 202601050000000000
    -- Revises: 202601040000000000, 202601030000000000
    -- Created: 2026-11-21 10:15:00 UTC

    SELECT 1;

    down.sql:
    SELECT 1;
    ");
    add(&project, "2026-01-06-000000-0000_odd\u{1b}[31m", "SELECT '\u{1b}[31m'", "-- manage: irreversible");
    let shown = project.manage(["show", "head"]).ok().stdout;
    assert!(shown.contains("in a transaction, irreversible"), "{shown}");
}
