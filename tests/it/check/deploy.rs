//! What a deployment would meet.

use crate::project::Project;
use crate::together::add;

const UP: &str = "CREATE TABLE new (id INTEGER PRIMARY KEY);\nCREATE INDEX new_i ON new (id);\nUPDATE new SET id = 1;\n\
                  UPDATE users SET id = id + 1;\n-- manage: safe\nUPDATE users SET id = id - 1;\n";

#[test]
fn what_rewrites_or_locks_is_named_with_its_place() {
    for (project, more) in [
        (Project::sqlite(""), "ALTER TABLE users DROP COLUMN old;\n"),
        (Project::postgres(""), "CREATE INDEX users_i ON users (id);\n"),
        (Project::mysql(""), "ALTER TABLE users MODIFY id BIGINT NOT NULL;\n"),
    ] {
        let make = "CREATE TABLE users (id INTEGER PRIMARY KEY, old INTEGER);\n";
        add(&project, "1_users", make, "DROP TABLE users;\n");
        project.models("diesel::table! { users (id) { id -> Integer, old -> Nullable<Integer>, } }\n");
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        project.manage(["check", "--deploy"]).ok();
        add(&project, "2_more", &format!("{UP}{more}"), "-- manage: irreversible\nSELECT 1;\n");
        let run = project.manage(["check", "--deploy"]).expect(1).stdout;
        let deploy: Vec<&str> = run.lines().filter(|line| line.starts_with("  deploy ")).collect();
        assert_eq!(deploy.len(), 3, "{run}");
        assert!(deploy[0].contains("2_more/down.sql:1: 2_more cannot be undone"), "{run}");
        assert!(deploy[1].contains("app_migrations/default/2_more/up.sql:4: changes every row of users"), "{run}");
        assert!(deploy[2].contains("app_migrations/default/2_more/up.sql:7: "), "{run}");
        assert!(run.contains("`-- manage: safe` above the statement"), "{run}");
        assert!(run.contains("1 is not applied"), "{run}");
        // Without being asked for that, nobody is told.
        assert!(!project.manage(["check"]).expect(1).stdout.contains("\n  deploy"));
        let safe = UP.replace("UPDATE users", "-- manage: safe\nUPDATE users");
        add(
            &project,
            "2_more",
            &format!("{safe}-- manage: safe\n{more}"),
            "-- manage: irreversible\n-- manage: safe\nSELECT 1;\n",
        );
        assert!(!project.manage(["check", "--deploy"]).expect(1).stdout.contains("\n  deploy"));
    }
}
