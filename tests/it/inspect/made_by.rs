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

/// A database of another tool, and the migrations that somebody has written for it: with one command they count as applied.
fn counted_as_applied(project: &Project, donor: &Project, tool: &str, table: &str, break_it: &str) {
    donor.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    donor.manage(["makemigrations", "--from-database"]).ok();
    let models = donor.read("src/models.rs");
    let more = format!("{models}\n#[derive(Model)]\npub struct Visit {{\n    pub id: i64,\n}}\n");
    donor.models(&more);
    let mut second = donor.command(["makemigrations"]);
    second.env("MANAGE_NOW", "2026-11-22T10:00:00Z");
    donor.run(&mut second).ok();
    let names: Vec<String> = donor
        .migrations("default")
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    for name in &names {
        for file in ["up.sql", "down.sql"] {
            let path = format!("app_migrations/default/{name}/{file}");
            project.write(&path, donor.read(&path));
        }
    }
    project.models(&more);
    let left_out = format!("Left out: {table}, in which {tool} keeps its migrations\n");
    let plan = project.manage(["migrate", "--fake-initial", "--plan"]).ok();
    assert!(plan.stderr.contains(&left_out), "{}", plan.stderr);
    let listed: Vec<&str> = plan.stdout.lines().filter(|line| line.starts_with("  20")).map(str::trim).collect();
    assert_eq!(listed.len(), 2, "{}", plan.stdout);
    assert!(plan.stdout.starts_with("To be counted as applied, without being run, on default"), "{}", plan.stdout);
    let data = project.manage(["migrate", "--fake-initial", "--plan", "--json"]).ok().stdout;
    assert_eq!(data.matches("\"counts_as_applied\": true").count(), 1, "{data}");
    let nothing = project.manage(["showmigrations"]).ok().stdout;
    assert!(!nothing.contains("[X]"), "{nothing}");

    let run = project.manage(["migrate", "--fake-initial"]).ok();
    assert!(run.stderr.contains(&left_out), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("  counts as applied {}\n", names[0])), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("  applied {}", names[1])), "{}", run.stderr);
    project.manage(["makemigrations", "--check"]).ok();
    project.manage(["makemigrations"]).ok();
    project.manage(["check"]).ok();
    project.manage(["downgrade", "-1"]).ok();

    // One thing is not what it should be: it is named, and nothing is written.
    project.manage(["stamp", "base"]).ok();
    match project.read("settings.json").contains("sqlite") {
        true => execute(&project.file("db.sqlite3"), break_it),
        false => drop(project.database().sql(break_it)),
    }
    let run = project.manage(["migrate", "--fake-initial"]).expect(5);
    assert!(run.stderr.contains(&format!("what is nearest is {}; beside it:", names[0])), "{}", run.stderr);
    assert!(run.stderr.contains("surprise is there too many"), "{}", run.stderr);
    let nothing = project.manage(["showmigrations"]).ok().stdout;
    assert!(!nothing.contains("[X]"), "{nothing}");
}

#[test]
fn migrations_that_were_written_for_them_count_as_applied() {
    for (tool, table, sqlite_sql, postgres_sql, mysql_sql) in [
        (
            "Django",
            "django_migrations",
            include_str!("made_by/django_sqlite.sql"),
            include_str!("made_by/django_postgres.sql"),
            include_str!("made_by/django_mysql.sql"),
        ),
        (
            "Alembic",
            "alembic_version",
            include_str!("made_by/alembic_sqlite.sql"),
            include_str!("made_by/alembic_postgres.sql"),
            include_str!("made_by/alembic_mysql.sql"),
        ),
    ] {
        let break_it = |sql: &str| format!("ALTER TABLE {} ADD COLUMN surprise INTEGER", first_table(sql, table));
        counted_as_applied(&sqlite(sqlite_sql), &sqlite(sqlite_sql), tool, table, &break_it(sqlite_sql));
        let postgres = || on_server(Database::postgres(), postgres_sql);
        counted_as_applied(&postgres(), &postgres(), tool, table, &break_it(postgres_sql));
        let mysql = || on_server(Database::mysql(), mysql_sql);
        counted_as_applied(&mysql(), &mysql(), tool, table, &break_it(mysql_sql));
    }
}

/// The first table of a dump that is not a tool's own.
fn first_table(sql: &str, but: &str) -> String {
    let names = sql.split("CREATE TABLE ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    let name = names.map(|name| name.trim_matches(['"', '`', '(', ';'])).find(|name| !name.contains(but));
    name.expect("a table").to_owned()
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

/// The commands of the README's section, in its order.
fn commands_of_the_readme() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md");
    let section = text.split("## A database that already exists").nth(1).expect("the section");
    let block = section.split("```").nth(1).expect("the commands");
    let lines = block.lines().filter_map(|line| line.strip_prefix("manage "));
    let words = |line: &str| line.split('#').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    lines.map(words).collect()
}

/// From nothing but a database: what the README says, word for word.
#[test]
fn the_commands_of_the_readme_bring_it_under_manage() {
    let commands = commands_of_the_readme();
    assert!(commands.len() == 5 && commands[0] == ["init"], "{commands:?}");
    let all = [
        sqlite(include_str!("made_by/django_sqlite.sql")),
        sqlite(include_str!("made_by/alembic_sqlite.sql")),
        sqlite(include_str!("made_by/by_hand_sqlite.sql")),
        on_server(Database::postgres(), include_str!("made_by/django_postgres.sql")),
        on_server(Database::postgres(), include_str!("made_by/alembic_postgres.sql")),
        on_server(Database::postgres(), include_str!("made_by/by_hand_postgres.sql")),
        on_server(Database::mysql(), include_str!("made_by/django_mysql.sql")),
        on_server(Database::mysql(), include_str!("made_by/alembic_mysql.sql")),
        on_server(Database::mysql(), include_str!("made_by/by_hand_mysql.sql")),
    ];
    for project in all {
        let settings = project.read("settings.json").replace("db.sqlite3", "../db.sqlite3");
        std::fs::create_dir(project.file("shop")).expect("a folder");
        let in_shop = |arguments: &[String]| {
            let mut command = project.command(arguments);
            command.current_dir(project.file("shop"));
            project.run(&mut command)
        };
        for command in &commands {
            let run = in_shop(command);
            assert_eq!(run.code, 0, "{settings} {command:?}: {}", run.shown());
            if command[0] == "init" {
                // The database and the models are filled in.
                project.write("shop/settings.json", &settings);
            }
        }
        let run = in_shop(&["migrate".to_owned()]).ok();
        assert!(run.stderr.contains("nothing to apply"), "{}", run.stderr);
    }
}

/// What Diesel made has its migrations: models are all that it takes, on each kind of database.
#[test]
fn made_by_diesel_models_are_all_that_it_takes() {
    for project in [Project::sqlite(MODELS), Project::postgres(MODELS), Project::mysql(MODELS)] {
        project.write(
            "app_migrations/default/2026-01-01-000000_first/up.sql",
            "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name VARCHAR(50) NOT NULL UNIQUE);\n\
             CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INTEGER NOT NULL,\n\
             FOREIGN KEY (user_id) REFERENCES users (id));",
        );
        project.write("app_migrations/default/2026-01-01-000000_first/down.sql", "DROP TABLE posts; DROP TABLE users;");
        project.diesel(&["migration", "run"]).ok();
        project.manage(["inspectdb", "--output", "src/models.rs", "--force"]).ok();
        project.manage(["makemigrations", "--check"]).ok();
        let run = project.manage(["migrate"]).ok();
        assert!(run.stderr.contains("nothing to apply"), "{}", run.stderr);
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
