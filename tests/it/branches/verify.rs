//! What `verify` says of branches that have not met.

use serde_json::Value;

use super::{ALL, by_hand};
use crate::together::add;

const TABLE: &str = "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50)); CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY);";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("one object")
}

#[test]
fn branches_that_commute_are_said_to() {
    for on in ALL {
        let project = by_hand(
            on,
            TABLE,
            ["ALTER TABLE users ADD COLUMN age INTEGER;", "ALTER TABLE users DROP COLUMN age;"],
            ["ALTER TABLE posts ADD COLUMN body VARCHAR(9);", "ALTER TABLE posts DROP COLUMN body;"],
        );
        add(
            &project,
            "2026-01-01-000000-0000_first",
            &project.read("app_migrations/default/2026-01-01-000000-0000_first/up.sql"),
            "DROP TABLE posts; DROP TABLE users;\n",
        );
        let run = project.manage(["verify"]).ok();
        let said =
            "  branches commute 2026-01-02-000000-0000_one, 2026-01-03-000000-0000_two: nothing has to be merged\n";
        assert!(run.stdout.contains(said), "{}", run.stdout);
        assert!(run.stdout.ends_with("  3 of 3 hold\n"), "{}", run.stdout);
        let report = json(&project.manage(["verify", "--json"]).ok().stdout);
        let branches = &report["databases"][0]["branches"];
        assert_eq!(branches["heads"][1], "2026-01-03-000000-0000_two");
        assert_eq!(branches["commute"], true);
        assert_eq!(branches["collisions"], Value::Array(Vec::new()));
    }
}

#[test]
fn branches_that_collide_are_found_and_what_else_does_not_hold_as_well() {
    for on in ALL {
        let project = by_hand(
            on,
            TABLE,
            ["ALTER TABLE users ADD COLUMN age INTEGER;", "ALTER TABLE users DROP COLUMN age;"],
            ["UPDATE users SET name = 'x';", "DROP TABLE nowhere;"],
        );
        add(
            &project,
            "2026-01-01-000000-0000_first",
            &project.read("app_migrations/default/2026-01-01-000000-0000_first/up.sql"),
            "DROP TABLE posts; DROP TABLE users;\n",
        );
        let collide =
            "branches collide: table users is touched by 2026-01-02-000000-0000_one and by 2026-01-03-000000-0000_two";
        assert!(project.manage(["check"]).expect(5).stdout.contains(collide));
        let run = project.manage(["verify"]).expect(5);
        assert!(run.stdout.contains(&format!("  does not hold {collide}\n")), "{}", run.stdout);
        assert!(run.stdout.contains("  does not hold 2026-01-03-000000-0000_two: down.sql fails\n"), "{}", run.stdout);
        assert!(run.stdout.ends_with("  2 of 3 hold\n"), "{}", run.stdout);
        assert!(run.stderr.starts_with("hint: `manage merge` joins"), "{}", run.stderr);
        let report = json(&project.manage(["verify", "--json"]).expect(5).stdout);
        let database = &report["databases"][0];
        assert_eq!(database["findings"][0]["fault"], "branches");
        assert_eq!(database["branches"]["commute"], false);
        assert_eq!(database["branches"]["collisions"][0]["table"], "users");
        project.manage(["merge", "--order", "one,two"]).ok();
        let merged = project.manage(["verify"]).expect(1);
        assert!(!merged.stdout.contains("branches"), "{}", merged.stdout);
    }
}

#[test]
fn where_colliding_branches_do_not_run_at_all_the_collision_comes_first() {
    for on in ALL {
        let project = by_hand(
            on,
            TABLE,
            ["ALTER TABLE users ADD COLUMN age INTEGER;", "ALTER TABLE users DROP COLUMN age;"],
            ["ALTER TABLE users ADD COLUMN age INTEGER;", "ALTER TABLE users DROP COLUMN age;"],
        );
        let run = project.manage(["verify"]).expect(5);
        assert!(run.stderr.starts_with("error: branches collide: table users is touched by "), "{}", run.stderr);
        let cause = "caused by: 2026-01-03-000000-0000_two does not apply to an empty database: up.sql:";
        assert!(run.stderr.contains(cause), "{}", run.stderr);
        assert!(run.stderr.contains("hint: `manage merge` joins them"), "{}", run.stderr);
    }
}
