//! Databases of three kinds in one project.

use insta::assert_snapshot;

use crate::project::{Project, Run};
use crate::servers::{Database, Role};

/// The same models for all three, and one that only one of them has.
const MODELS: &str = r#"
#[derive(Model)]
pub struct Team { pub id: i64, #[model(max_length = 40, unique)] pub name: String }
#[derive(Model)]
pub struct User { pub id: i64, #[model(references = "teams.id", on_delete = "cascade")] pub team_id: i64, pub joined: chrono::NaiveDate }
#[derive(Model)]
#[model(database = "production")]
pub struct Event { pub id: i64, pub payload: serde_json::Value }
"#;

/// A project, and its databases on the servers.
struct Three {
    project: Project,
    postgres: Database,
    mysql: Database,
}

impl Three {
    fn new(models: &str) -> Self {
        let (project, postgres, mysql) = (Project::empty(), Database::postgres(), Database::mysql());
        let three = Self { project, postgres, mysql };
        three.project.models(models);
        three.settings(&three.postgres.url());
        three
    }

    fn settings(&self, postgres: &str) {
        self.project.write(
            "settings.json",
            format!(
                r#"{{"databases": {{
    "default": {{"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]}},
    "production": {{"url": "{postgres}", "models": ["src/models.rs"]}},
    "legacy": {{"url": "{}", "models": ["src/models.rs"]}}
}}}}"#,
                self.mysql.url()
            ),
        );
    }

    fn manage(&self, arguments: &[&str]) -> Run {
        self.project.manage(arguments)
    }

    /// What was printed, without the names of databases and servers.
    fn shown(&self, run: &Run) -> String {
        let mut text = run.shown();
        for (database, name) in [(&self.postgres, "[POSTGRES]"), (&self.mysql, "[MARIADB]")] {
            let url = database.url_as(Role::Creator);
            let place = url.split('@').nth(1).expect("a host").to_owned();
            text = text.replace(&place, name);
        }
        text
    }
}

#[test]
fn all_in_order_each_in_its_own_dialect() {
    let three = Three::new(MODELS);
    let run = three.manage(&["makemigrations"]).ok();
    let stripped = run.stdout.replace("2026-11-21-101500-0000_", "");
    assert_snapshot!(stripped, @r#"
    Migrations for default:
      app_migrations/default/create_teams_and_create_users
        + Create table teams
        + Create table users
    Migrations for production:
      app_migrations/production/create_events_and_create_teams_and_create_users
        + Create table events
        + Create table teams
        + Create table users
    Migrations for legacy:
      app_migrations/legacy/create_teams_and_create_users
        + Create table teams
        + Create table users
    "#);
    let run = three.manage(&["migrate"]).ok();
    let order: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("Migrating ")).collect();
    assert!(order[0].starts_with("Migrating default (") && order[2].starts_with("Migrating legacy ("), "{order:?}");
    assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    assert_eq!(three.manage(&["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    assert!(three.manage(&["showmigrations"]).ok().stdout.matches("[X]").count() == 3);
    assert!(
        three
            .postgres
            .sql("SELECT data_type FROM information_schema.columns WHERE column_name = 'payload'")
            .contains("json")
    );
    assert!(three.mysql.try_sql(Role::Creator, "SELECT * FROM events").is_err());

    // One at a time, by its name.
    three.project.models(&MODELS.replace("pub joined", "pub nick: Option<String>, pub joined"));
    let run = three.manage(&["makemigrations", "--database", "legacy"]).ok();
    assert_eq!(run.stdout.matches("Add column nick").count(), 1, "{}", run.stdout);
    three.manage(&["makemigrations", "--check", "--database", "legacy"]).ok();
    let run = three.manage(&["makemigrations", "--check"]).expect(1);
    assert_eq!(run.stdout.matches("Add column nick").count(), 2, "{}", run.stdout);
    three.manage(&["makemigrations"]).ok();
    three.manage(&["migrate"]).ok();
    three.manage(&["migrate", "--check"]).ok();
    for alias in ["default", "production", "legacy"] {
        three.manage(&["downgrade", "base", "--database", alias]).ok();
    }
    assert!(three.postgres.dump().rows.is_empty() && three.mysql.dump().rows.is_empty());
}

#[test]
fn where_every_database_is_when_one_fails() {
    let three = Three::new(MODELS);
    three.manage(&["makemigrations"]).ok();
    three.postgres.sql("CREATE TABLE users (id INT)");
    let run = three.manage(&["migrate"]).expect(6);
    let end = three.shown(&run);
    let end = end.split("warning: not reached").nth(1).expect("the end").to_owned();
    assert_snapshot!(end, @r#"
    : legacy
    Where the databases are now:
      default: done, at 2026-11-21-101500-0000_create_teams_and_create_users
      production: failed, nothing is applied, 1 not applied
      legacy: not reached, nothing is applied, 1 not applied
    "#);
    let json = three.manage(&["migrate", "--json"]).expect(6).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["whereabouts"][1]["fate"], "failed", "{json}");
    assert_eq!(json["whereabouts"][2]["fate"], "not_reached", "{json}");
    assert_eq!(json["whereabouts"][2]["pending"], 1, "{json}");

    // A server that is not there: others are looked at all the same, and nothing is migrated behind it.
    three.settings(&three.postgres.server.url_at(Role::Creator, "127.0.0.1", 1, "nowhere"));
    let run = three.manage(&["showmigrations"]).expect(6);
    assert!(run.stdout.contains("default\n [X]") && run.stdout.contains("legacy\n [ ]"), "{}", run.shown());
    let run = three.manage(&["migrate"]).expect(6);
    assert!(run.stderr.contains("production: failed, where it is cannot be told"), "{}", run.stderr);
    // The gravest wins: this is no mere "something is not applied".
    three.manage(&["migrate", "--check"]).expect(6);
    // None of it matters to the others.
    three.manage(&["migrate", "--database", "legacy", "--database", "default"]).ok();
    three.settings(&three.postgres.url());
    three.postgres.sql("DROP TABLE users");
    let run = three.manage(&["migrate"]).ok();
    assert!(!run.stderr.contains("Where the databases are"), "{}", run.stderr);
}

#[test]
fn what_a_model_cannot_be_everywhere_is_said_with_its_place() {
    let three = Three::new("#[derive(Model)]\npub struct User {\n    pub id: i64,\n    pub tags: Vec<String>,\n}\n");
    let run = three.manage(&["makemigrations"]).expect(6);
    assert!(run.stderr.contains("src/models.rs:4:"), "{}", run.stderr);
    three.manage(&["makemigrations", "--database", "production"]).ok();

    // A foreign key to another database, whichever way that is said.
    three.project.models(
        "#[derive(Model)]\npub struct User {\n    pub id: i64,\n    #[model(references = \"events.id\")]\n    pub event_id: i64,\n}\n\
         #[derive(Model)]\n#[model(database = \"production\")]\npub struct Event {\n    pub id: i64,\n}\n",
    );
    let run = three.manage(&["makemigrations"]).expect(6);
    assert!(run.stderr.contains("error: src/models.rs:4:26: there is no table events"), "{}", run.stderr);
    assert!(run.stderr.contains("events belongs to the database `production` (src/models.rs:8:20)"), "{}", run.stderr);
    let settings = three.project.read("settings.json");
    three.project.write("settings.json", settings.replacen("src/models.rs", "src/own.rs", 1));
    three.project.write(
        "src/own.rs",
        "#[derive(Model)]\npub struct Own {\n    pub id: i64,\n    #[model(references = \"users.id\")]\n    pub user_id: i64,\n}\n",
    );
    three.project.models("#[derive(Model)]\npub struct User {\n    pub id: i64,\n}\n");
    let run = three.manage(&["makemigrations"]).expect(6);
    assert!(run.stderr.contains("error: src/own.rs:4:26: there is no table users"), "{}", run.stderr);
    assert!(run.stderr.contains("users is in the database `production` (src/models.rs:2:12)"), "{}", run.stderr);
}

const AUTH: &str = "CREATE TABLE auth_users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL UNIQUE);\n\
    CREATE TABLE auth_tokens (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL, FOREIGN KEY (user_id) REFERENCES auth_users (id));\n";
const PROFILE: &str = "#[derive(Model)]\npub struct Profile {\n    pub id: i64,\n    #[model(references = \"auth_users.id\", on_delete = \"cascade\")]\n    pub user_id: i32,\n}\n";

/// A library that ships its own tables: they are its own.
#[test]
fn a_librarys_tables_are_left_to_it() {
    let (postgres, mysql) = (Database::postgres(), Database::mysql());
    for url in ["db.sqlite3".to_owned(), postgres.url(), mysql.url()] {
        let project = Project::sqlite(PROFILE);
        project.write(
            "settings.json",
            format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"], "migrations": ["own", "vendor/auth"]}}}}}}"#),
        );
        let library = |name: &str, up: &str, down: &str| {
            project.write(&format!("vendor/auth/{name}/up.sql"), up);
            project.write(&format!("vendor/auth/{name}/down.sql"), down);
        };
        library("2026-01-01-000000-0000_auth", AUTH, "DROP TABLE auth_tokens; DROP TABLE auth_users;\n");
        let run = project.manage(["makemigrations"]).ok();
        assert_eq!(run.stdout.matches("    ").count(), 1, "{}", run.stdout);
        assert!(
            run.stdout.contains("  own/2026-11-21-101500-0000_create_profiles\n    + Create table profiles"),
            "{}",
            run.stdout
        );
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        assert!(!project.file("vendor/auth/schema.json").exists());
        project.manage(["migrate"]).ok();

        // It goes on by itself, and ours build on what it has then: also where its clock is ahead.
        library(
            "2099-01-01-000000-0000_more",
            "ALTER TABLE auth_users ADD COLUMN mail VARCHAR(40) UNIQUE;\n".replace(" UNIQUE", "").as_str(),
            "ALTER TABLE auth_users DROP COLUMN mail;\n",
        );
        assert_eq!(project.manage(["makemigrations"]).ok().stdout, "No changes detected\n");
        project.models(&PROFILE.replace(
            "}\n",
            "    #[model(references = \"auth_users.name\", max_length = 20)]\n    pub name: Option<String>,\n}\n",
        ));
        let run = project.manage(["makemigrations"]).ok();
        assert!(run.stdout.contains("own/2099-01-01-000001-0000_"), "{}", run.stdout);
        project.manage(["migrate"]).ok();
        assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
        let schema = project.manage(["printschema"]).ok().stdout;
        assert!(schema.contains("profiles") && !schema.contains("auth_users"), "{schema}");
        // A table of ours that goes is asked about, one of the library's is no candidate and no loss.
        project.models("#[derive(Model)]\npub struct Note { pub id: i64 }\n");
        let run = project.manage(["makemigrations"]).expect(3);
        assert!(!run.stderr.contains("auth_"), "{}", run.stderr);
        project.models(&PROFILE.replace("auth_users.id", "auth_users.nothing"));
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains("src/models.rs:4:26: auth_users has no column nothing"), "{}", run.stderr);
        project.manage(["downgrade", "base"]).ok();
    }
}

/// Names that the server would give itself, or cut, are ours: the same in every run, and no two alike.
#[test]
fn long_and_foreign_names_fit_the_server() {
    let long = "a_table_with_a_name_that_is_nearly_as_long_as_names_can_be";
    let column = "a_column_with_a_name_that_is_quite_long_too_and_goes_on";
    let models = format!(
        r#"
#[derive(Model)]
#[model(table = "{long}", unique({column}_1, {column}_2), index({column}_1, {column}_3), index({column}_1, {column}_2, {column}_3), check("{column}_1 > 0"), check("{column}_2 > 0"), foreign_key({column}_3, references = "größen(id)"))]
pub struct Long {{ pub id: i64, pub {column}_1: i64, pub {column}_2: i64, #[model(unique)] pub {column}_3: i64 }}
#[derive(Model)]
#[model(table = "größen", index("überbau_der_längsten_größe_in_zentimetern", "überbau_der_kürzesten_größe_in_zentimetern"), unique("überbau_der_längsten_größe_in_zentimetern", "überbau_der_kürzesten_größe_in_zentimetern"))]
pub struct Size {{ pub id: i64, #[model(column = "überbau_der_längsten_größe_in_zentimetern")] pub a: i32, #[model(column = "überbau_der_kürzesten_größe_in_zentimetern")] pub b: i32 }}
"#
    );
    let models = models
        .replace(
            "index(\"überbau_der_längsten_größe_in_zentimetern\", \"überbau_der_kürzesten_größe_in_zentimetern\")",
            "index(a, b)",
        )
        .replace(
            "unique(\"überbau_der_längsten_größe_in_zentimetern\", \"überbau_der_kürzesten_größe_in_zentimetern\")",
            "unique(a, b)",
        );
    let given = |project: &Project| {
        let query = match project.database().server.kind {
            crate::servers::Kind::Postgres => {
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'i' AND relname NOT LIKE '\\_\\_%' \
                 UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f') ORDER BY 1"
            }
            crate::servers::Kind::Mysql => {
                "SELECT CONCAT(table_name, ' ', index_name) FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name NOT LIKE '\\_\\_%' AND seq_in_index = 1 \
                 UNION ALL SELECT constraint_name FROM information_schema.table_constraints WHERE table_schema = DATABASE() AND constraint_type IN ('CHECK', 'FOREIGN KEY') ORDER BY 1"
            }
        };
        project.database().sql(query)
    };
    for other in [Project::postgres, Project::mysql] {
        let projects = [other(&models), other(&models)];
        let mut found = Vec::new();
        for project in &projects {
            project.manage(["makemigrations"]).ok();
            project.manage(["migrate"]).ok();
            project.manage(["makemigrations", "--check"]).ok();
            std::fs::remove_file(project.file("app_migrations/default/schema.json")).expect("schema.json");
            project.manage(["makemigrations", "--check"]).ok();
            found.push(given(project));
        }
        assert_eq!(found[0], found[1]);
        let names: Vec<&str> = found[0].lines().collect();
        let distinct: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(distinct.len(), names.len(), "{names:#?}");
        let up = std::fs::read_to_string(projects[0].migrations("default")[0].join("up.sql")).expect("up.sql");
        for name in names.iter().map(|name| name.rsplit(' ').next().unwrap_or(name)).filter(|name| *name != "PRIMARY") {
            assert!(up.contains(name) || name.ends_with("_pkey"), "{name} is not ours:\n{up}");
        }
        // A new one beside them, and back.
        projects[0].models(&models.replace("index(a, b)", "index(a, b), index(b)"));
        projects[0].manage(["makemigrations"]).ok();
        projects[0].manage(["migrate"]).ok();
        projects[0].manage(["makemigrations", "--check"]).ok();
        projects[0].manage(["downgrade", "base"]).ok();
    }
}

/// What people read of the time at which a migration was applied is the same everywhere; data has all that there is.
#[test]
fn when_it_was_applied_is_told_to_the_second() {
    for project in [
        Project::sqlite("#[derive(Model)]\npub struct Note { pub id: i64 }\n"),
        Project::on(Database::postgres(), "#[derive(Model)]\npub struct Note { pub id: i64 }\n"),
        Project::on(Database::mysql(), "#[derive(Model)]\npub struct Note { pub id: i64 }\n"),
    ] {
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        let json: serde_json::Value =
            serde_json::from_str(&project.manage(["history", "--json"]).ok().stdout).expect("JSON");
        let at = &json["histories"][0]["migrations"][0]["applied"][0]["applied_at"];
        let at = at.as_str().expect("a time");
        let to_the_second = at.split('.').next().expect("a time").to_owned();
        assert_eq!(to_the_second.len(), "2026-11-21 10:15:00".len(), "{json}");
        for command in [&["history"][..], &["show", "head"], &["showmigrations", "-v"], &["current", "-v"]] {
            let said = project.manage(command).ok().stdout;
            assert!(
                said.contains(&to_the_second) && !said.contains(&format!("{to_the_second}.")),
                "{command:?}: {said}"
            );
        }
    }
}

/// The live database in place of what the migrations lead to, beside a library's directory.
#[test]
fn from_the_database_beside_a_library() {
    let (postgres, mysql) = (Database::postgres(), Database::mysql());
    for url in ["db.sqlite3".to_owned(), postgres.url(), mysql.url()] {
        let project = Project::sqlite(PROFILE);
        project.write(
            "settings.json",
            format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"], "migrations": ["own", "vendor/auth"]}}}}}}"#),
        );
        let library = "vendor/auth/2026-01-01-000000-0000_auth";
        project.write(&format!("{library}/up.sql"), AUTH);
        project.write(&format!("{library}/down.sql"), "DROP TABLE auth_tokens; DROP TABLE auth_users;\n");
        project.manage(["makemigrations"]).ok();
        let run = project.manage(["makemigrations", "--from-database"]);
        assert!(run.code != 0 && run.stderr.contains("is not applied as it is") || run.code == 6, "{}", run.shown());
        project.manage(["migrate"]).ok();
        assert_eq!(project.manage(["makemigrations", "--from-database"]).ok().stdout, "No changes detected\n");

        // What was altered by hand counts as what the migrations lead to; the library's tables are left to it.
        let by_hand = "ALTER TABLE profiles ADD COLUMN age INTEGER; ALTER TABLE auth_users ADD COLUMN extra INTEGER;";
        match url.split_once("://") {
            None => crate::dump::execute(&project.file("db.sqlite3"), by_hand),
            Some(("mysql", _)) => drop(mysql.sql(by_hand)),
            Some(_) => drop(postgres.sql(by_hand)),
        }
        project.models(&PROFILE.replace("}\n", "    pub age: Option<i32>,\n    pub mail: Option<i32>,\n}\n"));
        let run = project.manage(["makemigrations", "--from-database", "--no-verify"]).ok();
        assert!(run.stdout.contains("Add column mail to profiles"), "{}", run.stdout);
        assert!(!run.stdout.contains("age") && !run.stdout.contains("auth_"), "{}", run.stdout);
        assert!(!project.file("vendor/auth/schema.json").exists());

        // Nobody can tell whose tables are whose.
        std::fs::remove_file(project.file("own/schema.json")).expect("a state");
        project.manage(["migrate"]).ok();
        let run = project.manage(["makemigrations", "--from-database"]).expect(6);
        assert!(run.stderr.contains("no schema.json says whose tables are whose"), "{}", run.stderr);
        assert!(run.stderr.contains("hint: `manage makemigrations` without --from-database"), "{}", run.stderr);
    }
}
