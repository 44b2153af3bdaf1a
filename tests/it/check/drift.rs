//! What a live database has that the migrations do not make, and the other way round, made by hand.

use serde_json::Value;

use crate::dump::execute;
use crate::project::Project;
use crate::together::add;

const MODELS: &str = r#"
    #[derive(Model)]
    pub struct Team { pub id: i64 }
    #[derive(Model)]
    #[model(check(name = "users_age", expr = "age >= 0"))]
    pub struct User {
        pub id: i64,
        #[model(index, max_length = 50)]
        pub name: String,
        pub age: i32,
        #[model(references = "teams.id")]
        pub team_id: Option<i64>,
    }
"#;

/// What is found, a line each: area, deviation, object, table, name.
pub(super) fn found(project: &Project, arguments: &[&str], code: i32) -> Vec<String> {
    let run = project.manage(["check", "--json"].iter().chain(arguments)).expect(code);
    let data: Value = serde_json::from_str(&run.stdout).expect("an object");
    let mut found = Vec::new();
    for finding in
        data["databases"].as_array().expect("databases").iter().flat_map(|own| own["findings"].as_array()).flatten()
    {
        assert!(finding["helps"].as_array().is_some_and(|helps| !helps.is_empty()), "nothing helps: {finding}");
        let words = ["area", "deviation", "object", "table", "name"].map(|key| finding[key].as_str().unwrap_or("-"));
        found.push(words.join(" "));
    }
    found
}

/// Made by the migrations, and changed by hand in the same ways everywhere.
fn changed(project: &Project, by_hand: &dyn Fn(&str)) {
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(found(project, &[], 0), [""; 0]);
    by_hand("ALTER TABLE users ADD COLUMN extra INTEGER");
    by_hand("CREATE TABLE other (id INTEGER PRIMARY KEY)");
    by_hand("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)");
    by_hand("CREATE VIEW v AS SELECT 1 AS i");
}

const EVERYWHERE: [&str; 3] =
    ["drift surplus table other other", "drift surplus column users extra", "drift surplus view - v"];

fn expect(project: &Project, own: &[&str]) {
    let mut expected: Vec<&str> = EVERYWHERE.iter().chain(own).copied().collect();
    expected.sort_unstable();
    let files = project.files();
    let mut now = found(project, &[], 1);
    now.sort();
    assert_eq!(now, expected);
    // Looking changes nothing.
    assert_eq!(project.files(), files);
    assert_eq!(found(project, &[], 1).len(), expected.len());
}

#[test]
fn on_sqlite() {
    let project = Project::sqlite(MODELS);
    let file = project.file("db.sqlite3");
    changed(&project, &|sql| execute(&file, sql));
    execute(&file, "DROP INDEX users_name_idx");
    expect(&project, &["drift missing index users users_name_idx"]);
    let text = project.manage(["check"]).expect(1).stdout;
    for part in [
        "drift  column users.extra is there, and no migration that is applied makes it\n",
        "drift  index users_name_idx on users (name) is missing\n",
        "`manage sqlmigrate 2026-11-21-101500-0000_create_teams_and_create_users` prints",
        "\"ignore_tables\": [\"other\"]",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    // What the settings leave alone is.
    project.write(
        "settings.json",
        r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"],
            "ignore_tables": ["oth*"], "ignore_columns": ["users.extra"]}}}"#,
    );
    assert_eq!(found(&project, &[], 1), ["drift missing index users users_name_idx", "drift surplus view - v"]);
}

#[test]
fn on_postgres() {
    let project = Project::postgres(MODELS);
    changed(&project, &|sql| drop(project.database().sql(sql)));
    project.database().sql(
        "ALTER TABLE users ALTER age TYPE bigint; DROP INDEX users_name_idx; \
         ALTER TABLE users DROP CONSTRAINT users_age; ALTER TABLE users DROP CONSTRAINT users_team_id_fkey; \
         CREATE TYPE mood AS ENUM ('a'); CREATE SCHEMA app; COMMENT ON TABLE teams IS 'hello'",
    );
    let own = [
        "drift different column users age",
        "drift missing index users users_name_idx",
        "drift missing check users users_age",
        "drift missing foreign key users users_team_id_fkey",
        "drift surplus enum - mood",
        "drift surplus schema - app",
        "drift different comment teams -",
    ];
    expect(&project, &own);
}

#[test]
fn on_mariadb() {
    let project = Project::mysql(MODELS);
    changed(&project, &|sql| drop(project.database().sql(sql)));
    project.database().sql(
        "ALTER TABLE users MODIFY age BIGINT NOT NULL; ALTER TABLE users DROP INDEX users_name_idx; \
         ALTER TABLE users DROP CONSTRAINT users_age; ALTER TABLE users DROP FOREIGN KEY users_team_id_fkey",
    );
    let own = [
        "drift different column users age",
        "drift missing index users users_name_idx",
        "drift missing check users users_age",
        "drift missing foreign key users users_team_id_fkey",
        // InnoDB made it for the key, and left it.
        "drift surplus index users users_team_id_fkey",
    ];
    expect(&project, &own);
}

/// Compared is what is applied there, not what all migrations lead to.
#[test]
fn what_is_not_applied_is_not_missing() {
    for project in [Project::sqlite(""), Project::postgres(""), Project::mysql("")] {
        project.models("#[derive(Model)] pub struct User { pub id: i64 }");
        project.manage(["makemigrations"]).ok();
        project.manage(["migrate"]).ok();
        project.models("#[derive(Model)] pub struct User { pub id: i64, pub age: Option<i32> }");
        project.manage(["makemigrations"]).ok();
        let run = project.manage(["check"]).ok();
        assert!(run.stdout.contains("1 is not applied"), "{}", run.stdout);
        assert_eq!(found(&project, &[], 0), [""; 0]);
        project.manage(["migrate"]).ok();
        assert_eq!(found(&project, &[], 0), [""; 0]);
        add(&project, "2027-01-01-000000_x", "CREATE TABLE x (id INTEGER);\n", "DROP TABLE x;\n");
        let run = project.manage(["check"]).expect(1);
        assert!(run.stdout.contains("schema.json does not fit 20270101000000"), "{}", run.stdout);
        assert!(run.stdout.contains("`manage makemigrations` writes it anew"), "{}", run.stdout);
    }
}
