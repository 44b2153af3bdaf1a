//! A merge is tried with rows in the tables, as every migration is.

use super::{ALL, On, by_hand, last};
use crate::servers::Kind;

const USERS: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50));";

/// Each makes the column NOT NULL or nullable: after the one order the merge has to fill what the other allows.
fn nullability(on: On) -> crate::project::Project {
    let (strict, lax) = match on {
        On::Sqlite => {
            let rebuild = |null: &str| {
                format!(
                    "ALTER TABLE users RENAME TO old_users;\n\
                     CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50){null});\n\
                     INSERT INTO users SELECT id, name FROM old_users;\nDROP TABLE old_users;"
                )
            };
            (rebuild(" NOT NULL"), rebuild(""))
        }
        On::Server(Kind::Postgres) => (
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL;".to_owned(),
            "ALTER TABLE users ALTER COLUMN name DROP NOT NULL;".to_owned(),
        ),
        On::Server(Kind::Mysql) => (
            "ALTER TABLE users MODIFY name VARCHAR(50) NOT NULL;".to_owned(),
            "ALTER TABLE users MODIFY name VARCHAR(50) NULL;".to_owned(),
        ),
    };
    by_hand(on, USERS, [&strict, "SELECT 1;"], [&lax, "SELECT 1;"])
}

#[test]
fn rows_that_do_not_keep_to_the_goal_are_a_question_and_what_they_get_is_tried() {
    for on in ALL {
        let project = nullability(on);
        let run = project.manage(["merge", "--order", "two,one"]).expect(3);
        assert!(run.stderr.contains("--backfill users.name=VALUE"), "{on:?}: {}", run.stderr);
        // What cannot be computed, which without rows nobody would see.
        let wrong = format!("users.name=sql({})", cannot_be_computed(on));
        let run = project.manage(["merge", "--order", "two,one", "--backfill", &wrong]).expect(6);
        assert!(
            run.stderr.contains("does not hold where 2026-01-03-000000-0000_two ran last"),
            "{on:?}: {}",
            run.stderr
        );
        assert!(run.stderr.contains("nothing was written"), "{on:?}: {}", run.stderr);
        assert!(!run.stderr.contains("makemigrations --dry-run"), "{on:?}: {}", run.stderr);
        assert_eq!(project.migrations("default").len(), 3);
        project.manage(["merge", "--order", "two,one", "--backfill", "users.name=nobody"]).ok();
        assert!(last(&project, "up.sql").contains("'nobody'"));
        project.manage(["migrate"]).ok();
        project.manage(["verify", "--from", "head"]).ok();
        project.manage(["downgrade", "-1"]).ok();
    }
}

/// An expression that fails where there is a row.
fn cannot_be_computed(on: On) -> &'static str {
    match on {
        On::Sqlite => "json(substr('{', 1, 1 + length(id) * 0))",
        On::Server(Kind::Postgres) => "CAST(1 / (id - id) AS VARCHAR)",
        On::Server(Kind::Mysql) => "CAST(1 / (id - id) AS CHAR)",
    }
}

#[test]
fn without_trying_it_is_written_and_that_is_told() {
    for on in ALL {
        for command in [&["merge"][..], &["makemigrations", "--merge"]] {
            let project = nullability(on);
            let wrong = format!("users.name=sql({})", cannot_be_computed(on));
            let flags = ["--order", "two,one", "--backfill", &wrong, "--no-verify"];
            let run = project.manage(command.iter().chain(&flags)).ok();
            assert!(run.stderr.contains("was not tried (--no-verify)"), "{on:?}: {}", run.stderr);
            assert_eq!(project.migrations("default").len(), 4);
            assert!(last(&project, "up.sql").contains(cannot_be_computed(on)));
            assert!(project.read(super::STATE).contains("unproven"), "{on:?}: {}", project.read(super::STATE));
        }
    }
}

/// What both do to rows no schema tells: it is asked, and databases that ran them in the other order are stopped.
#[test]
fn data_statements_of_both_have_an_order() {
    let table = "CREATE TABLE x (id INTEGER NOT NULL PRIMARY KEY, n INTEGER);\n\
                 CREATE TABLE y (id INTEGER NOT NULL PRIMARY KEY);\nINSERT INTO x VALUES (1, 0);";
    for on in ALL {
        for (one, two) in
            [("UPDATE x SET n = 1;", "UPDATE x SET n = 2;"), ("INSERT INTO y SELECT id FROM x;", "DELETE FROM x;")]
        {
            let project = by_hand(on, table, [one, "SELECT 1;"], [two, "SELECT 1;"]);
            project.manage(["makemigrations", "--empty"]).expect(5);
            let asked = project.manage(["merge", "--no-input"]).expect(3);
            assert!(asked.stderr.contains("hint: say in which order they count: `--order "), "{}", asked.stderr);
            let run = project.manage(["merge", "--order", "one,two"]).ok();
            assert!(run.stderr.contains("what both do to the rows of x depends on it"), "{}", run.stderr);
            assert!(!run.stderr.contains("what the rows of x hold"), "{}", run.stderr);
            assert!(last(&project, "up.sql").contains("-- manage: in-order\n"));
            project.manage(["migrate"]).ok();
            project.manage(["makemigrations", "--empty"]).ok();
            on.renew(&project);
            project.manage(["migrate", "two"]).ok();
            let refused = project.manage(["migrate"]).expect(5);
            assert!(refused.stderr.contains("where they ran in their order only"), "{}", refused.stderr);
        }
        let project = by_hand(on, table, ["UPDATE x SET n = 1;", "SELECT 1;"], ["UPDATE x SET n = 2;", "SELECT 1;"]);
        let run = project.manage(["merge", "--order", "two,one"]).ok();
        assert!(
            run.stderr.contains("what the rows of x hold is what the order of the versions made"),
            "{}",
            run.stderr
        );
        assert!(last(&project, "up.sql").contains("-- manage: in-order\n"));
    }
}

/// In the other order they do not run at all: nothing could join databases that had run them so.
#[test]
fn an_order_that_does_not_run_is_told() {
    for on in ALL {
        let project = by_hand(
            on,
            "CREATE TABLE y (id INTEGER NOT NULL PRIMARY KEY);",
            ["ALTER TABLE y ADD COLUMN n INTEGER;", "SELECT 1;"],
            ["DROP TABLE y;", "SELECT 1;"],
        );
        let run = project.manage(["merge", "--no-input"]).ok();
        assert!(run.stderr.contains("they do not run in another one ("), "{on:?}: {}", run.stderr);
        assert!(last(&project, "up.sql").contains("-- manage: in-order\n"));
        project.manage(["migrate"]).ok();
    }
}
