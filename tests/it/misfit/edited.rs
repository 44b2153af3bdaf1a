use insta::assert_snapshot;

use super::{NAMES, down, follow, migration, outside, query, signs, sql, tables, three};
use crate::project::Project;

/// The newest of three was changed after it was applied.
fn edited() -> Project {
    let project = three();
    project.manage(["migrate"]).ok();
    migration(&project, NAMES[2], "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL, name TEXT);\n");
    project
}

#[test]
fn a_changed_file_stops_the_run_and_each_way_leads_on() {
    let project = edited();
    assert_eq!(signs(&project), "[X][X][!]");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: changed after it was applied: 2026-01-03-000000-0000_tags
    hint: put the files back as they were, and write what is new as a migration of its own
    hint: `manage downgrade -1` goes back to before it, and `manage migrate` then applies it as it is now
    hint: `manage repair --accept 2026-01-03-000000-0000_tags` accepts it as it is now, where the database needs nothing of what changed
    ");
    follow(&project, &refused, "downgrade").ok();
    assert_eq!(signs(&project), "[X][X][ ]");
    follow(&project, &refused, "migrate").ok();
    assert_eq!(signs(&project), "[X][X][X]");
    assert_eq!(query(&project, "SELECT count(*) FROM pragma_table_info('tags')"), "2");

    let project = edited();
    let refused = project.manage(["migrate", "--plan"]).expect(5);
    assert_snapshot!(follow(&project, &refused, "repair").shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      accepted 2026-01-03-000000-0000_tags as it is now
    ");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
      nothing to apply
    ");
    assert_eq!(query(&project, "SELECT count(*) FROM pragma_table_info('tags')"), "1", "the table is left alone");

    let project = edited();
    project.manage(["migrate"]).expect(5);
    migration(&project, NAMES[2], "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\n");
    project.manage(["migrate"]).ok();
    assert_eq!(signs(&project), "[X][X][X]");
}

#[test]
fn one_in_the_middle_and_many() {
    let project = three();
    project.manage(["migrate"]).ok();
    for name in ["2026-01-04-000000-0000_d", "2026-01-05-000000-0000_it's e"] {
        migration(&project, name, "SELECT 1;\n");
        down(&project, name, "SELECT 1;\n");
    }
    project.manage(["migrate"]).ok();
    migration(&project, NAMES[1], "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title TEXT);\n");
    migration(&project, "2026-01-05-000000-0000_it's e", "SELECT 2;\n");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: changed after they were applied: 2026-01-02-000000-0000_posts, 2026-01-05-000000-0000_it's e
    hint: put the files back as they were, and write what is new as a migration of its own
    hint: `manage downgrade -4` goes back to before them, and `manage migrate` then applies them as they are now
    hint: `manage repair --accept 2026-01-02-000000-0000_posts --accept '2026-01-05-000000-0000_it'\''s e'` accepts them as they are now, where the database needs nothing of what changed
    ");
    follow(&project, &refused, "repair").ok();
    project.manage(["migrate"]).ok();
    for name in NAMES.iter().chain(&["2026-01-04-000000-0000_d"]) {
        migration(&project, name, "SELECT 7;\n");
    }
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: changed after they were applied: 2026-01-01-000000-0000_users, 2026-01-02-000000-0000_posts, 2026-01-03-000000-0000_tags and 1 more
    hint: put the files back as they were, and write what is new as a migration of its own
    hint: `manage downgrade -5` goes back to before them, and `manage migrate` then applies them as they are now
    hint: `manage repair --accept all` accepts them as they are now, where the database needs nothing of what changed
    ");
    follow(&project, &refused, "--accept all").ok();
    project.manage(["migrate"]).ok();
    assert_eq!(signs(&project), "[X][X][X][X][X]");
}

#[test]
fn comments_white_space_line_ends_and_down_sql_never_count() {
    let project = three();
    project.manage(["migrate"]).ok();
    for text in [
        "-- why\nCREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\n",
        "CREATE TABLE tags (\r\n    id INTEGER PRIMARY KEY NOT NULL /* the key */\r\n);\r\n\r\n",
        "\tCREATE   TABLE tags(id INTEGER PRIMARY KEY NOT NULL)",
    ] {
        migration(&project, NAMES[2], text);
        down(&project, NAMES[2], "DROP TABLE IF EXISTS tags;\n");
        assert_eq!(project.manage(["migrate"]).ok().stderr.lines().nth(1), Some("  nothing to apply"), "{text:?}");
        assert_eq!(signs(&project), "[X][X][X]");
    }
}

/// Three statements, the second of which fails, outside a transaction.
fn half_done() -> Project {
    let project = three();
    outside(
        &project,
        NAMES[2],
        "CREATE TABLE tags (id INT);\nINSERT INTO nowhere VALUES (1);\nCREATE TABLE more (id INT);\n",
    );
    project.manage(["migrate"]).expect(6);
    assert_eq!(signs(&project), "[X][X][-]");
    project
}

#[test]
fn half_done_and_what_is_done_was_changed() {
    let project = half_done();
    migration(&project, NAMES[2], "CREATE TABLE tags (id INT, x INT);\nSELECT 1;\nCREATE TABLE more (id INT);\n");
    let refused = project.manage(["migrate"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    error: 2026-01-03-000000-0000_tags stopped after 1 of 3 statements, and [ROOT]/app_migrations/default/2026-01-03-000000-0000_tags/up.sql was changed in what is done already
    hint: put the statements that are done back as they were, and change only what comes after them
    hint: `manage repair --undone 2026-01-03-000000-0000_tags` forgets that it was begun; what it did stays in the database
    ");
    follow(&project, &refused, "--undone").ok();
    assert_eq!(signs(&project), "[X][X][ ]");
    sql(&project, "DROP TABLE tags");
    project.manage(["migrate"]).ok();
    assert_eq!(tables(&project), "more,posts,tags,users");

    let project = half_done();
    migration(&project, NAMES[2], "CREATE TABLE tags (id INT);\nSELECT 1;\nCREATE TABLE more (id INT);\n");
    assert_snapshot!(project.manage(["migrate"]).shown(), @r"
    exit 0
    --- stderr
    Migrating default ([ROOT]/db.sqlite3):
    2026-01-03-000000-0000_tags goes on after statement 1 of 3
      applied 2026-01-03-000000-0000_tags
    ");
    assert_eq!((tables(&project).as_str(), signs(&project).as_str()), ("more,posts,tags,users", "[X][X][X]"));
}

#[test]
fn half_done_and_gone_back_or_finished_by_hand() {
    let project = half_done();
    let refused = project.manage(["downgrade", "-1"]);
    assert_snapshot!(refused.shown(), @r"
    exit 5
    --- stderr
    error: 2026-01-03-000000-0000_tags stopped half way
    hint: `manage migrate` goes on with it; then it can be taken back whole
    hint: `manage repair --undone 2026-01-03-000000-0000_tags` forgets that it was begun; what it did stays in the database
    ");
    follow(&project, &refused, "repair").ok();
    assert_eq!(signs(&project), "[X][X][ ]");

    let project = half_done();
    sql(&project, "CREATE TABLE more (id INT)");
    assert_snapshot!(project.manage(["repair", "--done", "tags"]).shown(), @r"
    exit 0
    --- stderr
    Repaired default ([ROOT]/db.sqlite3):
      wrote down 2026-01-03-000000-0000_tags as applied
    ");
    assert_eq!(signs(&project), "[X][X][X]");
    assert_eq!(project.diesel(&["migration", "pending"]).ok().stdout, "false\n");
    project.manage(["downgrade", "-1"]).ok();
}
