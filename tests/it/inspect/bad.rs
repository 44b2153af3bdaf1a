//! Databases that no model can say everything of.

use insta::assert_snapshot;

use crate::dump::execute;
use crate::project::Project;
use crate::servers::{Database, Role};

fn sqlite(sql: &str) -> Project {
    let project = Project::sqlite("");
    execute(&project.file("db.sqlite3"), sql);
    project
}

/// The models are written and read, a first migration too, and then there is nothing to do.
fn leaves_nothing_to_do(project: &Project) -> String {
    let run = project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    project.manage(["makemigrations", "--from-database"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    run.stderr
}

#[test]
fn odd_names() {
    let project = sqlite(
        r#"CREATE TABLE "type" (id INTEGER PRIMARY KEY, "self" TEXT, "crate" INT, "fn" INT, "table" INT, "type" INT,
               "a""b" INT, "a b" INT, "a.b" INT, "été" INT, "crab 🦀" INT, "2fa" INT, "deferred" INT, "_" INT, "userId" INT);
           CREATE INDEX "odd ""index" ON "type" ("deferred", "a""b" DESC, lower("a b")) WHERE "crab 🦀" > 0;
           CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE user (id INTEGER PRIMARY KEY, "a.b" INT REFERENCES "type" (id));
           CREATE TABLE "options" (id INTEGER PRIMARY KEY); CREATE TABLE "a.b c" (x INT REFERENCES users, id INTEGER PRIMARY KEY);
           CREATE TABLE "🦀" ("🦀" INTEGER PRIMARY KEY, "" INT);"#,
    );
    let said = leaves_nothing_to_do(&project);
    assert_snapshot!(said, @r##"
    warning: "🦀" is left alone by migrations (managed = false): it has a column without a name
    6 models written to src/models.rs
    "##);
    assert_snapshot!(project.read("src/models.rs"), @r##"
    // Models of the database default (sqlite), written by `manage inspectdb`.

    use diesel::prelude::*;
    use diesel_manage::Model;

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable, Associations)]
    #[diesel(table_name = crate::schema::a_b_c, belongs_to(User2, foreign_key = x))]
    #[model(table = "a.b c")]
    pub struct ABC {
        #[model(sql_type = "INT", references = "users.id")]
        pub x: Option<i32>,
        pub id: i64,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::options)]
    pub struct Option2 {
        pub id: i64,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::r#type)]
    #[model(
        index("deferred", a_b desc, r#"lower("a b")"#, name = r#"odd "index"#, where = r#""crab 🦀" > 0"#),
    )]
    pub struct Type {
        pub id: i32,
        #[model(column = "self")]
        pub self_: Option<String>,
        #[model(column = "crate", sql_type = "INT")]
        pub crate_: Option<i32>,
        #[model(sql_type = "INT")]
        pub r#fn: Option<i32>,
        #[model(column = "table", sql_type = "INT")]
        pub table_: Option<i32>,
        #[model(column = "type", sql_type = "INT")]
        pub type_: Option<i32>,
        #[model(column = r#"a"b"#, sql_type = "INT")]
        pub a_b: Option<i32>,
        #[model(column = "a b", sql_type = "INT")]
        pub a_b_: Option<i32>,
        #[model(column = "a.b", sql_type = "INT")]
        pub a_b_2: Option<i32>,
        #[model(sql_type = "INT")]
        pub été: Option<i32>,
        #[model(column = "crab 🦀", sql_type = "INT")]
        pub crab: Option<i32>,
        #[model(column = "2fa", sql_type = "INT")]
        pub _2fa: Option<i32>,
        #[model(sql_type = "INT")]
        pub deferred: Option<i32>,
        #[model(column = "_", sql_type = "INT")]
        pub column: Option<i32>,
        #[model(column = "userId", sql_type = "INT")]
        pub user_id: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable, Associations)]
    #[diesel(table_name = crate::schema::user, belongs_to(Type, foreign_key = a_b))]
    pub struct User {
        pub id: i64,
        #[model(column = "a.b", sql_type = "INT", references = "type.id")]
        pub a_b: Option<i32>,
    }

    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::users)]
    pub struct User2 {
        pub id: i32,
    }

    // Left alone by migrations: it has a column without a name.
    #[derive(Clone, Debug, PartialEq, Model, Queryable, Selectable, Identifiable)]
    #[diesel(table_name = crate::schema::table_, primary_key(column))]
    #[model(table = "🦀", managed = false)]
    pub struct Table {
        #[model(column = "🦀")]
        pub column: i64,
    }
    "##);
}

#[test]
fn what_a_model_cannot_say_is_left_alone_by_name() {
    let wide: Vec<String> = (1..=500).map(|number| format!("c{number} INT")).collect();
    let project = sqlite(&format!(
        "CREATE TABLE logs (message TEXT, at TEXT NOT NULL); CREATE TABLE pairs (a INT NOT NULL, b INT NOT NULL, UNIQUE (a, b));
         CREATE TABLE wide (id INTEGER PRIMARY KEY, {}); CREATE TABLE child (id INTEGER PRIMARY KEY, wide INT REFERENCES wide);
         CREATE TABLE twice (id INTEGER PRIMARY KEY, a INT); CREATE INDEX i1 ON twice (a); CREATE INDEX i2 ON twice (a);
         CREATE TABLE untyped (x); CREATE TABLE manage_old_x (id INTEGER PRIMARY KEY);",
        wide.join(", ")
    ));
    let said = leaves_nothing_to_do_with(&project, "manage_old_x");
    assert_snapshot!(said, @r##"
    warning: logs is left alone by migrations (managed = false): it has no primary key, which Diesel needs
    warning: pairs is left alone by migrations (managed = false): it has no primary key, which Diesel needs
    warning: twice is left alone by migrations (managed = false): the same index is there twice
    warning: untyped is left alone by migrations (managed = false): it has no primary key, which Diesel needs
    warning: wide is left alone by migrations (managed = false): it has 501 columns, more than Diesel's 128: here are the first
    warning: manage_old_x has no model: names that begin with `manage_old_` are taken
    hint: so that it does not count as dropped, settings: "ignore_tables": ["manage_old_x"]
    6 models written to src/models.rs
    "##);
}

/// The same, where a table has to be left to others by the settings.
fn leaves_nothing_to_do_with(project: &Project, table: &str) -> String {
    let run = project.manage(["inspectdb", "--output", "src/models.rs"]).ok();
    let settings = project.read("settings.json");
    project.write(
        "settings.json",
        settings.replace("\"models\"", &format!("\"ignore_tables\": [\"{table}\"], \"models\"")),
    );
    project.manage(["makemigrations", "--from-database"]).ok();
    project.manage(["makemigrations", "--check"]).ok();
    run.stderr
}

#[test]
fn wrong_calls() {
    let project = sqlite("CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE VIEW v AS SELECT 1;");
    assert_snapshot!(project.manage(["inspectdb", "user"]).shown(), @r##"
    exit 2
    --- stderr
    error: there is no table `user` in [ROOT]/db.sqlite3
    hint: did you mean `users`?
    "##);
    assert_snapshot!(project.manage(["inspectdb", "v"]).shown(), @r##"
    exit 2
    --- stderr
    error: v is no table but a view, which has no model
    "##);
    project.models("struct Mine;");
    assert_snapshot!(project.manage(["inspectdb", "-o", "src/models.rs"]).shown(), @r##"
    exit 6
    --- stderr
    error: src/models.rs is there already
    hint: name another file, or say --force to write over it
    "##);
    assert_eq!(project.read("src/models.rs"), "struct Mine;");
    assert_snapshot!(project.manage(["inspectdb", "-o", "nowhere/models.rs"]).shown(), @r##"
    exit 6
    --- stderr
    error: the directory of nowhere/models.rs is not there
    hint: make it first
    "##);
    assert_snapshot!(project.manage(["inspectdb", "--from-file", "src/models.rs"]).shown(), @r##"
    exit 6
    --- stderr
    error: the entry `src/models.rs` of models holds no model
    hint: a model is a struct with #[derive(Model)], or a table! of Diesel
    hint: modules in files of their own are read when the folder is named: "src/models/"
    "##);
    project.manage(["inspectdb", "users", "-o", "src/models.rs", "--force"]).ok();
    assert!(project.read("src/models.rs").contains("pub struct User {"));
    let gone = Project::sqlite("");
    assert_snapshot!(gone.manage(["inspectdb"]).shown(), @r##"
    exit 6
    --- stderr
    error: there is no database [ROOT]/db.sqlite3
    hint: check the path in the settings; `manage migrate` makes a new one
    "##);
    assert_snapshot!(gone.manage(["makemigrations", "--from-database"]).shown(), @r##"
    exit 6
    --- stderr
    error: there is no database [ROOT]/db.sqlite3
    hint: check the path in the settings; `manage migrate` makes a new one
    "##);
    gone.write("db.sqlite3", "this is no database, and it is long enough to be told from an empty one");
    assert_eq!(gone.manage(["inspectdb"]).code, 6);
    gone.write("db.sqlite3", "");
    assert_snapshot!(gone.manage(["inspectdb"]).shown(), @r##"
    exit 0
    --- stdout
    // Models of the database default (sqlite), written by `manage inspectdb`.
    --- stderr
    warning: [ROOT]/db.sqlite3: there are no tables that this user can see
    "##);
}

#[test]
fn no_rights_to_read() {
    let project = Project::on(Database::mysql(), "");
    project.database().sql("CREATE TABLE secret (id int PRIMARY KEY)");
    let url = project.database().url_as(Role::Plain);
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]}}}}}}"#),
    );
    let run = project.manage(["inspectdb"]);
    assert!(run.code == 0 || run.code == 6, "{}", run.shown());
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}
