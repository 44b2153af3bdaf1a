//! The connection is cut before and after every statement that changes something; then the line is whole again, and the
//! next run comes to the same as one that nothing disturbed.

use crate::dump::Dump;
use crate::project::Project;
use crate::servers::{Database, Moment, Proxy, Role};
use crate::together::add;

const METADATA: &str = "run_in_transaction = false\n";

fn history(project: &Project) {
    add(project, "1_create", "CREATE TABLE a (i INTEGER);\nINSERT INTO a (i) VALUES (10);\n", "DROP TABLE a;\n");
    add(
        project,
        "2_outside",
        "INSERT INTO a (i) VALUES (20);\nCREATE INDEX CONCURRENTLY a_i ON a (i);\nINSERT INTO a (i) SELECT sum(i) FROM a;\n",
        "UPDATE a SET i = i + 21;\nDROP INDEX CONCURRENTLY a_i;\n",
    );
    add(
        project,
        "3_own",
        "BEGIN;\nUPDATE a SET i = i + 31;\nCREATE TABLE b AS SELECT * FROM a;\nCOMMIT;\nUPDATE a SET i = i * 2;\n",
        "DROP TABLE b;\n",
    );
    add(project, "4_last", "INSERT INTO a (i) VALUES (40);\n", "UPDATE a SET i = i - 41;\n");
    for name in ["2_outside", "3_own"] {
        project.write(&format!("app_migrations/default/{name}/metadata.toml"), METADATA);
    }
}

fn lead_to(project: &Project, database: &Database, port: u16) {
    let url = database.server.url_at(Role::Creator, "127.0.0.1", port, &database.name);
    project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}?sslmode=disable"}}}}}}"#));
}

fn cut_everywhere(arguments: &[&str], begun: bool, needles: &[&str]) {
    let project = Project::postgres("");
    history(&project);
    let database = project.database();
    let begin = |database: &Database| {
        database.empty();
        if begun {
            lead_to(&project, database, database.server.port);
            project.manage(["migrate"]).ok();
        }
    };
    begin(database);
    lead_to(&project, database, database.server.port);
    project.manage(arguments).ok();
    let expected: Dump = database.dump();
    for needle in needles {
        for after in [false, true] {
            begin(database);
            let text = (*needle).to_owned();
            let moment = if after { Moment::After(text) } else { Moment::Before(text) };
            let shown = format!("{moment:?}");
            let proxy = Proxy::cut_at(database.server, moment);
            lead_to(&project, database, proxy.port);
            let run = project.manage(arguments);
            assert!(proxy.is_cut(), "{shown} never came\n{}", run.stderr);
            assert_eq!(run.code, 6, "{shown}: {}", run.stderr);
            assert!(
                run.stderr.contains("error: ")
                    && run
                        .stderr
                        .contains("hint: the server stopped, ended the session, or the network between was cut"),
                "{shown}: {}",
                run.stderr
            );
            assert!(!run.stderr.contains("hush"), "{}", run.stderr);
            lead_to(&project, database, database.server.port);
            let again = project.manage(arguments);
            assert_eq!(again.code, 0, "{shown}: {}\nbefore: {}", again.stderr, run.stderr);
            assert_eq!(database.dump(), expected, "{shown}");
            // Where all was done already, too.
            project.manage(["migrate", "--check"]).expect(i32::from(begun));
        }
    }
}

#[test]
fn forward() {
    cut_everywhere(
        &["migrate"],
        false,
        &[
            "VALUES (10)",
            "VALUES (20)",
            "CREATE INDEX CONCURRENTLY",
            "SELECT sum(i)",
            "i + 31",
            "CREATE TABLE b",
            "i * 2",
            "VALUES (40)",
            "pg_try_advisory_lock",
            "__manage_journal",
            "VALUES ('1')",
            "VALUES ('2')",
            "VALUES ('3')",
            "VALUES ('4')",
        ],
    );
}

#[test]
fn backward() {
    cut_everywhere(
        &["downgrade", "base"],
        true,
        &[
            "i - 41",
            "DROP TABLE b",
            "i + 21",
            // Not where it is written down.
            "DROP INDEX CONCURRENTLY a_i\0",
            "DROP TABLE a",
            "version = '4'",
            "version = '2'",
        ],
    );
}
