//! `merge`: the order, and what is written.

use insta::assert_snapshot;

use super::{ALL, On, SERVERS, by_hand, last, revises, statements};
use crate::project::Project;
use crate::screen::{ENTER, Screen};
use crate::servers::Kind;

const USERS: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50));";

/// Each gives the same index other columns: the last one holds.
fn indexes(on: On) -> Project {
    let drop = match on {
        On::Server(Kind::Mysql) => "DROP INDEX users_idx ON users;",
        _ => "DROP INDEX users_idx;",
    };
    let make = |columns: &str| format!("{drop}\nCREATE INDEX users_idx ON users ({columns});");
    by_hand(
        on,
        &format!("{USERS}\nCREATE INDEX users_idx ON users (id, name);"),
        [&make("name"), "SELECT 1;"],
        [&make("name, id"), "SELECT 1;"],
    )
}

#[test]
fn the_order_is_asked_for_and_holds_in_every_order() {
    for on in ALL {
        for (order, columns) in [("one,two", "(name, id)"), ("two,one", "(name)")] {
            let project = indexes(on);
            on.renew(&project);
            let run = project.manage(["merge", "--no-input"]).expect(3);
            assert!(
                run.stderr.contains(
                    "hint: say in which order they count: `--order 2026-01-02-000000-0000_one,2026-01-03-000000-0000_two`"
                ),
                "{}",
                run.stderr
            );
            assert_eq!(project.migrations("default").len(), 3);
            project.manage(["merge", "--order", order]).ok();
            let up = last(&project, "up.sql");
            assert!(up.contains("-- Merge one and two\n") && up.contains(columns), "{up}");
            assert!(up.contains("-- Revises: 202601020000000000, 202601030000000000\n"), "{up}");
            project.manage(["migrate"]).ok();
            let expected = on.held(&project).schema;
            project.manage(["verify", "--from", "head"]).ok();
            // The database of somebody who was on the other branch.
            on.renew(&project);
            project.manage(["migrate", "two"]).ok();
            let run = project.manage(["migrate"]).ok();
            assert!(run.stderr.contains("joins them"), "{}", run.stderr);
            assert_eq!(on.held(&project).schema, expected, "{on:?} {order}");
            project.manage(["migrate", "--check"]).ok();
        }
    }
}

#[test]
fn on_a_terminal_it_is_a_list() {
    let project = indexes(On::Sqlite);
    let mut screen = Screen::of(&project, &["merge"]);
    screen.wait("Enter;");
    assert_snapshot!(screen.shown(), @r"
    table users is touched by 2026-01-02-000000-0000_one and by 2026-01-03-000000-0000_two
    the order makes a difference: where 2026-01-02-000000-0000_one ran last: index users_idx on users (n
    ame, id) is missing; index users_idx on users (name) is there too many
    ? default: which branch comes last, so that what it does holds?
        1  2026-01-02-000000-0000_one   Do one
      > 2  2026-01-03-000000-0000_two   Do two
      arrows or a number, then Enter; Esc leaves
    ");
    screen.press(ENTER);
    assert_snapshot!(screen.ends(0), @r"
    table users is touched by 2026-01-02-000000-0000_one and by 2026-01-03-000000-0000_two
    the order makes a difference: where 2026-01-02-000000-0000_one ran last: index users_idx on users (n
    ame, id) is missing; index users_idx on users (name) is there too many
    * last: 2026-01-03-000000-0000_two
    Merge for default:
      app_migrations/default/2026-11-21-101500-0000_merge_one_and_two
        joins 2026-01-02-000000-0000_one
        joins 2026-01-03-000000-0000_two
        what 2026-01-03-000000-0000_two does holds
        ~ Drop index users_idx from users
        ~ Add index users_idx to users
    ");
}

#[test]
fn what_would_be_written_and_what_was_as_data() {
    let project = indexes(On::Sqlite);
    let before = project.files();
    assert_snapshot!(project.manage(["merge", "--order", "two,one", "--dry-run"]).shown(), @r"
    exit 0
    --- stdout
    -- app_migrations/default/2026-11-21-101500-0000_merge_one_and_two/up.sql
    -- Merge one and two
    --
    -- Revision: 202611211015000000
    -- Revises: 202601020000000000, 202601030000000000
    -- Created: 2026-11-21 10:15:00 UTC

    DROP INDEX users_idx;

    CREATE INDEX users_idx ON users (name);

    -- app_migrations/default/2026-11-21-101500-0000_merge_one_and_two/down.sql
    -- Undoes: Merge one and two

    DROP INDEX users_idx;

    CREATE INDEX users_idx ON users (name, id);
    ");
    assert_eq!(project.files(), before);
    assert_snapshot!(project.manage(["merge", "--order", "two,one", "--json", "-m", "Meet", "--name", "met"]).shown(), @r#"
    exit 0
    --- stdout
    {
      "version": 1,
      "merges": [
        {
          "database": "default",
          "directory": "app_migrations/default/2026-11-21-101500-0000_met",
          "version": "202611211015000000",
          "revises": [
            "2026-01-02-000000-0000_one",
            "2026-01-03-000000-0000_two"
          ],
          "order": [
            "2026-01-03-000000-0000_two",
            "2026-01-02-000000-0000_one"
          ],
          "collisions": [
            {
              "table": "users",
              "sides": [
                {
                  "head": "2026-01-02-000000-0000_one",
                  "migrations": [
                    "2026-01-02-000000-0000_one"
                  ]
                },
                {
                  "head": "2026-01-03-000000-0000_two",
                  "migrations": [
                    "2026-01-03-000000-0000_two"
                  ]
                }
              ]
            },
            {
              "schema": [
                "where 2026-01-02-000000-0000_one ran last: index users_idx on users (name, id) is missing",
                "index users_idx on users (name) is there too many"
              ]
            }
          ],
          "any_order": true,
          "changes": [
            "Drop index users_idx from users",
            "Add index users_idx to users"
          ],
          "up": "-- Meet\n--\n-- Revision: 202611211015000000\n-- Revises: 202601020000000000, 202601030000000000\n-- Created: 2026-11-21 10:15:00 UTC\n\nDROP INDEX users_idx;\n\nCREATE INDEX users_idx ON users (name);\n",
          "down": "-- Undoes: Meet\n\nDROP INDEX users_idx;\n\nCREATE INDEX users_idx ON users (name, id);\n"
        }
      ]
    }
    "#);
}

#[test]
fn what_is_named_must_be_branches() {
    let project = indexes(On::Sqlite);
    for (arguments, expected) in [
        (&["merge", "first"][..], "`first` is no head: other migrations build on it"),
        (&["merge", "one"], "it takes two branches to join"),
        (&["merge", "base"], "`base` is no migration"),
        (&["merge", "three"], "three"),
        (&["merge", "--order", "one"], "--order names 1 of 2 branches"),
        (&["merge", "--order", "one,one"], "--order names `one` twice"),
        (&["merge", "--order", "one,first"], "--order: `first` is none of the branches"),
        (&["makemigrations", "--order", "one,two"], "--merge"),
    ] {
        let run = project.manage(arguments).expect(2);
        assert!(run.stderr.contains(expected), "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(project.migrations("default").len(), 3);
}

#[test]
fn branches_that_commute_are_joined_only_where_that_is_asked_for() {
    for on in ALL {
        let project = by_hand(
            on,
            USERS,
            ["CREATE TABLE a (id INTEGER);", "DROP TABLE a;"],
            ["CREATE TABLE b (id INTEGER);", "DROP TABLE b;"],
        );
        let run = project.manage(["merge"]).ok();
        let expected =
            "default: nothing to merge: the branches touch nothing in common; the next migration builds on all\n";
        assert_eq!(run.stdout, expected);
        project.manage(["merge", "heads"]).ok();
        assert_eq!(statements(&last(&project, "up.sql")), ["SELECT 1;"]);
        assert_eq!(project.manage(["heads"]).ok().stdout.lines().count(), 1);
        project.manage(["migrate"]).ok();
        project.manage(["downgrade", "base"]).ok();
    }
}

#[test]
fn three_branches_are_joined_at_once_or_two_of_them() {
    for on in ALL {
        let add = |column: &str| format!("ALTER TABLE users ADD COLUMN {column} INTEGER;");
        let drop = |column: &str| format!("ALTER TABLE users DROP COLUMN {column};");
        let project = || {
            let project = by_hand(on, USERS, [&add("a"), &drop("a")], [&add("b"), &drop("b")]);
            revises(&project, "2026-01-04-000000-0000_three", "202601010000000000", &add("c"), &drop("c"));
            project
        };
        let all = project();
        all.manage(["merge"]).ok();
        let revised = "-- Revises: 202601020000000000, 202601030000000000, 202601040000000000\n";
        assert!(last(&all, "up.sql").contains(revised));
        all.manage(["migrate"]).ok();
        all.manage(["makemigrations", "--empty"]).ok();
        let two = project();
        two.manage(["merge", "one", "three"]).ok();
        assert!(last(&two, "up.sql").contains("-- Revises: 202601020000000000, 202601040000000000\n"));
        two.manage(["makemigrations", "--empty"]).expect(5);
        two.manage(["merge"]).ok();
        assert_eq!(two.manage(["heads"]).ok().stdout.lines().count(), 1);
        two.manage(["makemigrations", "--empty"]).ok();
        two.manage(["migrate"]).ok();
        two.manage(["verify", "--from", "head"]).ok();
    }
}

/// A view that both make anew: models know nothing of it.
#[test]
fn views_follow_the_order() {
    for on in ALL {
        let view = |column: &str| format!("DROP VIEW v;\nCREATE VIEW v AS SELECT {column} FROM users;");
        let first = format!("{USERS}\nCREATE VIEW v AS SELECT id, name FROM users;");
        let project = by_hand(on, &first, [&view("id"), "SELECT 1;"], [&view("name"), "SELECT 1;"]);
        on.renew(&project);
        project.manage(["merge", "--order", "two,one"]).ok();
        project.manage(["migrate"]).ok();
        let schema = on.held(&project).schema;
        project.manage(["verify", "--from", "head"]).ok();
        on.renew(&project);
        project.manage(["migrate", "two"]).ok();
        project.manage(["migrate"]).ok();
        assert_eq!(on.held(&project).schema, schema);
    }
}

#[test]
fn what_runs_in_no_order_is_told_with_the_ways_out() {
    for on in ALL {
        let table = "CREATE TABLE tags (id INTEGER);";
        let project = by_hand(on, USERS, [table, "DROP TABLE tags;"], [table, "DROP TABLE tags;"]);
        let run = project.manage(["merge"]).expect(5);
        assert!(run.stderr.contains("cannot be joined as they are"), "{}", run.stderr);
        assert!(run.stderr.contains("they run in no order"), "{}", run.stderr);
        let project = by_hand(
            on,
            USERS,
            ["ALTER TABLE users DROP COLUMN name;", "SELECT 1;"],
            ["UPDATE users SET name = 'x';", "SELECT 1;"],
        );
        let run = project.manage(["merge"]).expect(5);
        assert!(run.stderr.contains("where 2026-01-02-000000-0000_one comes last"), "{}", run.stderr);
        assert_eq!(project.migrations("default").len(), 3);
    }
}

/// No SQL can be right after both orders: a column that is there after the one and not after the other.
#[test]
fn where_no_sql_is_right_after_both_the_order_of_versions_counts() {
    let rebuild = "CREATE TABLE new_users (id INTEGER NOT NULL PRIMARY KEY, name TEXT);\n\
                   INSERT INTO new_users (id, name) SELECT id, name FROM users;\nDROP TABLE users;\n\
                   ALTER TABLE new_users RENAME TO users;";
    let project =
        by_hand(On::Sqlite, USERS, ["ALTER TABLE users ADD COLUMN age INTEGER;", "SELECT 1;"], [rebuild, "SELECT 1;"]);
    let run = project.manage(["merge", "--order", "two,one"]).ok();
    assert!(run.stderr.contains("in the order of their versions"), "{}", run.stderr);
    let up = last(&project, "up.sql");
    assert!(up.contains("-- manage: in-order\n") && up.contains("ADD COLUMN age"), "{up}");
    project.manage(["verify", "--from", "head"]).ok();
    // Whoever ran them in the other order has to go back first.
    project.manage(["migrate", "two"]).ok();
    let run = project.manage(["migrate"]).expect(5);
    assert!(run.stderr.contains("where they ran in their order only"), "{}", run.stderr);
    assert!(run.stderr.contains("manage downgrade"), "{}", run.stderr);
}

#[test]
fn rows_that_would_be_lost_are_asked_about() {
    for on in SERVERS {
        let project = by_hand(
            on,
            "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);",
            ["DROP TABLE IF EXISTS tags;", "SELECT 1;"],
            ["CREATE TABLE IF NOT EXISTS tags (id INTEGER);", "SELECT 1;"],
        );
        let run = project.manage(["merge", "--order", "two,one"]).expect(3);
        assert!(run.stderr.contains("--drop tags"), "{}", run.stderr);
        assert_eq!(project.migrations("default").len(), 3);
        project.manage(["merge", "--order", "two,one", "--drop", "tags"]).ok();
        let up = last(&project, "up.sql");
        assert_eq!(statements(&up), ["DROP TABLE IF EXISTS tags;"], "{up}");
        project.manage(["migrate"]).ok();
        project.manage(["verify", "--from", "head"]).ok();
    }
}

/// Owner, rights, comments, indexes and what stands on a view outlive that a merge makes it anew, those that somebody gave
/// by hand as well.
#[test]
fn a_view_that_is_made_anew_keeps_what_belongs_to_it() {
    let first = format!(
        "{USERS}\nCREATE VIEW v AS SELECT id, name FROM users;\nCREATE MATERIALIZED VIEW m AS SELECT id FROM users;\n\
         CREATE UNIQUE INDEX m_id ON m (id);\nCOMMENT ON VIEW v IS 'Shown';\nCOMMENT ON MATERIALIZED VIEW m IS 'Kept';\n\
         COMMENT ON COLUMN v.id IS 'Its number';\nCREATE VIEW above AS SELECT id FROM v;\nGRANT SELECT ON m TO manage_md5;"
    );
    let all = |column: &str, more: &str| {
        format!(
            "DROP MATERIALIZED VIEW m;\nCREATE MATERIALIZED VIEW m AS SELECT id, 1 AS {column} FROM users;\n\
             CREATE UNIQUE INDEX m_id ON m (id);\nCOMMENT ON MATERIALIZED VIEW m IS 'Kept';\n\
             GRANT SELECT ON m TO manage_md5;\nDROP VIEW above;\nDROP VIEW v;\nCREATE VIEW v AS SELECT id, name{more} FROM users;\n\
             COMMENT ON VIEW v IS 'Shown';\nCOMMENT ON COLUMN v.id IS 'Its number';\nCREATE VIEW above AS SELECT id FROM v;"
        )
    };
    let project = by_hand(
        On::Server(Kind::Postgres),
        &first,
        [&all("one", ", 1 AS one"), "SELECT 1;"],
        [&all("two", ", 1 AS one, 2 AS two"), "SELECT 1;"],
    );
    const HELD: &str = "SELECT c.relname, pg_get_userbyid(c.relowner), array(SELECT unnest(c.relacl)::text ORDER BY 1), \
        obj_description(c.oid, 'pg_class'), (SELECT string_agg(i.indexrelid::regclass::text, ' ') FROM pg_index i \
        WHERE i.indrelid = c.oid), (SELECT string_agg(col_description(c.oid, a.attnum), ' ') FROM pg_attribute a \
        WHERE a.attrelid = c.oid) FROM pg_class c WHERE c.relname IN ('v', 'm', 'above') ORDER BY 1";
    for order in ["two,one", "one,two"] {
        let database = project.database();
        database.empty();
        for directory in project.migrations("default").split_off(3) {
            std::fs::remove_dir_all(directory).expect("a migration");
        }
        project.manage(["migrate", "two"]).ok();
        project.manage(["migrate", "one", "--allow-late"]);
        database.sql(
            "GRANT SELECT ON v, m, above TO manage_plain WITH GRANT OPTION; GRANT SELECT (id) ON v TO manage_clear; \
             REVOKE INSERT ON v FROM manage_creator;",
        );
        let before = database.sql(HELD);
        project.manage(["merge", "--order", order]).ok();
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql(HELD), before, "{order}");
        project.manage(["downgrade", "-1"]).ok();
        assert_eq!(database.sql(HELD), before, "{order}");
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql(HELD), before, "{order}");
    }
}
