//! Models as a person would have written them.

use insta::assert_snapshot;

use crate::dump::execute;
use crate::project::Project;

const TABLES: &str = include_str!("tables.sql");

fn project() -> Project {
    let project = Project::sqlite("");
    execute(&project.file("db.sqlite3"), TABLES);
    project
}

#[test]
fn models_as_a_person_would_write_them() {
    assert_snapshot!(project().manage(["inspectdb"]).ok().shown(), @"");
}

#[test]
fn as_data() {
    let run = project().manage(["inspectdb", "members", "--json"]).ok();
    assert_snapshot!(run.stdout, @"");
}

#[test]
fn structs_for_what_table_macros_declare() {
    let project = Project::empty();
    project.write("settings.json", r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3"}}}"#);
    project.write(
        "src/schema.rs",
        "diesel::table! { users (id) { id -> Integer, #[sql_name = \"type\"] type_ -> Text, at -> Nullable<Timestamp>, big -> BigInt, } }
         diesel::table! { posts (id) { id -> BigInt, user_id -> Integer, #[max_length = 9] title -> Varchar, price -> Double, } }
         diesel::joinable!(posts -> users (user_id));
         diesel::allow_tables_to_appear_in_same_query!(posts, users);",
    );
    assert_snapshot!(project.manage(["inspectdb", "--from-file", "src/schema.rs"]).ok().stdout, @"");
}
