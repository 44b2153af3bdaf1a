//! What a role may not do, what takes too long, and what does not fit: each is said with what the server says, and
//! nothing is half done.

use crate::project::{Project, Run};
use crate::servers::{Database, Held, Role};
use crate::together::add;

fn as_role(project: &Project, role: Role, more: &str) {
    let url = project.database().url_as(role);
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]{more}}}}}}}"#),
    );
}

#[track_caller]
fn says(run: &Run, texts: &[&str]) {
    for text in texts {
        assert!(run.stderr.contains(text), "{text}:\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("hush") && !run.stderr.contains("panicked"), "{}", run.stderr);
}

/// Nothing is there, neither tables nor a ledger.
#[track_caller]
fn untouched(database: &Database) {
    assert_eq!(
        database.sql_as(Role::Admin, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
        "0\n"
    );
}

#[test]
fn without_the_right_to_make_databases_nothing_can_be_tried_out() {
    let project = Project::postgres("#[derive(Model)]\npub struct User {\n    pub id: i64,\n}\n");
    as_role(&project, Role::Plain, "");
    add(&project, "1_by_hand", "CREATE TABLE by_hand (id BIGINT PRIMARY KEY);\n", "DROP TABLE by_hand;\n");
    let run = project.manage(["makemigrations"]).expect(6);
    says(
        &run,
        &[
            "no scratch database can be made on `postgres://manage_plain@",
            "permission denied to create database (SQLSTATE 42501)",
            "hint: the role needs the right to make databases: `ALTER ROLE",
            "hint: or name another server for it",
        ],
    );
    assert_eq!(project.migrations("default").len(), 1, "nothing is written");
    assert!(project.database().scratch_databases("manage_plain").is_empty());
    // Migrating needs none.
    project.manage(["migrate"]).ok();
}

#[test]
fn without_the_right_to_create_in_the_schema() {
    let project = Project::postgres("");
    let database = project.database();
    database.sql_as(Role::Admin, "REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO PUBLIC");
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    as_role(&project, Role::Plain, "");
    let run = project.manage(["migrate"]).expect(6);
    says(
        &run,
        &[
            "permission denied for schema public (SQLSTATE 42501)",
            "hint: grant the role what it takes, or connect as another one",
        ],
    );
    untouched(database);
    let list = project.manage(["showmigrations"]).ok();
    assert!(list.stdout.contains("[ ] 1_create"));
    // What others have made cannot be looked at.
    as_role(&project, Role::Creator, "");
    project.manage(["migrate"]).ok();
    as_role(&project, Role::Plain, "");
    let run = project.manage(["showmigrations"]).expect(6);
    says(
        &run,
        &[
            "what is applied cannot be read",
            "permission denied for table __diesel_schema_migrations (SQLSTATE 42501)",
            "hint: grant the role",
        ],
    );
}

#[test]
fn a_role_that_may_only_read() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    database.sql_as(
        Role::Admin,
        &format!("ALTER ROLE manage_plain IN DATABASE {} SET default_transaction_read_only = on", database.name),
    );
    as_role(&project, Role::Plain, "");
    let run = project.manage(["migrate"]).expect(6);
    says(
        &run,
        &[
            "cannot execute CREATE TABLE in a read-only transaction (SQLSTATE 25006)",
            "hint: this server, or this role's sessions, take no changes",
        ],
    );
    untouched(database);
    project.manage(["showmigrations"]).ok();
    let run = project.manage(["migrate", "--check"]).expect(1);
    assert!(!run.stderr.contains("error"), "{}", run.stderr);
}

#[test]
fn locks_of_others_are_waited_for_as_long_as_is_said() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    add(&project, "2_alter", "CREATE TABLE b (i INTEGER);\n\n  ALTER TABLE a ADD j INTEGER;\n", "SELECT 1;\n");
    let other = Held::by(database, Role::Creator, "BEGIN; LOCK TABLE a");
    let said = [
        "2_alter/up.sql:3: canceling statement due to lock timeout (SQLSTATE 55P03)",
        "the statement is: ALTER TABLE a ADD j INTEGER",
        "hint: another session holds a lock",
        "hint: nothing of 2_alter was kept",
    ];
    // By the settings, whatever is said of the lock of our own; and by that where they say nothing.
    as_role(&project, Role::Creator, r#", "lock_timeout": "200ms""#);
    says(&project.manage(["migrate"]).expect(4), &said);
    as_role(&project, Role::Creator, "");
    says(&project.manage(["migrate", "--lock-timeout", "200ms"]).expect(4), &said);
    assert_eq!(database.sql("SELECT to_regclass('b') IS NULL"), "t\n");
    drop(other);
    project.manage(["migrate"]).ok();
}

#[test]
fn statements_that_take_too_long_are_ended() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    add(&project, "2_slow", "CREATE TABLE b (i INTEGER);\nINSERT INTO b SELECT 1 FROM pg_sleep(600);\n", "SELECT 1;\n");
    as_role(&project, Role::Creator, r#", "statement_timeout": "300ms""#);
    let run = project.manage(["migrate"]).expect(6);
    says(
        &run,
        &[
            "2_slow/up.sql:2: canceling statement due to statement timeout (SQLSTATE 57014)",
            "hint: raise `statement_timeout` of the database in the settings",
        ],
    );
    assert_eq!(database.sql("SELECT to_regclass('a') IS NOT NULL, to_regclass('b') IS NULL"), "t\tt\n");
    // The limits of the role hold where the settings say nothing.
    database.sql_as(
        Role::Admin,
        &format!("ALTER ROLE manage_creator IN DATABASE {} SET statement_timeout = '300ms'", database.name),
    );
    as_role(&project, Role::Creator, "");
    says(&project.manage(["migrate"]).expect(6), &["due to statement timeout"]);
}

#[test]
fn an_error_has_place_code_detail_and_hint() {
    let project = Project::postgres("");
    let database = project.database();
    add(
        &project,
        "1_create",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, note TEXT);\nINSERT INTO a VALUES (1, 'x');\n",
        "DROP TABLE a;\n",
    );
    project.manage(["migrate"]).ok();
    for (up, code, texts) in [
        (
            "SELECT 1;\n/* é */ SELECT nam FROM a;\n",
            6,
            &["2_wrong/up.sql:2:16: column \"nam\" does not exist (SQLSTATE 42703)"] as &[&str],
        ),
        (
            "SELECT 1;\n  SELECT\n    not_e FROM a;\n",
            6,
            &[
                "2_wrong/up.sql:3:5: column \"not_e\" does not exist",
                "hint: Perhaps you meant to reference the column \"a.note\"",
            ],
        ),
        (
            "CREATE TABLE x (i INTEGER);\nINSERT INTO a VALUES (1);\n",
            6,
            &[
                "2_wrong/up.sql:2: duplicate key value violates unique constraint \"a_pkey\" (SQLSTATE 23505): Key (id)=(1) already exists.",
            ],
        ),
        (
            "ALTER TABLE a ALTER note TYPE INTEGER;\n",
            6,
            &[
                "2_wrong/up.sql:1: column \"note\" cannot be cast automatically to type integer (SQLSTATE 42804)",
                "hint: You might need to specify \"USING note::integer\"",
            ],
        ),
        (
            "ALTER TABLE a ALTER note TYPE INTEGER USING note::integer;\n",
            6,
            &["2_wrong/up.sql:1: invalid input syntax for type integer: \"x\" (SQLSTATE 22P02)"],
        ),
        ("SELEKT 1;\n", 6, &["2_wrong/up.sql:1:1: syntax error at or near \"SELEKT\" (SQLSTATE 42601)"]),
        (
            "DO $$ BEGIN\n  PERFORM nothing FROM a;\nEND $$;\n",
            6,
            &["column \"nothing\" does not exist (SQLSTATE 42703): inside a function: SELECT nothing FROM a"],
        ),
        (
            "DO $$ BEGIN RAISE EXCEPTION 'not now' USING HINT = 'later', DETAIL = 'busy', ERRCODE = 'MY001'; END $$;\n",
            6,
            &["not now (SQLSTATE MY001): busy", "hint: later"],
        ),
    ] {
        add(&project, "2_wrong", up, "SELECT 1;\n");
        let run = project.manage(["migrate"]).expect(code);
        says(&run, texts);
        says(
            &run,
            &[
                "hint: nothing of 2_wrong was kept, what ran before it was: put the cause right and run `manage migrate` again",
            ],
        );
        assert_eq!(database.sql("SELECT to_regclass('x') IS NULL, (SELECT count(*) FROM a)"), "t\t1\n", "{up}");
    }
}

#[test]
fn a_name_that_is_too_long_is_said_before_the_server_cuts_it() {
    let long = "n".repeat(70);
    let project = Project::postgres(&format!(
        "#[derive(Model)]\npub struct User {{\n    pub id: i64,\n    pub {long}: i32,\n}}\n"
    ));
    let run = project.manage(["makemigrations"]).expect(6);
    says(&run, &[long.as_str(), "63"]);
    assert!(project.migrations("default").is_empty());
    assert!(
        project
            .database()
            .scratch_databases("manage_creator")
            .iter()
            .all(|name| !name.contains(&std::process::id().to_string()))
    );
}

#[test]
fn a_version_that_the_ledger_cannot_hold_is_refused_before_anything_runs() {
    let project = Project::postgres("");
    let version = "1".repeat(51);
    add(&project, &format!("{version}_long"), "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    let run = project.manage(["migrate"]);
    assert_ne!(run.code, 0);
    says(&run, &["50"]);
    untouched(project.database());
}

#[test]
fn a_server_that_has_no_place_left_says_so() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    database.sql_as(Role::Admin, &format!("ALTER DATABASE {} CONNECTION LIMIT 0", database.name));
    let run = project.manage(["migrate"]).expect(6);
    says(&run, &["it has no connection left", "too many connections for database", "(SQLSTATE 53300)"]);
}
