//! Models that several databases read: each of their types is one that all of them have.

use crate::project::Project;

#[test]
fn a_type_that_one_of_them_lacks_is_told_with_its_place() {
    let project = Project::empty();
    project.write(
        "settings.json",
        r#"{"databases": {
            "lite": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]},
            "post": {"driver": "postgresql", "database": "a", "models": ["src/models.rs"]},
            "maria": {"driver": "mysql", "database": "a", "models": ["src/models.rs"]}}}"#,
    );
    for (field, place, said) in [
        ("u: Uuid", "3:8", "`u` cannot be `Uuid`: Diesel cannot keep it in SQLite"),
        ("list: Vec<i32>", "3:11", "`list` cannot be `Vec<i32>`: SQLite has no arrays"),
        ("#[model(unsigned)] n: i32", "3:27", "`n` cannot be `i32`: SQLite has no unsigned integers"),
        ("at: chrono::DateTime<Utc>", "3:9", "`at` cannot be `chrono::DateTime<Utc>`: Diesel cannot keep it in MySQL"),
        ("at: Option<SystemTime>", "3:9", "`at` cannot be `Option<SystemTime>`: Diesel cannot keep it in MySQL"),
        ("#[model(sql_type = \"TINYINT\")] n: i16", "3:24", "`n` cannot be TINYINT: PostgreSQL has no type `tinyint`"),
        ("#[model(sql_type = \"CITEXT\")] n: X", "3:24", "`n` cannot be CITEXT: MySQL has no type `citext`"),
    ] {
        project.models(&format!("#[derive(Model)]\nstruct User {{ id: i64,\n    {field} }}\n"));
        let files = project.files();
        let run = project.manage(["makemigrations"]).expect(6);
        assert!(run.stderr.contains(&format!("src/models.rs:{place}: {said}")), "{field}: {}", run.stderr);
        assert!(project.files() == files, "{field}: something was written");
    }
}

/// What an index or a key asks for that only PostgreSQL has.
#[test]
fn what_a_database_lacks_is_refused_by_name() {
    let options = [
        ("unique(a, nulls_not_distinct)", "nulls_not_distinct"),
        ("unique(a, deferrable)", "deferrable"),
        ("unique(a, include(b))", "include"),
        ("index(a, using = \"gin\")", "gin"),
        ("index(a opclass \"text_pattern_ops\")", "opclass"),
        ("index(a nulls first)", "nulls"),
        ("index(a, include(b))", "include"),
    ];
    for (driver, name) in [("sqlite", "SQLite"), ("mysql", "MySQL")] {
        let project = Project::empty();
        let settings =
            r#"{"databases": {"default": {"driver": "DRIVER", "database": "d", "models": ["src/models.rs"]}}}"#;
        project.write("settings.json", settings.replace("DRIVER", driver));
        for (option, _) in options {
            let model = "struct User { id: i64, #[model(max_length = 9)] a: String, b: i32 }";
            project.models(&format!("#[derive(Model)]\n#[model({option})]\n{model}\n"));
            let run = project.manage(["makemigrations"]).expect(6);
            assert!(run.stderr.contains("src/models.rs:3:8: the table users cannot be: "), "{option}: {}", run.stderr);
            assert!(run.stderr.contains(name), "{option}: {}", run.stderr);
        }
    }
}
