//! The template `data`: a batched update, with 100,000 rows.

use insta::assert_snapshot;

use crate::dump;
use crate::migrations::{newest, refused, state_is_true};
use crate::project::Project;

const EMAIL: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    email: Option<String>,\n    lower_email: Option<String>,\n}\n";

/// 100,000 rows, most of them close together, and what is still to be done of them.
const ROWS: &str =
    "INSERT INTO users (id, email) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 99998)
    SELECT i * 3, CASE WHEN i % 7 THEN 'A' || i || '@X.org' END FROM n;
    INSERT INTO users (id, email) VALUES (-5000000, 'Left'), (9000000000000000000, 'Right');";
const LEFT: &str = "SELECT count(*) AS line FROM users WHERE lower_email IS NOT lower(email)";

/// A project with such rows, and with a migration that fills a column in.
fn batched(batches: &str) -> Project {
    let project = Project::sqlite(EMAIL);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    dump::execute(&project.file("db.sqlite3"), ROWS);
    let set = ["table=users", "column=lower_email", "value=lower(email)", &format!("batches={batches}")];
    let set = set.iter().flat_map(|set| ["--set", set]);
    project.manage(["makemigrations", "--template", "data"].into_iter().chain(set)).ok();
    state_is_true(&project);
    project
}

fn left(project: &Project) -> String {
    dump::lines(&mut dump::open(&project.file("db.sqlite3")), LEFT).remove(0)
}

#[test]
fn a_batched_update_reads_as_if_written_by_hand() {
    let project = batched("3");
    assert_snapshot!(newest(&project, "up.sql"), @r#"
    -- Update lower_email of users
    --
    -- Revision: 202611211015010000
    -- Revises: 202611211015000000
    -- Created: 2026-11-21 10:15:00 UTC

    -- Each statement takes a part of the table and what is not done yet: all of it can be stopped and run again.

    -- 1 of 3
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email))
      AND rowid <= (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 1;

    -- 2 of 3
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email))
      AND rowid > (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 1
      AND rowid <= (SELECT min(rowid) FROM users)
          + ((SELECT max(rowid) FROM users) - (SELECT min(rowid) FROM users)) / 3 * 2;

    -- 3 of 3: the rest, and what came or changed meanwhile
    UPDATE users
    SET lower_email = lower(email)
    WHERE lower_email IS NOT (lower(email));
    "#);
    assert_snapshot!(newest(&project, "down.sql"), @r#"
    -- Undoes: Update lower_email of users

    -- The new values stay. If the old ones are needed again, write the statement that computes them here.
    SELECT 1;
    "#);
    assert_eq!(newest(&project, "metadata.toml"), "run_in_transaction = false\n");
    assert!(project.migrations("default")[1].ends_with("2026-11-21-101501-0000_update_lower_email_of_users"));
}

#[test]
fn a_batched_update_does_the_same_under_manage_and_diesel() {
    let (ours, theirs) = (batched("10"), batched("10"));
    assert_eq!(left(&ours), "85715");
    ours.manage(["migrate"]).ok();
    theirs.diesel(&["migration", "run"]).ok();
    assert_eq!((left(&ours), left(&theirs)), ("0".to_owned(), "0".to_owned()));
    ours.manage(["downgrade", "-1"]).ok();
    ours.diesel(&["migration", "run"]).ok();
    theirs.diesel(&["migration", "revert"]).ok();
    theirs.manage(["migrate"]).ok();
    let rows = |project: &Project| dump::dump(&project.file("db.sqlite3"));
    assert!(rows(&ours) == rows(&theirs), "the rows differ");
}

/// A deployment that is stopped in the middle, while others write.
#[test]
fn a_batched_update_can_be_stopped_and_run_again() {
    let project = batched("5");
    let database = project.file("db.sqlite3");
    let up = newest(&project, "up.sql");
    let statements: Vec<&str> = up.split_inclusive(';').filter(|part| part.contains("UPDATE")).collect();
    assert_eq!(statements.len(), 5);
    let mut before = 85715;
    for (place, statement) in statements.iter().enumerate() {
        dump::execute(&database, statement);
        if place < 4 {
            // Whoever writes between two statements moves the ranges, and leaves more to be done.
            dump::execute(
                &database,
                &format!(
                    "INSERT INTO users (id, email) VALUES ({}, 'NEW')",
                    9_100_000_000_000_000_000 + i64::try_from(place).unwrap()
                ),
            );
            dump::execute(&database, "UPDATE users SET email = 'CHANGED' WHERE id = 3");
        }
        let now: usize = left(&project).parse().expect("a number");
        assert!(now < before + 2, "{now}");
        before = now;
        if place == 2 {
            // Stopped here, and run from the beginning.
            statements[..place].iter().for_each(|again| dump::execute(&database, again));
        }
    }
    assert_eq!(left(&project), "0");
    project.manage(["migrate"]).ok();
}

#[test]
fn a_batched_update_takes_odd_tables() {
    let project = Project::sqlite(
        "#[derive(Model)]\n#[model(table = \"order\", primary_key(group))]\npub struct Order {\n    #[model(column = \"group\")]\n    group: String,\n    #[model(column = \"odd one\")]\n    odd: i32,\n}\n",
    );
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let database = project.file("db.sqlite3");
    dump::execute(&database, "INSERT INTO \"order\" (\"group\", \"odd one\") VALUES ('a', 1), ('b', 2), ('c', 30)");
    for key in [&[][..], &["--set", "key=group"]] {
        let set =
            ["table=order", "column=odd one", "value=\"odd one\" % 10 -- why", "where=\"group\" <> 'z'", "batches=20"];
        let set = set.iter().flat_map(|set| ["--set", set]);
        project
            .manage(
                ["makemigrations", "-m", "odd", "--template", "data"].into_iter().chain(set).chain(key.iter().copied()),
            )
            .ok();
        project.manage(["migrate"]).ok();
        state_is_true(&project);
    }
    let rows = dump::lines(&mut dump::open(&database), "SELECT \"odd one\" AS line FROM \"order\" ORDER BY 1");
    assert_eq!(rows, ["0", "1", "2"]);
    for (batches, expected) in
        [("0", "`0` is no whole number from 1 to 1000"), ("1001", "`1001` is no"), ("many", "`many` is no")]
    {
        let set = ["table=order", "column=a", "value=1", &format!("batches={batches}")];
        let set: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
        let error = refused(&project, &[&["--template", "data"][..], &set].concat(), 6);
        assert!(error.contains(expected), "{error}");
    }
}
