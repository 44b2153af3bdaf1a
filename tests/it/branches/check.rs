//! What `makemigrations` says of branches that have met in git.

use super::{
    ALL, BOTH, On, STATE, by_hand, commit, git, git_run, last, make_at, merge_both, model, on_different_tables,
    on_the_same_table, repository,
};

#[test]
fn branches_on_different_tables_go_on_as_one() {
    for on in ALL {
        let project = on_different_tables(on);
        let merge = git_run(&project, &["merge", "-q", "one"]).expect(1);
        assert!(merge.stdout.contains("schema.json"), "{}", merge.stdout);
        assert!(project.read(STATE).contains("<<<<<<< "));
        // Nothing of this needs the file to be in order.
        project.manage(["migrate"]).ok();
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        let check = project.manage(["check"]);
        assert!(!check.stdout.contains("branches"), "{}", check.stdout);
        assert!(project.read(STATE).contains("<<<<<<< "), "--check writes nothing");
        assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
        let state = project.read(STATE);
        assert!(!state.contains("<<<<<<< ") && state.contains("\"bio\"") && state.contains("\"tags\""), "{state}");
        commit(&project, "merge");
        project.write("src/users.rs", model("User", BOTH));
        make_at(&project, 3, &["ages"]).ok();
        assert!(last(&project, "up.sql").contains("-- Revises: 202611221001000000, 202611221002000000"));
        project.manage(["migrate"]).ok();
        assert_eq!(project.manage(["merge"]).ok().stdout, "default: nothing to merge: there is one head, or none\n");
        // Each order that a database may have seen leads to the same.
        let expected = on.held(&project).rows;
        on.renew(&project);
        git(&project, &["add", "-A"]);
        git(&project, &["commit", "-qm", "ages"]);
        git(&project, &["checkout", "-q", "two"]);
        project.manage(["migrate"]).ok();
        assert_eq!(on.held(&project).rows.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    }
}

#[test]
fn a_database_of_the_other_branch_follows_where_nothing_collides() {
    for on in ALL {
        let project = on_different_tables(on);
        project.manage(["migrate"]).ok();
        git_run(&project, &["merge", "-q", "one"]).expect(1);
        let run = project.manage(["migrate"]).ok();
        assert!(run.stderr.contains("applied 2026-11-22-100100-0000_one"), "{}", run.stderr);
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    }
}

#[test]
fn branches_on_one_table_stop_until_they_are_merged() {
    for on in ALL {
        let project = on_the_same_table(on);
        merge_both(&project);
        for arguments in [&["makemigrations"][..], &["makemigrations", "--check"], &["makemigrations", "--empty"]] {
            let run = project.manage(arguments).expect(5);
            assert_eq!(
                run.stderr,
                "error: branches collide: table users is touched by 2026-11-22-100100-0000_one and by \
                 2026-11-22-100200-0000_two\nhint: `manage merge` joins them\n"
            );
            assert_eq!(run.stdout, "");
        }
        let check = project.manage(["check"]).expect(5);
        assert!(check.stdout.contains("branches collide: table users is touched by"), "{}", check.stdout);
        // `migrate` runs what is there, in the order of the versions.
        project.manage(["migrate"]).ok();
        let run = project.manage(["makemigrations", "--merge", "-m", "Meet"]).ok();
        assert!(run.stdout.contains("-0000_meet\n    joins 2026-11-22-100100-0000_one\n"), "{}", run.stdout);
        assert!(last(&project, "up.sql").contains("-- Meet\n--\n"));
        assert_eq!(super::statements(&last(&project, "up.sql")), ["SELECT 1;"]);
        assert_eq!(super::statements(&last(&project, "down.sql")), ["SELECT 1;"]);
        assert!(!project.read(STATE).contains("<<<<<<< "));
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        project.manage(["migrate"]).ok();
        project.manage(["downgrade", "-1"]).ok();
        project.diesel(&["migration", "run"]).ok();
        project.manage(["verify"]).ok();
    }
}

#[test]
fn a_rebase_that_stops_at_the_file_is_gone_on_with() {
    for on in ALL {
        let project = on_different_tables(on);
        git_run(&project, &["rebase", "one"]).expect(1);
        assert!(project.read(STATE).contains("<<<<<<< "));
        project.manage(["makemigrations", "--check"]).ok();
        project.manage(["makemigrations"]).ok();
        assert!(!project.read(STATE).contains("<<<<<<< "));
        git(&project, &["add", "-A"]);
        git(&project, &["rebase", "--continue"]);
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        project.manage(["migrate"]).ok();
    }
}

/// The way of Django: the younger branch makes its migration anew.
#[test]
fn a_rebased_branch_can_write_its_migration_anew() {
    let project = on_the_same_table(On::Sqlite);
    merge_both(&project);
    std::fs::remove_dir_all(project.migrations("default").pop().expect("two")).expect("a migration");
    make_at(&project, 4, &["two"]).ok();
    assert!(last(&project, "up.sql").contains("-- Revises: 202611221001000000\n"));
    project.manage(["makemigrations", "--check"]).ok();
}

#[test]
fn rows_of_a_common_table_never_commute() {
    for on in ALL {
        let table = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50), age INTEGER);";
        for (one, two, collides) in [
            ("UPDATE users SET age = 1;", "UPDATE users SET age = 2;", true),
            ("INSERT INTO users (id) VALUES (1);", "DELETE FROM users;", true),
            ("UPDATE users SET age = 1;", "SELECT 1;", false),
        ] {
            let project = by_hand(on, table, [one, "SELECT 1;"], [two, "SELECT 1;"]);
            let run = project.manage(["makemigrations", "--empty"]).expect(if collides { 5 } else { 0 });
            let expected = "table users is touched by 2026-01-02-000000-0000_one and by 2026-01-03-000000-0000_two";
            assert_eq!(run.stderr.contains(expected), collides, "{}", run.stderr);
        }
    }
}

/// Their words have nothing in common; only running them tells.
#[test]
fn what_only_running_tells_is_found() {
    let project = by_hand(
        On::Sqlite,
        "CREATE TABLE a (id INTEGER);",
        ["CREATE TABLE b AS SELECT name FROM sqlite_schema WHERE 0;", "DROP TABLE b;"],
        ["CREATE TABLE c (id INTEGER);", "DROP TABLE c;"],
    );
    let run = project.manage(["makemigrations", "--empty"]).expect(5);
    assert!(run.stderr.contains("cannot change places: what one of them touches cannot be told"), "{}", run.stderr);
    let project = by_hand(
        On::Sqlite,
        "SELECT 1;",
        ["CREATE TABLE b (id INTEGER);", "DROP TABLE b;"],
        ["CREATE TABLE c AS SELECT * FROM b;", "DROP TABLE c;"],
    );
    let run = project.manage(["makemigrations", "--empty"]).expect(5);
    assert!(run.stderr.contains("table b is touched"), "{}", run.stderr);
}

#[test]
fn several_collisions_and_databases_are_told_at_once() {
    let project = repository(On::Sqlite);
    let posts = |more: &str| ("src/posts.rs", model("Post", &format!("    body: String,\n    {more}: Option<i32>,\n")));
    let users = |more: &str| ("src/users.rs", model("User", &format!("    name: String,\n    {more}: Option<i32>,\n")));
    super::branch(&project, "one", 1, &[posts("a"), users("a")]);
    super::branch(&project, "two", 2, &[posts("b"), users("b")]);
    git_run(&project, &["merge", "-q", "one"]);
    // The models are in conflict as well, and that is told.
    let run = project.manage(["makemigrations"]).expect(6);
    assert!(run.stderr.contains("src/users.rs:5:1"), "{}", run.stderr);
    for (file, text) in [posts("b"), users("b")] {
        project.write(file, text);
    }
    let run = project.manage(["makemigrations"]).expect(5);
    let sides = "is touched by 2026-11-22-100100-0000_one and by 2026-11-22-100200-0000_two";
    assert_eq!(
        run.stderr,
        format!(
            "error: branches collide: table posts {sides}\nerror: branches collide: table users {sides}\n\
             hint: `manage merge` joins them\n"
        )
    );
    assert_eq!(project.manage(["makemigrations", "--json"]).expect(5).stdout.matches("branches collide").count(), 2);
}
