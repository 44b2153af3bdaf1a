//! Ledgers that are written without running anything.

use insta::assert_snapshot;

use super::{ALL, On, diamond, held, ledger, signs, sql};
use crate::project::Project;
use crate::servers::Kind;
use crate::together::add;

/// Two migrations that can be taken back.
fn two(project: &Project) {
    add(
        project,
        "1_users",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50) NOT NULL UNIQUE);\n",
        "DROP TABLE users;\n",
    );
    add(
        project,
        "2_posts",
        "ALTER TABLE users ADD COLUMN age INTEGER;\nCREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title VARCHAR(20));\n",
        "DROP TABLE posts;\nALTER TABLE users DROP COLUMN age;\n",
    );
}

#[test]
fn stamp_writes_what_is_applied_and_runs_nothing() {
    for on in ALL {
        let project = on.project();
        diamond(&project);
        for (arguments, expected) in [
            (&["stamp", "tags"][..], "[X][ ][X][ ][ ]"),
            (&["stamp", "head"], "[X][X][X][X][X]"),
            (&["stamp", "more"], "[X][X][ ][X][ ]"),
            (&["stamp", "-1"], "[X][X][ ][ ][ ]"),
            (&["stamp", "heads"], "[X][X][X][X][X]"),
            (&["stamp", "base"], "[ ][ ][ ][ ][ ]"),
            (&["stamp", "posts", "--purge"], "[X][X][ ][ ][ ]"),
        ] {
            project.manage(arguments).ok();
            assert_eq!(signs(&project), expected, "{on:?} {arguments:?}");
        }
        assert!(held(&project, on).rows.is_empty(), "{on:?}: nothing was run");
        let listed = project.diesel(&["migration", "list"]).ok().stdout;
        assert_eq!(listed.matches("[X]").count(), 2, "{on:?}: {listed}");
        let again = project.manage(["stamp", "posts"]).ok();
        assert!(again.stderr.ends_with("  nothing to write\n"), "{}", again.stderr);
    }
}

#[test]
fn what_was_stamped_can_be_taken_back_and_gone_on_from() {
    for on in ALL {
        let project = on.project();
        two(&project);
        sql(&project, on, "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50) NOT NULL UNIQUE)");
        project.manage(["stamp", "users"]).ok();
        project.manage(["migrate"]).ok();
        assert_eq!(signs(&project), "[X][X]", "{on:?}");
        project.manage(["downgrade", "base"]).ok();
        assert!(held(&project, on).rows.is_empty(), "{on:?}");
        // An edit after that is found, as after a run.
        project.manage(["stamp", "head"]).ok();
        project.write("app_migrations/default/2_posts/up.sql", "CREATE TABLE other (id INTEGER);\n");
        assert_eq!(signs(&project), "[X][!]", "{on:?}");
        project.manage(["stamp", "head", "--purge"]).ok();
        assert_eq!(signs(&project), "[X][X]", "{on:?}");
    }
}

#[test]
fn rows_of_strangers_stay_unless_they_are_purged() {
    for on in ALL {
        let project = on.project();
        two(&project);
        project.manage(["stamp", "head"]).ok();
        sql(&project, on, "INSERT INTO __diesel_schema_migrations (version) VALUES ('20300101')");
        let run = project.manage(["stamp", "users"]).ok();
        assert!(
            run.stderr.contains("warning: the ledger has rows without a directory, which stay: 20300101\nhint: `manage stamp users --purge` removes them\n"),
            "{}",
            run.stderr
        );
        assert_eq!(ledger(&project, on), "1\n20300101\n", "{on:?}");
        project.manage(["stamp", "users", "--purge"]).ok();
        assert_eq!(ledger(&project, on), "1\n", "{on:?}");
        assert_eq!(sql(&project, on, "SELECT version FROM __manage_journal"), "1\n", "{on:?}");
    }
}

#[test]
fn what_is_refused() {
    let project = On::Sqlite.project();
    two(&project);
    assert!(project.manage(["stamp"]).expect(2).stderr.contains("<REV>"));
    assert!(project.manage(["stamp", "usres"]).expect(2).stderr.contains("did you mean `1_users`?"));
    project.manage(["stamp", "head"]).ok();
    sql(&project, On::Sqlite, "UPDATE __manage_journal SET format = 99, tool = 'manage 9'");
    let refused = project.manage(["stamp", "base"]).expect(5);
    assert!(refused.stderr.contains("newer format"), "{}", refused.stderr);
    sql(&project, On::Sqlite, "DROP TABLE __manage_journal; CREATE TABLE __manage_journal (x)");
    let refused = project.manage(["stamp", "base"]).expect(5);
    assert!(refused.stderr.contains("`--purge` makes it anew"), "{}", refused.stderr);
    assert_eq!(ledger(&project, On::Sqlite), "1\n2\n", "nothing was changed");
    project.manage(["stamp", "head", "--purge"]).ok();
    assert_eq!(signs(&project), "[X][X]");
}

#[test]
fn migrate_and_downgrade_can_be_written_down_alone() {
    for on in ALL {
        let project = on.project();
        two(&project);
        let run = project.manage(["migrate", "--fake"]).ok();
        if on == On::Sqlite {
            assert_snapshot!(run.stderr, @r"
            Counting as applied, without running it, on default ([ROOT]/db.sqlite3):
              counts as applied 1_users
              counts as applied 2_posts
            ");
        }
        assert_eq!(signs(&project), "[X][X]", "{on:?}");
        assert!(held(&project, on).rows.is_empty(), "{on:?}: nothing was run");
        let run = project.manage(["downgrade", "--fake", "-1"]).ok();
        if on == On::Sqlite {
            assert_snapshot!(run.stderr, @r"
            Counting as not applied, without undoing it, on default ([ROOT]/db.sqlite3):
              counts as not applied 2_posts
            ");
        }
        assert_eq!(ledger(&project, on), "1\n", "{on:?}");
        assert_eq!(sql(&project, on, "SELECT version FROM __manage_journal"), "1\n", "{on:?}");
        project.manage(["downgrade", "--fake", "base"]).ok();
        // As if nothing had been.
        project.manage(["migrate"]).ok();
        project.manage(["downgrade", "base"]).ok();
        assert!(held(&project, on).rows.is_empty(), "{on:?}");
    }
    let project = On::Sqlite.project();
    for arguments in [
        &["migrate", "--fake", "--sql"][..],
        &["migrate", "--plan", "--sql"],
        &["migrate", "--fake", "--fake-initial"],
        &["migrate", "--check", "--fake"],
    ] {
        assert!(project.manage(arguments).expect(2).stderr.contains("cannot be used with"), "{arguments:?}");
    }
}

#[test]
fn a_database_that_was_made_in_another_way_is_taken_over() {
    for on in ALL {
        let (project, by_us) = (on.project(), on.project());
        for each in [&project, &by_us] {
            two(each);
            add(each, "3_tags", "CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL);\n", "DROP TABLE tags;\n");
        }
        by_us.manage(["migrate"]).ok();
        // The first two are there, beside a table that is nobody's business; in another order of columns.
        sql(&project, on, "CREATE TABLE alembic_version (v VARCHAR(32))");
        sql(
            &project,
            on,
            "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, age INTEGER, name VARCHAR(50) NOT NULL UNIQUE)",
        );
        sql(&project, on, "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title VARCHAR(20))");
        let run = project.manage(["migrate", "--fake-initial"]).ok();
        let words: Vec<&str> = run.stderr.lines().filter_map(|line| line.strip_prefix("  ")).collect();
        assert_eq!(words[..2], ["counts as applied 1_users", "counts as applied 2_posts"], "{on:?}: {}", run.stderr);
        assert!(words[2].starts_with("applied 3_tags"), "{on:?}: {}", run.stderr);
        sql(&project, on, "DROP TABLE alembic_version");
        assert_eq!(held(&project, on).rows, held(&by_us, on).rows, "{on:?}");
        project.manage(["migrate", "--fake-initial"]).ok();
        project.manage(["downgrade", "base"]).ok();
        assert!(held(&project, on).rows.is_empty(), "{on:?}");
        // On an empty database it is a migrate like any other.
        project.manage(["migrate", "--fake-initial"]).ok();
        assert_eq!(held(&project, on), held(&by_us, on), "{on:?}");
    }
}

#[test]
fn what_differs_is_told_object_by_object() {
    for on in ALL {
        let project = on.project();
        two(&project);
        sql(&project, on, "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(40), extra INTEGER)");
        let run = project.manage(["migrate", "--fake-initial"]).expect(5);
        assert_eq!(sql(&project, on, "SELECT count(*) FROM users"), "0\n", "{on:?}: nothing was done");
        for says in [
            "are not what the migrations make",
            "what is nearest is 1_users; beside it:",
            "column users.name ",
            "column users.extra is there too many",
            "is missing",
            "hint: bring the database there by hand, then run the command again; nothing was written",
            "`manage stamp 1` writes it down all the same",
        ] {
            assert!(run.stderr.to_lowercase().contains(says), "{on:?}: {says}\n{}", run.stderr);
        }
        let has_ledger = project.manage(["showmigrations"]).ok().stdout;
        assert!(!has_ledger.contains("[X]"), "{on:?}: {has_ledger}");
        // Only the second's table is there, though it builds on the first's.
        sql(&project, on, "DROP TABLE users");
        sql(&project, on, "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, title VARCHAR(20))");
        let run = project.manage(["migrate", "--fake-initial"]).expect(5);
        assert!(run.stderr.contains("table users is missing"), "{on:?}: {}", run.stderr);
    }
}

#[test]
fn scratch_databases_are_gone_afterwards() {
    for kind in [Kind::Postgres, Kind::Mysql] {
        let project = On::Server(kind).project();
        two(&project);
        project.database().sql("CREATE TABLE users (id INTEGER)");
        project.manage(["migrate", "--fake-initial"]).expect(5);
        assert_eq!(project.database().scratch_databases(&std::process::id().to_string()), Vec::<String>::new());
    }
}
