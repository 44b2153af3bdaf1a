//! Input that is missing, malformed, hostile: a clear error with place and hint, the documented exit code, and
//! nothing written.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use crate::dump::{dump, execute};
use crate::project::Project;

const USER: &str = "#[derive(Model)]\npub struct User {\n    id: i64,\n    name: String,\n}\n";

/// Runs a command that must fail so, with these words in its error, and leave every file as it was.
#[track_caller]
fn refused(project: &Project, arguments: &[&str], code: i32, words: &[&str]) {
    let files = project.files();
    let run = project.manage(arguments).expect(code);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}` is not in\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(project.files() == files, "files changed");
}

mod settings {
    use super::{Project, USER, refused};

    #[track_caller]
    fn settings(text: impl AsRef<[u8]>, code: i32, words: &[&str]) {
        let project = Project::sqlite(USER);
        project.write("settings.json", text);
        for command in ["makemigrations", "migrate", "showmigrations"] {
            refused(&project, &[command], code, words);
        }
    }

    #[test]
    fn missing() {
        let project = Project::empty();
        refused(&project, &["migrate"], 6, &["settings.json", "hint:"]);
        refused(&project, &["migrate", "--settings", "nowhere.json"], 6, &["nowhere.json"]);
        project.write(".env", "DATABASE_URL=db.sqlite3\n");
        let no_models = ["there are no models in", "src/schema.rs", "`manage init`"];
        refused(&project, &["makemigrations"], 6, &no_models);
    }

    #[test]
    fn empty_and_not_json() {
        settings("", 6, &["settings.json", "empty"]);
        settings("{\"databases\": {\"default\": {\"driver\": \"sqlite\",}}}", 6, &["settings.json:1:"]);
        settings("databases = 1", 6, &["settings.json:1:1"]);
        settings(b"{\"databases\": {\"\xff\": {}}}", 6, &["settings.json", "UTF-8"]);
    }

    #[test]
    fn wrong_types_unknown_keys_and_keys_given_twice() {
        settings("{\n  \"databases\": []\n}", 6, &["settings.json:2:", "databases"]);
        settings(
            "{\"databases\": {\"default\": {\"driver\": \"sqlite\", \"database\": \"d\", \"modles\": []}}}",
            6,
            &["settings.json:1:", "modles", "models"],
        );
        settings(
            "{\"databases\": {\n\"default\": {\"driver\": \"sqlite\", \"database\": \"a\", \"models\": [\"src/models.rs\"]},\n\"default\": {}}}",
            6,
            &["settings.json:3:", "default", "twice"],
        );
        settings(
            "{\"databases\": {\"default\": {\"driver\": \"sqlite\", \"database\": 7, \"models\": []}}}",
            6,
            &["settings.json:1:", "database"],
        );
        settings(
            "{\"databases\": {\"default\": {\"driver\": \"oracle\", \"database\": \"a\"}}}",
            6,
            &["oracle", "sqlite"],
        );
    }

    #[test]
    fn variables() {
        let project = Project::sqlite(USER);
        project.write(
            "settings.json",
            "{\"databases\": {\"default\": {\"driver\": \"sqlite\", \"database\": \"${NOT_THERE}\", \"models\": [\"src/models.rs\"]}}}",
        );
        // Writing a migration needs the models, not the database.
        project.manage(["makemigrations"]).ok();
        refused(&project, &["migrate"], 6, &["settings.json:1:", "NOT_THERE", "database"]);
        refused(&project, &["showmigrations"], 6, &["NOT_THERE"]);
    }

    #[test]
    fn an_unknown_alias_names_the_known_ones() {
        let project = Project::sqlite(USER);
        refused(&project, &["migrate", "--database", "defualt"], 2, &["defualt", "default"]);
    }

    #[test]
    fn a_folder() {
        let project = Project::sqlite(USER);
        refused(&project, &["migrate", "--settings", "src"], 6, &["src", "folder"]);
    }

    #[test]
    fn a_password_is_never_shown() {
        let project = Project::sqlite(USER);
        for text in [
            "{\"databases\": {\"default\": {\"url\": \"postgres://me:sesame@localhost/db\", \"models\": [\"src/models.rs\"]}}}",
            "{\"databases\": {\"default\": {\"url\": \"post gres://me:sesame@localhost:99999/db\", \"models\": [\"src/models.rs\"]}}}",
            "{\"databases\": {\"default\": {\"driver\": \"postgresql\", \"database\": \"d\", \"password\": \"sesame\", \"models\": [\"src/models.rs\"]}}}",
        ] {
            project.write("settings.json", text);
            for command in [vec!["migrate"], vec!["makemigrations"], vec!["showmigrations", "-v"]] {
                let run = project.manage(command).expect(6);
                assert!(!run.stderr.contains("sesame") && !run.stdout.contains("sesame"), "{}", run.stderr);
            }
        }
    }
}

mod models {
    use super::{Project, refused};

    #[track_caller]
    fn models(text: &str, words: &[&str]) {
        let project = Project::sqlite(text);
        refused(&project, &["makemigrations"], 6, words);
        refused(&project, &["makemigrations", "--check"], 6, words);
    }

    #[test]
    fn rust_that_is_not_rust() {
        models("#[derive(Model)]\npub struct User {\n    id i64,\n}\n", &["src/models.rs:3:"]);
        models("#[derive(Model)]\npub struct User {\n    id: i64,\n", &["src/models.rs:"]);
    }

    #[test]
    fn unknown_attributes_and_types() {
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n    #[model(max_lenght = 3)]\n    name: String,\n}\n",
            &["src/models.rs:4:", "max_lenght", "max_length"],
        );
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n    place: Coordinates,\n}\n",
            &["src/models.rs:4:", "place", "Coordinates", "sql_type"],
        );
    }

    #[test]
    fn tables_and_columns_that_collide() {
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n#[derive(Model)]\n#[model(table = \"users\")]\npub struct Person {\n    id: i64,\n}\n",
            &["users", "src/models.rs:2:", "src/models.rs:7:"],
        );
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n    #[model(column = \"a\")]\n    b: i64,\n    a: i64,\n}\n",
            &["src/models.rs:", "`a`"],
        );
    }

    #[test]
    fn keys_to_nothing() {
        models(
            "#[derive(Model)]\npub struct Post {\n    id: i64,\n    #[model(references = \"userz.id\")]\n    user_id: i64,\n}\n",
            &["src/models.rs:4:", "userz"],
        );
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n#[derive(Model)]\npub struct Post {\n    id: i64,\n    #[model(references = \"users.uid\")]\n    user_id: i64,\n}\n",
            &["src/models.rs:8:", "uid"],
        );
    }

    #[test]
    fn defaults_that_do_not_fit() {
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n    #[model(default = \"many\")]\n    age: i32,\n}\n",
            &["src/models.rs:4:", "age", "many"],
        );
    }

    #[test]
    fn more_columns_than_diesel_has() {
        let fields: String = (0..130).map(|number| format!("    c{number}: i32,\n")).collect();
        models(
            &format!("#[derive(Model)]\npub struct Wide {{\n    id: i64,\n{fields}}}\n"),
            &["src/models.rs:2:", "128"],
        );
    }

    #[test]
    fn no_model_at_all_is_not_all_tables_dropped() {
        models("// nothing\n", &["src/models.rs"]);
        let project = Project::sqlite("");
        std::fs::remove_file(project.file("src/models.rs")).expect("a file");
        refused(&project, &["makemigrations"], 6, &["src/models.rs"]);
        project.write("src/models.rs", b"// \xff\xfe");
        refused(&project, &["makemigrations"], 6, &["src/models.rs", "UTF-8"]);
    }

    #[test]
    fn a_database_that_is_not_there() {
        models(
            "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n#[derive(Model)]\n#[model(database = \"anaytics\")]\npub struct Visit {\n    id: i64,\n}\n",
            &["src/models.rs:6:20", "anaytics", "default"],
        );
    }

    #[test]
    fn a_key_to_another_database() {
        let project = Project::empty();
        project.write(
            "settings.json",
            r#"{"databases": {
                "default": {"driver": "sqlite", "database": "a.sqlite3", "models": ["src/a.rs"]},
                "other": {"driver": "sqlite", "database": "b.sqlite3", "models": ["src/b.rs"]}}}"#,
        );
        project.write("src/a.rs", "#[derive(Model)]\npub struct User {\n    id: i64,\n}\n");
        project.write("src/b.rs", "#[derive(Model)]\npub struct Post {\n    id: i64,\n    #[model(references = \"users.id\")]\n    user_id: i64,\n}\n");
        refused(&project, &["makemigrations"], 6, &["src/b.rs:4:", "users"]);
    }
}

mod migrations {
    use super::{PermissionsExt, Project, USER, execute, fs, refused, symlink};

    fn project() -> Project {
        let project = Project::sqlite(USER);
        project.manage(["makemigrations", "initial"]).ok();
        project
    }

    /// Every command that reads the history refuses, and the database is not even made.
    #[track_caller]
    fn history(project: &Project, code: i32, words: &[&str]) {
        for command in ["makemigrations", "migrate", "showmigrations"] {
            refused(project, &[command], code, words);
        }
        assert!(!project.file("db.sqlite3").exists());
    }

    #[test]
    fn not_utf_8_and_empty() {
        let project = project();
        project.write("app_migrations/default/2027-01-01-000000-0000_a/up.sql", b"SELECT '\xff';");
        history(&project, 6, &["2027-01-01-000000-0000_a/up.sql", "UTF-8"]);
        project.write("app_migrations/default/2027-01-01-000000-0000_a/up.sql", "");
        history(&project, 6, &["2027-01-01-000000-0000_a/up.sql", "empty"]);
        // What the database will not take is no obstacle to looking.
        project.write("app_migrations/default/2027-01-01-000000-0000_a/up.sql", "SELECT 'open;\n");
        refused(&project, &["makemigrations"], 6, &["2027-01-01-000000-0000_a/up.sql:1"]);
        refused(&project, &["migrate"], 6, &["2027-01-01-000000-0000_a/up.sql:1"]);
        project.manage(["showmigrations"]).ok();
    }

    #[test]
    fn a_byte_order_mark_and_crlf_are_no_obstacle() {
        let project = project();
        let up = "app_migrations/default/2027-01-01-000000-0000_a/up.sql";
        project.write(up, "\u{feff}CREATE TABLE t (\r\n  id INTEGER PRIMARY KEY NOT NULL\r\n);\r\n");
        project.manage(["migrate"]).ok();
        execute(&project.file("db.sqlite3"), "INSERT INTO t VALUES (1)");
        project.write(up, "CREATE TABLE t (id INTEGER PRIMARY KEY NOT NULL);\n");
        let shown = project.manage(["showmigrations"]).ok();
        assert!(shown.stdout.contains("[X] 2027-01-01-000000-0000_a"), "{}", shown.stdout);
    }

    #[test]
    fn duplicate_versions() {
        let project = project();
        for name in ["2027-01-01-000000-0000_a", "20270101000000-0000_b"] {
            project.write(&format!("app_migrations/default/{name}/up.sql"), "SELECT 1;");
        }
        history(&project, 5, &["2027-01-01-000000-0000_a", "20270101000000-0000_b"]);
    }

    #[test]
    fn a_folder_without_up_sql() {
        let project = project();
        project.write("app_migrations/default/2027-01-01-000000-0000_a/down.sql", "SELECT 1;");
        history(&project, 6, &["2027-01-01-000000-0000_a", "up.sql"]);
    }

    #[test]
    fn links() {
        let project = project();
        project.write("elsewhere/up.sql", "CREATE TABLE linked (id INTEGER PRIMARY KEY NOT NULL);");
        let link = project.file("app_migrations/default/2027-01-01-000000-0000_linked");
        symlink(project.file("elsewhere"), &link).expect("a link");
        project.manage(["migrate"]).ok();
        execute(&project.file("db.sqlite3"), "INSERT INTO linked VALUES (1)");
        fs::remove_file(&link).expect("a link");
        symlink(project.file("nowhere"), &link).expect("a link");
        refused(&project, &["makemigrations"], 6, &["2027-01-01-000000-0000_linked"]);
    }

    #[test]
    fn an_unreadable_file() {
        let project = project();
        let up = "app_migrations/default/2027-01-01-000000-0000_a/up.sql";
        project.write(up, "SELECT 1;");
        fs::set_permissions(project.file(up), fs::Permissions::from_mode(0o000)).expect("permissions");
        // Root reads everything: there is nothing to refuse then, and `files` could not compare either.
        if fs::read(project.file(up)).is_err() {
            let run = project.manage(["migrate"]).expect(6);
            assert!(run.stderr.contains("up.sql"), "{}", run.stderr);
        } else {
            fs::remove_file(project.file(up)).expect("a file");
            fs::create_dir(project.file(up)).expect("a folder where the file was");
            let run = project.manage(["migrate"]).expect(6);
            assert!(run.stderr.contains("up.sql"), "{}", run.stderr);
        }
    }

    #[test]
    fn an_edited_and_a_missing_file_stop_migrate() {
        let project = project();
        project.manage(["migrate"]).ok();
        let migration = project.migrations("default").pop().expect("a migration");
        let up = migration.join("up.sql");
        let text = fs::read_to_string(&up).expect("up.sql");
        fs::write(&up, text.replace("name TEXT NOT NULL", "name TEXT")).expect("an edit");
        refused(&project, &["migrate"], 5, &["changed after it was applied", "hint:"]);
        assert!(project.manage(["showmigrations"]).ok().stdout.contains("[!]"));
        fs::remove_dir_all(&migration).expect("a migration");
        refused(&project, &["migrate"], 5, &["no such directory", "hint:"]);
        assert!(project.manage(["showmigrations"]).ok().stdout.contains("[?]"));
    }

    #[test]
    fn a_failing_statement_is_named_and_its_migration_undone() {
        let project = project();
        project.write(
            "app_migrations/default/2027-01-01-000000-0000_a/up.sql",
            "CREATE TABLE a (id INTEGER PRIMARY KEY NOT NULL);\n",
        );
        project.write(
            "app_migrations/default/2027-01-02-000000-0000_b/up.sql",
            "CREATE TABLE b (id INTEGER PRIMARY KEY NOT NULL);\n\nINSERT INTO nowhere VALUES (1);\n",
        );
        refused(&project, &["migrate"], 6, &["2027-01-02-000000-0000_b/up.sql:3", "no such table: nowhere"]);
        let shown = project.manage(["showmigrations"]).ok().stdout;
        assert!(
            shown.contains("[X] 2027-01-01-000000-0000_a") && shown.contains("[ ] 2027-01-02-000000-0000_b"),
            "{shown}"
        );
        execute(&project.file("db.sqlite3"), "CREATE TABLE b (id INTEGER)");
    }
}

mod databases {
    use super::{Project, USER, dump, execute, fs, refused};

    fn project() -> Project {
        let project = Project::sqlite(USER);
        project.manage(["makemigrations", "initial"]).ok();
        project
    }

    #[test]
    fn a_folder_and_something_else_than_a_database() {
        let project = project();
        fs::create_dir(project.file("db.sqlite3")).expect("a folder");
        refused(&project, &["migrate"], 6, &["db.sqlite3"]);
        refused(&project, &["showmigrations"], 6, &["db.sqlite3"]);
        fs::remove_dir(project.file("db.sqlite3")).expect("a folder");
        project.write("db.sqlite3", "this is not a database, it is a text of some length, really".repeat(40));
        refused(&project, &["migrate"], 6, &["db.sqlite3", "not a database"]);
        refused(&project, &["showmigrations"], 6, &["db.sqlite3", "not a database"]);
    }

    #[test]
    fn looking_makes_no_database() {
        let project = project();
        let shown = project.manage(["showmigrations"]).ok();
        assert!(shown.stdout.contains("[ ]"), "{}", shown.stdout);
        project.manage(["migrate", "--check"]).expect(1);
        project.manage(["migrate", "--plan"]).ok();
        assert!(!project.file("db.sqlite3").exists());
        execute(&project.file("db.sqlite3"), "CREATE TABLE t (id INTEGER)");
        let before = fs::read(project.file("db.sqlite3")).expect("a database");
        project.manage(["showmigrations"]).ok();
        assert!(fs::read(project.file("db.sqlite3")).expect("a database") == before);
    }

    #[test]
    fn a_database_that_somebody_else_writes_to() {
        let project = project();
        execute(&project.file("db.sqlite3"), "CREATE TABLE t (id INTEGER)");
        let connection = &mut crate::dump::open(&project.file("db.sqlite3"));
        diesel::connection::SimpleConnection::batch_execute(connection, "BEGIN IMMEDIATE").expect("a lock");
        refused(&project, &["migrate", "--lock-timeout", "1"], 4, &["locked"]);
        diesel::connection::SimpleConnection::batch_execute(connection, "COMMIT").expect("its end");
        project.manage(["migrate"]).ok();
    }

    #[test]
    fn a_table_that_is_there_already() {
        let project = project();
        execute(&project.file("db.sqlite3"), "CREATE TABLE users (id INTEGER); INSERT INTO users VALUES (7)");
        let before = dump(&project.file("db.sqlite3"));
        refused(&project, &["migrate"], 6, &["up.sql:7", "already exists"]);
        assert_eq!(dump(&project.file("db.sqlite3")).rows, before.rows);
    }
}
