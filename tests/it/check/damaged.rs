//! A ledger or a journal on a server that somebody has damaged: `check` says what is wrong with it.

use crate::project::Project;
use crate::servers::{Database, Role};

fn project(database: Database) -> Project {
    let project = Project::on(database, "#[derive(Model)] pub struct User { pub id: i64 }");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    project
}

/// What is done to a table of a project, the exit code of `check`, and what is said.
type Damage = (&'static str, i32, &'static str);

const ROW: &str = "note: the journal's rows of applied migrations are damaged: 2026-11-21-101500-0000_create_users; \
    `manage repair --adopt` writes them anew";
const JOURNAL: &str = "`manage repair --adopt` makes it anew; what is applied stands in diesel's ledger";
const NEWER: &str = "is of a newer format (99, written by manage 9.0)";
const TYPE: &str = "which can change what is written into it";
const EDITED: &str = "changed after it was applied: 2026-11-21-101500-0000_create_users";
const NO_VERSION: &str = "has no column `version`\nhint: put it aside";
const STRANGER: &str = "note: a row of the ledger is of no migration here, nor did `manage` write it: gar";
const NOTHING: &str = "Nothing found";

fn says(damages: &[Damage], database: fn() -> Database) {
    for (sql, code, expected) in damages {
        let project = project(database());
        project.database().sql(sql);
        let run = project.manage(["check"]);
        let shown = run.shown();
        assert!(run.code == *code && shown.contains(expected) && !shown.contains("panicked"), "{sql}: {shown}");
        assert!(!shown.contains("view __manage"), "{sql}: {shown}");
        let json = project.manage(["check", "--json"]).expect(*code).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["version"], 1, "{sql}");
        // Whoever goes on does no harm, and says so as well.
        let run = project.manage(["migrate"]);
        assert!([0, 5, 6].contains(&run.code) && !run.stderr.contains("panicked"), "{sql}: {}", run.shown());
    }
}

const POSTGRES: &[Damage] = &[
    ("ALTER TABLE __manage_journal DROP COLUMN checksum", 0, ROW),
    ("ALTER TABLE __manage_journal DROP COLUMN version", 5, JOURNAL),
    ("ALTER TABLE __manage_journal ALTER done TYPE text; UPDATE __manage_journal SET done = 'x'", 0, ROW),
    ("ALTER TABLE __manage_journal ALTER done TYPE point USING point(1, 2)", 0, ROW),
    ("ALTER TABLE __manage_journal ALTER checksum TYPE bytea USING '\\x00ff'", 5, EDITED),
    (
        "ALTER TABLE __manage_journal DROP COLUMN version; ALTER TABLE __manage_journal ADD version bytea DEFAULT '\\x00ff'",
        0,
        NOTHING,
    ),
    ("UPDATE __manage_journal SET format = 99, tool = 'manage 9.0'", 5, NEWER),
    ("UPDATE __manage_journal SET direction = 'side', done = -5", 0, ROW),
    ("UPDATE __manage_journal SET started_at = '', finished_at = 'yesterday', duration_ms = -1", 0, ROW),
    ("DROP TABLE __manage_journal; CREATE VIEW __manage_journal AS SELECT 1 AS version", 5, JOURNAL),
    ("ALTER TABLE __diesel_schema_migrations DROP COLUMN run_on", 5, "SELECT version FROM old_ledger"),
    ("ALTER TABLE __diesel_schema_migrations DROP COLUMN version", 5, NO_VERSION),
    ("ALTER TABLE __diesel_schema_migrations ALTER version TYPE bigint USING version::bigint", 5, TYPE),
    ("ALTER TABLE __diesel_schema_migrations ALTER version TYPE bytea USING '\\xff00'", 5, TYPE),
    (
        "ALTER TABLE __diesel_schema_migrations ALTER run_on DROP DEFAULT, ALTER run_on TYPE point USING point(1,2)",
        0,
        NOTHING,
    ),
    ("INSERT INTO __diesel_schema_migrations (version) VALUES (E'gar\\x01bage ☃ \\n x')", 0, STRANGER),
    ("REVOKE ALL ON __manage_journal FROM manage_creator", 6, "permission denied for table __manage_journal"),
    (
        "REVOKE ALL ON __diesel_schema_migrations FROM manage_creator",
        6,
        "permission denied for table __diesel_schema_migrations",
    ),
];

const MYSQL: &[Damage] = &[
    ("ALTER TABLE __manage_journal DROP COLUMN checksum", 0, ROW),
    ("ALTER TABLE __manage_journal DROP COLUMN version", 5, JOURNAL),
    ("ALTER TABLE __manage_journal MODIFY done text; UPDATE __manage_journal SET done = 'x'", 0, ROW),
    (
        "ALTER TABLE __manage_journal DROP COLUMN done; ALTER TABLE __manage_journal ADD done point DEFAULT (point(1, 2))",
        0,
        ROW,
    ),
    (
        "ALTER TABLE __manage_journal MODIFY checksum varbinary(64); UPDATE __manage_journal SET checksum = x'00ff'",
        5,
        EDITED,
    ),
    (
        "ALTER TABLE __manage_journal MODIFY version varbinary(64); UPDATE __manage_journal SET version = x'00ff'",
        0,
        NOTHING,
    ),
    ("UPDATE __manage_journal SET format = 99, tool = 'manage 9.0'", 5, NEWER),
    ("UPDATE __manage_journal SET direction = 'side', done = -5", 0, ROW),
    ("DROP TABLE __manage_journal; CREATE VIEW __manage_journal AS SELECT 1 AS version", 5, JOURNAL),
    ("ALTER TABLE __diesel_schema_migrations DROP COLUMN run_on", 5, "SELECT version FROM old_ledger"),
    ("ALTER TABLE __diesel_schema_migrations DROP COLUMN version", 5, NO_VERSION),
    ("ALTER TABLE __diesel_schema_migrations MODIFY version bigint", 5, TYPE),
    (
        "ALTER TABLE __diesel_schema_migrations MODIFY version varbinary(50); \
         UPDATE __diesel_schema_migrations SET version = x'ff00'",
        5,
        TYPE,
    ),
    ("ALTER TABLE __diesel_schema_migrations MODIFY run_on text", 0, NOTHING),
    ("SET sql_mode = ''; UPDATE __diesel_schema_migrations SET run_on = '0000-00-00 00:00:00'", 0, ROW_OF_OTHERS),
    ("INSERT INTO __diesel_schema_migrations (version) VALUES ('gar\\nbage x')", 0, STRANGER),
];

/// The entry is not of what the ledger says now, and counts for nothing.
const ROW_OF_OTHERS: &str = NOTHING;

#[test]
fn on_postgres() {
    says(POSTGRES, Database::postgres);
}

#[test]
fn on_mysql() {
    says(MYSQL, Database::mysql);
}

/// MariaDB shows nobody what he may not read: what is applied cannot be told from what is not.
#[test]
fn a_ledger_that_mariadb_hides() {
    let project = project(Database::mysql());
    let database = project.database();
    let (name, user) =
        (&database.name, format!("r_{}", database.name.split('_').skip(1).collect::<Vec<_>>().join("_")));
    database.sql_as(Role::Admin, &format!("CREATE USER {user}@'%' IDENTIFIED BY 'hush-reader'"));
    let settings = project.read("settings.json");
    let url = database.url();
    let own = url.replace(
        &url[url.find("//").expect("a URL") + 2..url.find('@').expect("a user")],
        &format!("{user}:hush-reader"),
    );
    project.write("settings.json", settings.replace(&url, &own));
    let grant =
        |what: &str| drop(database.sql_as(Role::Admin, &format!("GRANT SELECT ON {name}.{what} TO {user}@'%'")));
    grant("users");
    for command in [&["check"][..], &["showmigrations"], &["migrate"], &["current"]] {
        let run = project.manage(command).expect(6).stderr;
        let expected = "what is applied cannot be read\n  caused by: SELECT command denied to user";
        assert!(run.contains(expected) && run.contains("hint: grant the role"), "{command:?}: {run}");
    }
    // A journal may lack: what is applied stands in the ledger.
    grant("__diesel_schema_migrations");
    for command in ["check", "showmigrations", "migrate"] {
        project.manage([command]).ok();
    }
    database.sql_as(Role::Admin, &format!("GRANT SELECT (version) ON {name}.__manage_journal TO {user}@'%'"));
    assert!(project.manage(["check"]).ok().stderr.contains(ROW));
    grant("__manage_journal");
    assert_eq!(project.manage(["check"]).ok().stderr, "");
    database.sql_as(Role::Admin, &format!("DROP USER {user}@'%'"));
}
