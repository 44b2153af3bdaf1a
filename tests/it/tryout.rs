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
