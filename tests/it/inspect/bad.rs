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
    assert_snapshot!(said, @"");
    assert_snapshot!(project.read("src/models.rs"), @"");
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
    assert_snapshot!(said, @"");
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
    assert_snapshot!(project.manage(["inspectdb", "user"]).shown(), @"");
    assert_snapshot!(project.manage(["inspectdb", "v"]).shown(), @"");
    project.models("struct Mine;");
    assert_snapshot!(project.manage(["inspectdb", "-o", "src/models.rs"]).shown(), @"");
    assert_eq!(project.read("src/models.rs"), "struct Mine;");
    assert_snapshot!(project.manage(["inspectdb", "-o", "nowhere/models.rs"]).shown(), @"");
    assert_snapshot!(project.manage(["inspectdb", "--from-file", "src/models.rs"]).shown(), @"");
    project.manage(["inspectdb", "users", "-o", "src/models.rs", "--force"]).ok();
    assert!(project.read("src/models.rs").contains("pub struct User {"));
    let gone = Project::sqlite("");
    assert_snapshot!(gone.manage(["inspectdb"]).shown(), @"");
    assert_snapshot!(gone.manage(["makemigrations", "--from-database"]).shown(), @"");
    gone.write("db.sqlite3", "this is no database, and it is long enough to be told from an empty one");
    assert_eq!(gone.manage(["inspectdb"]).code, 6);
    gone.write("db.sqlite3", "");
    assert_snapshot!(gone.manage(["inspectdb"]).shown(), @"");
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
