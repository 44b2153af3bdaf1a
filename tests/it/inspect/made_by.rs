//! Databases of other tools, each brought under `manage` by the same few commands.

use crate::dump::{dump, execute};
use crate::project::Project;
use crate::servers::Database;

const MODELS: &str = "";

fn sqlite(sql: &str) -> Project {
    let project = Project::sqlite(MODELS);
    execute(&project.file("db.sqlite3"), sql);
    project
}

fn on_server(database: Database, sql: &str) -> Project {
    database.sql(sql);
    Project::on(database, MODELS)
}

/// Models, a first migration, and from then on as if `manage` had made it. Nothing in the database is changed on the way,
/// and an empty one gets to be the same.
fn brought_under_manage(project: &Project, fresh: &Project) {
    let everything = |project: &Project| match &project.read("settings.json") {
        settings if settings.contains("sqlite") => dump(&project.file("db.sqlite3")),
        _ => project.database().dump(),
    };
    let before = everything(project);
    project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    let models = project.read("src/models.rs");
    assert!(!models.contains("managed = false"), "{models}");
    project.manage(["makemigrations", "--from-database"]).ok();
    assert_eq!(project.migrations("default").len(), 1);
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["stamp", "head"]).ok();
    let run = project.manage(["migrate"]).ok();
    assert!(run.stderr.contains("nothing to apply"), "{}", run.stderr);
    assert_eq!(everything(project).schema, before.schema);
    assert_eq!(everything(project).rows, before.rows);

    // What the migration says is the whole of it.
    let migration = project.migrations("default").remove(0);
    let name = migration.file_name().expect("a name").to_string_lossy().into_owned();
    for file in ["up.sql", "down.sql"] {
        let path = format!("app_migrations/default/{name}/{file}");
        fresh.write(&path, project.read(&path));
    }
    fresh.write("src/models.rs", &models);
    fresh.manage(["migrate"]).ok();
    fresh.manage(["makemigrations", "--check"]).ok();
    // There is nothing that it would not have made in the same way.
    assert_eq!(fresh.manage(["inspectdb"]).ok().stdout, models);
}

#[test]
fn django() {
    brought_under_manage(&sqlite(include_str!("made_by/django_sqlite.sql")), &Project::sqlite(MODELS));
    let postgres = on_server(Database::postgres(), include_str!("made_by/django_postgres.sql"));
    brought_under_manage(&postgres, &Project::postgres(MODELS));
    let mysql = on_server(Database::mysql(), include_str!("made_by/django_mysql.sql"));
    brought_under_manage(&mysql, &Project::mysql(MODELS));
}

#[test]
fn alembic() {
    brought_under_manage(&sqlite(include_str!("made_by/alembic_sqlite.sql")), &Project::sqlite(MODELS));
    let postgres = on_server(Database::postgres(), include_str!("made_by/alembic_postgres.sql"));
    brought_under_manage(&postgres, &Project::postgres(MODELS));
    let mysql = on_server(Database::mysql(), include_str!("made_by/alembic_mysql.sql"));
    brought_under_manage(&mysql, &Project::mysql(MODELS));
}

#[test]
fn by_hand() {
    brought_under_manage(
        &sqlite(
            &include_str!("made_by/by_hand_sqlite.sql")
                .replace("create table notes (", "create table notes (id integer primary key, "),
        ),
        &Project::sqlite(MODELS),
    );
    let postgres = on_server(
        Database::postgres(),
        &include_str!("made_by/by_hand_postgres.sql").replace("line text)", "line text, PRIMARY KEY (at))"),
    );
    brought_under_manage(&postgres, &Project::postgres(MODELS));
    let mysql = on_server(Database::mysql(), include_str!("made_by/by_hand_mysql.sql"));
    brought_under_manage(&mysql, &Project::mysql(MODELS));
}

#[test]
fn version_tables_are_named_and_left_out() {
    for (sql, table, tool) in [
        (include_str!("made_by/django_sqlite.sql"), "django_migrations", "Django"),
        (include_str!("made_by/alembic_sqlite.sql"), "alembic_version", "Alembic"),
        ("CREATE TABLE _sqlx_migrations (version BIGINT PRIMARY KEY, checksum BLOB);", "_sqlx_migrations", "sqlx"),
        ("CREATE TABLE seaql_migrations (version TEXT PRIMARY KEY, applied_at BIGINT);", "seaql_migrations", "SeaORM"),
        ("CREATE TABLE flyway_schema_history (installed_rank INT, script TEXT);", "flyway_schema_history", "Flyway"),
    ] {
        let run = sqlite(sql).manage(["inspectdb"]).ok();
        let said = format!("Left out: {table}, in which {tool} keeps its migrations\n");
        assert!(run.stderr.contains(&said), "{}", run.stderr);
        assert!(!run.stdout.contains(table), "{}", run.stdout);
    }
}

#[test]
fn made_by_diesel_the_migrations_stay_as_they_are() {
    let project = Project::sqlite(MODELS);
    project.write(
        "app_migrations/default/2026-01-01-000000_first/up.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
    );
    project.write("app_migrations/default/2026-01-01-000000_first/down.sql", "DROP TABLE users;");
    project.diesel(&["migration", "run"]).ok();
    project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    let run = project.manage(["makemigrations", "--from-database"]).ok();
    assert!(format!("{}{}", run.stdout, run.stderr).contains("No changes detected"), "{}", run.shown());
    let models =
        project.read("src/models.rs").replace("pub name: String,", "pub name: String,\n    pub age: Option<i32>,");
    project.models(&models);
    project.manage(["makemigrations", "--from-database"]).ok();
    project.manage(["migrate"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    // What is not applied yet is not in the database.
    project.models(&models.replace("age", "size"));
    project.manage(["makemigrations", "--rename", "users.age:size"]).ok();
    let run = project.manage(["makemigrations", "--from-database"]).expect(5);
    assert!(run.stderr.contains("is not applied as it is"), "{}", run.stderr);
}
