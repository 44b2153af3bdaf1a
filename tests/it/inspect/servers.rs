//! What a server's database has that models cannot declare goes into the first migration, and is found when it is gone.

use crate::catalogue::read;
use crate::project::Project;
use crate::servers::{Database, Role};

/// Takes what is there over, and makes the same on another database.
fn taken_over(there: Database, other: Database, sql: &[&str]) -> Project {
    for statement in sql {
        there.sql(statement);
    }
    let project = Project::on(there, "");
    let other_url = other.url();
    let url = project.database().url();
    let settings =
        |url: &str| format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]}}}}}}"#);
    project.write("settings.json", settings(&url));
    let _ = std::fs::remove_file(project.file("src/models.rs"));
    project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    project.manage(["makemigrations", "--from-database", "--no-input"]).ok();
    project.manage(["stamp", "head"]).ok();
    project.manage(["check"]).ok();
    assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    let before = read(project.database());
    project.write("settings.json", settings(&other_url));
    project.manage(["migrate"]).ok();
    let made = read(&other);
    assert!(before == made, "{:#?}", before.differences(&made));
    project.write("settings.json", settings(&url));
    drop(other);
    project
}

/// What `check` says when this was done by hand.
#[track_caller]
fn drifts(project: &Project, by_hand: &str, said: &str, back: &str) {
    project.database().sql(by_hand);
    let run = project.manage(["check"]).expect(1);
    assert!(run.stdout.contains(said), "{by_hand}\n{}", run.stdout);
    project.database().sql(back);
    project.manage(["check"]).ok();
}

#[test]
fn on_postgres() {
    let project = taken_over(
        Database::postgres(),
        Database::postgres(),
        &[
            "CREATE TABLE par (id int PRIMARY KEY, a int)",
            "CREATE TABLE chi (b int) INHERITS (par)",
            "CREATE TABLE part (id int, at date NOT NULL) PARTITION BY RANGE (at)",
            "CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
            "CREATE UNLOGGED TABLE quick (id int PRIMARY KEY)",
            "CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY (START 50 INCREMENT 10) PRIMARY KEY, t text)",
            "ALTER TABLE counted ADD par_id int",
            "ALTER TABLE counted ADD FOREIGN KEY (par_id) REFERENCES par NOT VALID",
            "ALTER TABLE counted ALTER t SET STORAGE EXTERNAL",
            "CREATE INDEX by_text ON counted (t) WITH (fillfactor = 60)",
            "COMMENT ON INDEX by_text IS 'by text'",
            "CREATE VIEW seen AS SELECT id FROM counted",
            "COMMENT ON VIEW seen IS 'a view'",
            "GRANT SELECT ON seen TO pg_monitor",
            "ALTER TABLE quick ENABLE ROW LEVEL SECURITY",
            "CREATE COLLATION plain FROM \"C\"",
            "CREATE TABLE sorted (id int PRIMARY KEY, t text COLLATE plain)",
            "CREATE TEXT SEARCH CONFIGURATION words (COPY = english)",
            "CREATE SEQUENCE numbers START 7",
        ],
    );
    let models = project.read("src/models.rs");
    for line in ["Without a model: the partition part_1.", "Without a model: the sequence numbers."] {
        assert!(models.contains(line), "{line}\n{models}");
    }
    for (by_hand, said, back) in [
        (
            "ALTER TABLE quick SET LOGGED",
            "the options of quick are none, not UNLOGGED",
            "ALTER TABLE quick SET UNLOGGED",
        ),
        (
            "COMMENT ON INDEX by_text IS NULL",
            "comment on by_text on counted is missing",
            "COMMENT ON INDEX by_text IS 'by text'",
        ),
        (
            "ALTER TABLE quick DISABLE ROW LEVEL SECURITY",
            "row level security of quick is missing",
            "ALTER TABLE quick ENABLE ROW LEVEL SECURITY",
        ),
        (
            "ALTER TABLE par ENABLE ROW LEVEL SECURITY",
            "row level security of par is there, and no migration",
            "ALTER TABLE par DISABLE ROW LEVEL SECURITY",
        ),
        (
            "REVOKE SELECT ON seen FROM pg_monitor",
            "right of pg_monitor on seen is missing",
            "GRANT SELECT ON seen TO pg_monitor",
        ),
        ("CREATE COLLATION other FROM \"C\"", "collation other is there, and no migration", "DROP COLLATION other"),
        (
            "ALTER INDEX by_text SET (fillfactor = 70)",
            "setting of by_text on counted has another definition",
            "ALTER INDEX by_text SET (fillfactor = 60)",
        ),
        (
            "ALTER TABLE counted VALIDATE CONSTRAINT counted_par_id_fkey",
            "constraint counted_par_id_fkey on counted is missing",
            "ALTER TABLE counted DROP CONSTRAINT counted_par_id_fkey; ALTER TABLE counted ADD FOREIGN KEY (par_id) REFERENCES par NOT VALID",
        ),
    ] {
        drifts(&project, by_hand, said, back);
    }
    // Rights beside the migrations, and partitions, come and go.
    project.database().sql("GRANT INSERT ON counted TO pg_monitor; DROP TABLE part_1");
    project.manage(["check"]).ok();
}

#[test]
fn on_mysql() {
    let project = taken_over(
        Database::mysql(),
        Database::mysql(),
        &[
            "CREATE TABLE versioned (id int PRIMARY KEY, x int) WITH SYSTEM VERSIONING",
            "CREATE TABLE explicit (id int, s timestamp(6) GENERATED ALWAYS AS ROW START, e timestamp(6) GENERATED ALWAYS AS ROW END, \
             PERIOD FOR SYSTEM_TIME(s, e), PRIMARY KEY(id)) WITH SYSTEM VERSIONING",
            "CREATE TABLE parts (id int PRIMARY KEY, x int) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), \
             PARTITION p1 VALUES LESS THAN MAXVALUE)",
            "CREATE SEQUENCE numbers START WITH 7",
            "CREATE TABLE hidden (id int PRIMARY KEY, h int INVISIBLE DEFAULT 3, n bigint DEFAULT nextval(numbers), \
             INDEX said (h) COMMENT 'an index')",
            "CREATE TABLE periods (id int, a date NOT NULL, b date NOT NULL, PERIOD FOR pp(a, b), UNIQUE KEY once (id, pp WITHOUT OVERLAPS))",
        ],
    );
    let models = project.read("src/models.rs");
    assert!(models.contains("Without a model: the sequence numbers."), "{models}");
    assert!(models.contains("pub struct Versioned"), "{models}");
    for (by_hand, said, back) in [
        (
            "ALTER TABLE versioned DROP SYSTEM VERSIONING",
            "the options of versioned are none, not WITH SYSTEM VERSIONING",
            "ALTER TABLE versioned ADD SYSTEM VERSIONING",
        ),
        (
            "ALTER TABLE hidden MODIFY h int DEFAULT 3",
            "column hidden.h is said to be none, not INVISIBLE",
            "ALTER TABLE hidden MODIFY h int INVISIBLE DEFAULT 3",
        ),
        (
            "ALTER TABLE parts REMOVE PARTITIONING",
            "partition parts is missing",
            "ALTER TABLE parts PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE)",
        ),
        (
            "DROP TABLE periods; CREATE TABLE periods (id int, a date NOT NULL, b date NOT NULL, UNIQUE KEY once (id, a, b))",
            "constraint pp on periods is missing",
            "DROP TABLE periods; CREATE TABLE periods (id int, a date NOT NULL, b date NOT NULL, PERIOD FOR pp(a, b), UNIQUE KEY once (id, pp WITHOUT OVERLAPS))",
        ),
    ] {
        drifts(&project, by_hand, said, back);
    }
    // Parts come and go.
    project.database().sql("ALTER TABLE parts REORGANIZE PARTITION p1 INTO (PARTITION p1 VALUES LESS THAN (20), PARTITION p2 VALUES LESS THAN MAXVALUE)");
    project.manage(["check"]).ok();
}

/// A way back that forgets what is no table is found; a change of ours brings back what it takes away.
#[test]
fn nothing_is_forgotten() {
    let project = Project::postgres(
        "#[derive(Model)] pub struct User { pub id: i64, #[model(max_length = 50, index)] pub name: String }",
    );
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let own = "ALTER TABLE users ALTER name SET STORAGE EXTERNAL, ALTER name SET STATISTICS 50;
        CREATE VIEW names AS SELECT name FROM users;
        COMMENT ON VIEW names IS 'their names';
        COMMENT ON INDEX users_name_idx IS 'by name';
        GRANT SELECT ON names TO pg_monitor;
        GRANT UPDATE (name) ON users TO pg_monitor;\n";
    crate::together::add(&project, "2030-01-01-000000_own", own, "DROP VIEW names;\n");
    let run = project.manage(["verify"]).expect(1);
    for said in
        ["setting of name on users", "comment on users_name_idx on users", "right of pg_monitor (name) on users"]
    {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
    let back = "DROP VIEW names; ALTER TABLE users ALTER name SET STORAGE EXTENDED, ALTER name SET STATISTICS -1;
        COMMENT ON INDEX users_name_idx IS NULL; REVOKE UPDATE (name) ON users FROM pg_monitor;\n";
    crate::together::add(&project, "2030-01-01-000000_own", own, back);
    project.manage(["verify"]).ok();
    project.manage(["migrate"]).ok();
    let before = read(project.database()).objects;
    // The type of a column under all that.
    project.models("#[derive(Model)] pub struct User { pub id: i64, #[model(index)] pub name: String }");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(read(project.database()).objects.len(), before.len());
    project.manage(["check"]).ok();
    assert!(read(project.database()).objects.iter().all(|own| before.contains(own)));
    project.manage(["downgrade", "-1"]).ok();
    assert!(read(project.database()).objects.iter().all(|own| before.contains(own)));
    assert_eq!(read(project.database()).objects.len(), before.len());
    // The index goes, and its comment with it; both come back.
    project.manage(["migrate"]).ok();
    project.models("#[derive(Model)] pub struct User { pub id: i64, pub name: String }");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["check"]).ok();
    project.manage(["downgrade", "-1"]).ok();
    assert!(
        read(project.database()).objects.iter().any(|own| own.sql == "COMMENT ON INDEX users_name_idx IS 'by name'")
    );
}

/// A file of an older `manage`, which looked at less, is as good as ever where there is no server.
#[test]
fn an_older_state_file_is_read() {
    let project = Project::postgres("#[derive(Model)] pub struct User { pub id: i64 }");
    let own = "CREATE TABLE users (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY);
        ALTER TABLE users ENABLE ROW LEVEL SECURITY; COMMENT ON CONSTRAINT users_pkey ON users IS 'key';\n";
    crate::together::add(&project, "2020-01-01-000000_own", own, "DROP TABLE users;\n");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let file = "app_migrations/default/schema.json";
    let now = project.read(file);
    assert!(now.contains("\"catalog\": ") && now.contains("\"row_security\"") && now.contains("\"comment\""), "{now}");
    let mut old: serde_json::Value = serde_json::from_str(&now).expect("an object");
    old.as_object_mut().expect("an object").remove("catalog");
    let objects = old["objects"].as_array_mut().expect("objects");
    objects.retain(|own| own["kind"] != "comment");
    objects.iter_mut().for_each(|own| own["kind"] = "other".into());
    let old = old.to_string();
    project.write(file, &old);
    let settings = project.read("settings.json");
    let nowhere =
        r#"{"databases": {"default": {"url": "postgres://nobody@127.0.0.1:1/x", "models": ["src/models.rs"]}}}"#;
    project.write("settings.json", nowhere);
    assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    project.write("settings.json", settings);
    // With a server at hand it is computed anew.
    project.manage(["check"]).ok();
    project.manage(["makemigrations"]).ok();
    assert_eq!(project.read(file), now);
}

/// Anybody may read the catalog of PostgreSQL, and not everybody the ledger.
#[test]
fn no_rights_to_read() {
    let project = Project::postgres("#[derive(Model)] pub struct Secret { pub id: i64 }");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    let url = project.database().url_as(Role::Plain);
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]}}}}}}"#),
    );
    let run = project.manage(["inspectdb"]).ok();
    assert!(run.stdout.contains("pub struct Secret"), "{}", run.shown());
    for arguments in
        [&["check"][..], &["showmigrations"], &["current"], &["migrate"], &["makemigrations", "--from-database"]]
    {
        let run = project.manage(arguments);
        assert_eq!(run.code, 6, "{arguments:?} {}", run.shown());
        assert!(run.shown().contains("permission denied for table __"), "{arguments:?} {}", run.shown());
        assert!(run.shown().contains("grant the role what it takes"), "{arguments:?} {}", run.shown());
    }
}
