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
    assert_snapshot!(project().manage(["inspectdb"]).ok().shown(), @r##"
    exit 0
    --- stdout
    // Models of the database default (sqlite), written by `manage inspectdb`.
    // Without a model: the view v.
    // Cargo.toml: diesel with the features chrono, numeric, serde_json
    // Cargo.toml: the crates bigdecimal, chrono, serde_json

    use bigdecimal::BigDecimal;
    use chrono::NaiveDateTime;
    use diesel::prelude::*;
    use diesel_manage::{Model, ModelEnum};

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::duties)]
    #[model(foreign_key(team_id, role, references = "members(team_id, role)"))]
    pub struct Duty {
        pub id: i64,
        pub team_id: i32,
        pub role: String,
        #[model(generated = "role || '!'", stored)]
        pub full: Option<String>,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::members, primary_key(team_id, role))]
    pub struct Member {
        pub team_id: i32,
        pub role: String,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable, Associations)]
    #[diesel(table_name = crate::schema::posts, belongs_to(UserAccount, foreign_key = user_id))]
    #[model(
        index("lower(title)", user_id, name = "posts_low"),
        unique(user_id, title, name = "posts_u"),
    )]
    pub struct Post {
        #[model(identity)]
        pub id: i64,
        #[model(references = "user_accounts.id", on_delete = "cascade")]
        pub user_id: i32,
        #[model(index(desc, name = "posts_title", where = "title <> ''"))]
        pub title: String,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ModelEnum)]
    pub enum UserAccountType {
        X,
        #[model(value = "in progress")]
        InProgress,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::user_accounts)]
    pub struct UserAccount {
        pub id: i32,
        #[model(column = "userName", max_length = 50, unique)]
        pub user_name: String,
        pub email: Option<String>,
        #[model(default = UserAccountType::X)]
        pub r#type: UserAccountType,
        #[model(default = 0, check = "age >= 0")]
        pub age: i32,
        #[model(precision = 10, scale = 2, default = 1.5)]
        pub balance: BigDecimal,
        #[model(sql_type = "DATETIME", default = sql("CURRENT_TIMESTAMP"))]
        pub created: NaiveDateTime,
        #[model(default = true)]
        pub active: bool,
        #[model(references = "user_accounts.id", on_delete = "set null")]
        pub parent_id: Option<i32>,
        #[model(sql_type = "JSON")]
        pub data: Option<serde_json::Value>,
        #[model(sql_type = "WHATEVER")]
        pub odd: Option<String>,
    }
    --- stderr
    Left out: alembic_version, in which Alembic keeps its migrations
    "##);
}

#[test]
fn as_data() {
    let run = project().manage(["inspectdb", "members", "--json"]).ok();
    assert_snapshot!(run.stdout, @r##"
    {
      "version": 1,
      "database": "default",
      "place": "[ROOT]/db.sqlite3",
      "models": "// Models of the database default (sqlite), written by `manage inspectdb`.\n\nuse diesel::prelude::*;\nuse diesel_manage::Model;\n\n#[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]\n#[diesel(table_name = crate::schema::members, primary_key(team_id, role))]\npub struct Member {\n    pub team_id: i32,\n    pub role: String,\n}\n",
      "tables": [
        {
          "table": "members",
          "model": "Member"
        }
      ],
      "without_model": [],
      "version_tables": [
        {
          "table": "alembic_version",
          "tool": "Alembic"
        }
      ]
    }
    "##);
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
    assert_snapshot!(project.manage(["inspectdb", "--from-file", "src/schema.rs"]).ok().stdout, @r##"
    // Models of the tables in src/schema.rs, written by `manage inspectdb`.
    // Cargo.toml: diesel with the feature chrono
    // Cargo.toml: the crate chrono

    use chrono::NaiveDateTime;
    use diesel::prelude::*;
    use diesel_manage::Model;

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable, Associations)]
    #[diesel(table_name = crate::schema::posts, belongs_to(User))]
    pub struct Post {
        pub id: i64,
        #[model(references = "users.id")]
        pub user_id: i32,
        #[model(max_length = 9)]
        pub title: String,
        pub price: f64,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::users)]
    pub struct User {
        pub id: i32,
        pub r#type: String,
        pub at: Option<NaiveDateTime>,
        pub big: i64,
    }
    "##);
}
