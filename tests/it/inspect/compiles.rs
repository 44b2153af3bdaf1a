//! The models compile with Diesel: every field is what Diesel reads the column into.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::dump::execute;
use crate::project::Project;
use crate::servers::Database;

const MANIFEST: &str = r#"
[package]
name = "inspected"
version = "0.1.0"
edition = "2024"

[dependencies]
bigdecimal = "0.4"
chrono = { version = "0.4", default-features = false, features = ["clock", "std"] }
diesel = { version = "2.3", default-features = false, features = ["32-column-tables", "chrono", "mysql_backend", "network-address", "numeric", "postgres_backend", "serde_json", "sqlite", "uuid"] }
diesel_manage = { path = "[CHECKOUT]", default-features = false }
ipnetwork = "0.21"
libsqlite3-sys = { version = "0.38", features = ["bundled"] }
serde_json = "1"
uuid = "1"

[workspace]
"#;

/// The models and the `table!` of a project, as a module whose `crate::schema` is its own.
fn module(project: &Project, backend: &str) -> String {
    project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    let schema = project.manage(["printschema"]).ok().stdout;
    let checked = format!("#[diesel(check_for_backend({backend}))]\n#[diesel(table_name = ");
    let models = project
        .read("src/models.rs")
        .replace("#[diesel(table_name = ", &checked)
        .replace(
            "#[diesel(\n    table_name = ",
            &format!("#[diesel(check_for_backend({backend}))]\n#[diesel(\n    table_name = "),
        )
        .replace("crate::schema::", "super::schema::");
    format!("pub mod schema {{\n{schema}\n}}\npub mod models {{\n{models}\n}}\n")
}

#[test]
fn models_of_all_databases_compile() {
    let sqlite = Project::sqlite("");
    execute(&sqlite.file("db.sqlite3"), include_str!("tables.sql"));
    let django = Project::sqlite("");
    execute(&django.file("db.sqlite3"), include_str!("made_by/django_sqlite.sql"));
    let words = Project::sqlite("");
    execute(
        &words.file("db.sqlite3"),
        "CREATE TABLE words (id INTEGER PRIMARY KEY, gen TEXT, type INTEGER NOT NULL, async TEXT, self TEXT);
         CREATE TABLE gen (id INTEGER PRIMARY KEY, words_id INTEGER REFERENCES words (id));",
    );
    let on = |database: Database, sql: &str| {
        database.sql(sql);
        Project::on(database, "")
    };
    let (pg, my, lite) = ("diesel::pg::Pg", "diesel::mysql::Mysql", "diesel::sqlite::Sqlite");
    let modules = [
        ("sqlite", module(&sqlite, lite)),
        ("django", module(&django, lite)),
        ("words", module(&words, lite)),
        ("django_pg", module(&on(Database::postgres(), include_str!("made_by/django_postgres.sql")), pg)),
        ("alembic_pg", module(&on(Database::postgres(), include_str!("made_by/alembic_postgres.sql")), pg)),
        ("by_hand_pg", module(&on(Database::postgres(), include_str!("made_by/by_hand_postgres.sql")), pg)),
        ("django_my", module(&on(Database::mysql(), include_str!("made_by/django_mysql.sql")), my)),
        ("alembic_my", module(&on(Database::mysql(), include_str!("made_by/alembic_mysql.sql")), my)),
        ("by_hand_my", module(&on(Database::mysql(), include_str!("made_by/by_hand_mysql.sql")), my)),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/inspected");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::write(folder.join("Cargo.toml"), MANIFEST.replace("[CHECKOUT]", &root.to_string_lossy())).expect("a manifest");
    let mut library = String::from("#![allow(dead_code, unused_imports, non_camel_case_types)]\n");
    for (name, text) in &modules {
        fs::write(folder.join(format!("src/{name}.rs")), text).expect("a module");
        library.push_str(&format!("pub mod {name};\n"));
    }
    fs::write(folder.join("src/lib.rs"), library).expect("a library");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--target-dir"])
        .arg(folder.join("target"))
        .current_dir(&folder)
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
