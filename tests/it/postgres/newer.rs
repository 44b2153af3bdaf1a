//! What only newer servers can do, where the settings say that it is one.

use crate::project::Project;
use crate::servers::{Database, Server};

fn model(field: &str) -> String {
    format!("#[derive(Model)]\npub struct Item {{\n    id: i64,\n    n: i32,\n    {field}\n}}\n")
}

#[test]
fn a_column_that_is_computed_when_it_is_read_needs_postgres_18() {
    let project = Project::postgres(&model("#[model(generated = \"n + 1\")]\n    next: Option<i32>,"));
    let error = project.manage(["makemigrations"]).expect(6).stderr;
    assert_eq!(
        error.split_once("src/models.rs").map(|(_, rest)| rest),
        Some(
            ":2:12: the table items cannot be: PostgreSQL before 18 computes `next` only to store it\n\
             hint: say `stored`\n\
             hint: or, if all servers are new enough, in the settings: \"server_version\": 18\n"
        )
    );
    for wrong in ["\"new\"", "0.5.x", "true", "[]"] {
        let settings = project.read("settings.json");
        project.write(
            "settings.json",
            settings.replace("\"models\"", &format!("\"server_version\": {wrong}, \"models\"")),
        );
        project.manage(["makemigrations"]).expect(6);
        project.write("settings.json", settings);
    }
}

#[test]
fn it_comes_changes_and_goes_on_postgres_18() {
    let server = Server::newer_postgres();
    let version = Database::new(server).sql("SHOW server_version_num;");
    if version.trim().parse::<u32>().is_ok_and(|version| version < 180_000) {
        return;
    }
    let project = Project::on(Database::new(server), &model(""));
    let settings = project.read("settings.json").replace("\"models\"", "\"server_version\": \"18.1\", \"models\"");
    project.write("settings.json", settings);
    project.manage(["makemigrations", "-v"]).ok();
    project.manage(["migrate"]).ok();
    let database = project.database();
    database.sql("INSERT INTO items (n) VALUES (1), (2);");
    let computed = |more: &str| format!("#[model(generated = \"n + 1\"{more})]\n    next: Option<i32>,");
    for (field, flags) in [
        (computed(""), &[][..]),
        (computed(", stored"), &[]),
        (computed(""), &["--allow", "items.next"]),
        ("next: i32,".to_owned(), &["--allow", "items.next"]),
    ] {
        project.models(&model(&field));
        let made = project.manage(["makemigrations", "change"].iter().chain(flags));
        if made.code != 0 {
            // What loses nothing is no question.
            project.manage(["makemigrations", "change"]).ok();
        }
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql("SELECT n, next FROM items ORDER BY n;"), "1\t2\n2\t3\n", "{field}");
        project.manage(["downgrade", "-1"]).ok();
        project.manage(["migrate"]).ok();
        project.manage(["makemigrations", "--check"]).ok();
    }
}
