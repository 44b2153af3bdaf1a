//! What is said about a migration that was tried and does not hold.

use insta::assert_snapshot;

use crate::migrations::{newest, refused};
use crate::project::Project;

/// What is wrong with an expression of the user's is told as such.
#[test]
fn an_expression_that_is_wrong_is_named() {
    let field = |text: &str| format!("#[derive(Model)]\npub struct User {{\n    id: i64,\n    {text}\n}}\n");
    let name = "name: String,";
    for (fields, flags, expected, remedy) in [
        (
            "name: String,\n    #[model(check = \"agee > 0\", default = 1)]\n    age: i32,".to_owned(),
            &[][..],
            "no such column: agee, in the check `agee > 0` of users",
            "correct it in the model",
        ),
        (
            "name: String,\n    #[model(default = sql(\"nonsense(1)\"))]\n    age: i32,".to_owned(),
            &[],
            "unknown function: nonsense(), in the default `nonsense(1)` of users.age",
            "correct it in the model",
        ),
        (
            "name: String,\n    #[model(generated = \"nam || 1\")]\n    full: Option<String>,".to_owned(),
            &[],
            "no such column: nam, in the expression `nam || 1` of users.full",
            "correct it in the model",
        ),
        (
            "name: i32,".to_owned(),
            &["--using", "users.name=nosuch(name)"],
            "no such function: nosuch, in `--using users.name`",
            "give another expression with `--using users.name`",
        ),
        (
            format!("{name}\n    age: i32,"),
            &["--backfill", "users.age=sql(nam)"],
            "no such column: nam, in `--backfill users.age`",
            "give another value with `--backfill users.age`",
        ),
    ] {
        let project = Project::sqlite(&field(name));
        project.manage(["makemigrations"]).ok();
        project.models(&field(&fields));
        let error = refused(&project, flags, 6);
        assert!(error.contains(expected), "{error}");
        assert!(error.contains(&format!("hint: nothing was written: {remedy}\n")), "{error}");
    }
    let project = Project::sqlite(&field("#[model(check = \"nam <> ''\")]\n    name: String,"));
    assert_snapshot!(refused(&project, &[], 6), @r#"
    error: 2026-11-21-101500-0000_create_users was tried and does not hold: up.sql:7: no such column: nam, in the check `nam <> ''` of users
    hint: nothing was written: correct it in the model
    hint: if it is right as it is, please report it; `--no-verify` writes the migration all the same
    "#);
}

#[test]
fn a_time_that_comes_back_is_a_time() {
    let model = |text: &str| format!("#[derive(Model)]\npub struct User {{\n    id: i64,\n    {text}\n}}\n");
    let project = Project::sqlite(&model("#[model(sql_type = \"TIMESTAMPTZ\")]\n    seen: DateTime<Utc>,"));
    project.manage(["makemigrations"]).ok();
    project.models(&model(""));
    project.manage(["makemigrations", "--drop", "users.seen"]).ok();
    assert!(newest(&project, "down.sql").contains("'1970-01-01 00:00:00+00:00'"), "{}", newest(&project, "down.sql"));
}

/// Rows are made up for whatever a table's key is, and a value that is computed from them is unique where they are.
#[test]
fn rows_are_made_up_for_every_key_and_expression() {
    let parents = "#[derive(Model)]\npub struct Team {\n    #[model(identity = \"always\")]\n    id: i64,\n    name: String,\n}\n";
    let child = |more: &str| {
        format!(
            "{parents}#[derive(Model)]\npub struct User {{\n    id: i64,\n    #[model(references = \"teams.id\")]\n    team_id: i64,\n    {more}\n}}\n"
        )
    };
    let project = Project::postgres(&child(""));
    project.manage(["makemigrations"]).ok();
    project.models(&child("age: Option<i32>,"));
    let made = project.manage(["makemigrations", "-v"]).ok();
    assert!(!made.stderr.contains("tried"), "{}", made.stderr);

    let model = |more: &str| {
        format!(
            "#[derive(Model)]\npub struct User {{\n    id: i64,\n    #[model(max_length = 100)]\n    name: String,\n    #[model(max_length = 100)]\n    nick: Option<String>,\n    {more}\n}}\n"
        )
    };
    for make in [Project::sqlite, Project::postgres, Project::mysql] {
        for (expression, alone) in [("lower(name)", false), ("lower(nick)", true), ("substr(name, 1, 1)", true)] {
            let project = make(&model(""));
            project.manage(["makemigrations"]).ok();
            project.models(&model("#[model(unique, max_length = 100)]\n    slug: String,"));
            let backfill = format!("users.slug=sql({expression})");
            let made = project.manage(["makemigrations", "-v", "--backfill", &backfill]).ok();
            assert_eq!(made.stderr.contains("tried only"), alone, "{expression}: {}{}", made.stdout, made.stderr);
        }
    }
}

/// Triggers of one name on several tables are several.
#[test]
fn a_name_that_two_tables_use_is_no_confusion() {
    let model = |more: &str| {
        format!(
            "#[derive(Model)]\npub struct User {{\n    id: i64,\n    {more}\n}}\n#[derive(Model)]\npub struct Post {{\n    id: i64,\n}}\n"
        )
    };
    let project = Project::postgres(&model(""));
    project.manage(["makemigrations"]).ok();
    project.write(
        "app_migrations/default/2026-11-21-101500-ffff_by_hand/up.sql",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; \
         CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch(); \
         CREATE TRIGGER touch BEFORE UPDATE OF id ON posts FOR EACH ROW EXECUTE FUNCTION touch();",
    );
    for (fields, flags) in [
        ("name: String,", ["--backfill", "users.name=x"]),
        ("#[model(max_length = 10)]\n    name: String,", ["--allow", "users.name"]),
    ] {
        project.models(&model(fields));
        project.manage(["makemigrations"].iter().chain(&flags)).ok();
    }
    let state = project.read("app_migrations/default/schema.json");
    assert_eq!(state.matches("CREATE TRIGGER touch").count(), 2, "{state}");
}
