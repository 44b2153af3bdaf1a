//! A real project on PostgreSQL: the crate `lemmy_db_schema`, 336 migrations of seven years with functions, triggers,
//! enums and extensions, and the `schema.rs` of `lemmy_db_schema_file`, fetched from the registry when the test runs.
//!
//! Its migrations need PostgreSQL 16 (a subquery without an alias), a superuser (`DISABLE TRIGGER ALL`), and a session
//! that holds `pg_advisory_lock(0)`: a trigger of theirs on Diesel's ledger keeps every other program out.
//!
//! Each of its `down.sql` runs. Four do not bring the schema back as it was, by which manage and diesel are in the same
//! place: `2020-06-30-135809_remove_mat_views`, `2020-10-07-234221_fix_fast_triggers`,
//! `2020-12-17-031053_remove_fast_tables_and_views` and `2021-03-09-171136_split_user_table_2`.

use crate::package::Package;
use crate::project::Project;
use crate::servers::{Database, Role, Server};

/// Lemmy's migrations and `schema.rs`, as they stand, in a fresh database.
pub(crate) fn project(more: &str) -> Project {
    let package = Package::fetch("lemmy_db_schema", "1.0.0-test-fix-publish-3");
    let schema = Package::fetch("lemmy_db_schema_file", "1.0.0-test-fix-publish-3").read("src/schema.rs");
    let session = r#", "session": ["SELECT pg_advisory_lock(0)"]"#;
    let database = Database::new(Server::newer_postgres()).used_by(Role::Admin);
    let project = package.project_on(database, "migrations", &[], &format!("{session}{more}"));
    project.write("src/schema.rs", schema);
    let settings = project.read("settings.json").replace(r#""models": []"#, r#""models": ["src/schema.rs"]"#);
    project.write("settings.json", settings);
    project
}

/// With the two tables left alone that `schema.rs` leaves out, and the column that it has another type for.
const ADOPTED: &str =
    r#", "ignore_tables": ["previously_run_sql", "utils.deps_saved_ddl"], "ignore_types": ["local_user_invite.token"]"#;

/// Lets Diesel's command line in, which has no way to take the lock: a trigger that fires before theirs takes it.
fn let_diesel_in(project: &Project) {
    project.database().sql(
        "CREATE TABLE IF NOT EXISTS __diesel_schema_migrations
             (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
         CREATE SCHEMA held;
         CREATE FUNCTION held.held() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_advisory_lock(0); RETURN NULL; END $$;
         CREATE TRIGGER a_held BEFORE INSERT OR UPDATE OR DELETE ON __diesel_schema_migrations
             EXECUTE FUNCTION held.held();",
    );
}

fn keep_diesel_out(project: &Project) {
    project.database().sql("DROP SCHEMA held CASCADE");
}

const ROWS: &str = "
    INSERT INTO instance (id, domain) OVERRIDING SYSTEM VALUE VALUES (1, 'a.example'), (2, 'b.example');
    INSERT INTO secret (jwt_secret) SELECT 'x' WHERE NOT EXISTS (SELECT 1 FROM secret);
    INSERT INTO received_activity (ap_id) VALUES ('https://a.example/1'), ('https://a.example/2');
";

#[test]
fn it_becomes_the_database_that_diesel_makes_and_changes_and_changes_back() {
    let (ours, theirs) = (project(ADOPTED), project(""));
    let run = ours.manage(["migrate"]).ok();
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let_diesel_in(&theirs);
    theirs.diesel(&["migration", "run"]).ok();
    keep_diesel_out(&theirs);
    let (mine, other) = (ours.database().dump(), theirs.database().dump());
    assert!(mine.schema == other.schema, "another schema than Diesel's");
    let keys = |rows: &std::collections::BTreeMap<String, Vec<String>>| -> Vec<(String, usize)> {
        rows.iter().map(|(table, rows)| (table.clone(), rows.len())).collect()
    };
    assert_eq!(keys(&mine.rows), keys(&other.rows), "keys of their own are made by chance");
    drop(theirs);
    let listed = ours.manage(["showmigrations"]).ok().stdout;
    assert_eq!(listed.matches("[X]").count(), 336, "{listed}");

    // The first time by a scratch database, the second time by what is kept of it.
    for _ in 0..2 {
        let run = ours.manage(["makemigrations", "--check"]).ok();
        assert_eq!(run.shown(), "exit 0\n--- stdout\nNo changes detected\n");
        ours.manage(["makemigrations"]).ok();
    }

    ours.database().sql(ROWS);
    let before = ours.database().dump();
    let schema = ours.read("src/schema.rs");
    let changed = schema
        .replacen("    secret (id) {", "    server_secret (id) {", 1)
        .replace("    secret,", "    server_secret,")
        .replacen("        jwt_secret -> Varchar,", "        jwt_key -> Varchar,", 1)
        .replacen(
            "        published_at -> Timestamptz,\n    }",
            "        published_at -> Timestamptz,\n        weight -> Nullable<Int8>,\n    }",
            1,
        );
    assert_ne!(schema, changed);
    ours.write("src/schema.rs", &changed);
    let open = ours.manage(["makemigrations"]).expect(3);
    for flag in ["--rename secret:server_secret", "--rename secret.jwt_secret:jwt_key"] {
        assert!(open.stderr.contains(flag), "{}", open.stderr);
    }
    ours.manage(["makemigrations", "--rename=secret:server_secret", "--rename=secret.jwt_secret:jwt_key"]).ok();
    ours.manage(["migrate"]).ok();
    let after = ours.database().dump();
    assert_eq!(after.rows["server_secret"], before.rows["secret"], "the columns sort alike");
    ours.manage(["makemigrations", "--check"]).ok();
    ours.manage(["downgrade", "-1"]).ok();
    assert!(ours.database().dump() == before, "the way back does not restore it");

    let_diesel_in(&ours);
    ours.diesel(&["migration", "run"]).ok();
    ours.manage(["downgrade", "-1"]).ok();
    ours.manage(["migrate"]).ok();
    ours.diesel(&["migration", "revert"]).ok();
    keep_diesel_out(&ours);
    assert!(ours.database().dump() == before, "taking turns does not restore it");
}
