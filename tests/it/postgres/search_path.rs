//! Settings whose session searches another schema before `public`.

use crate::project::Project;

const SESSION: &str = r#""session": ["SET search_path = one, public"], "url""#;

fn project(models: &str) -> Project {
    let project = Project::postgres(models);
    project.write("settings.json", project.read("settings.json").replacen(r#""url""#, SESSION, 1));
    project
}

/// A model with a mood and a key to `parent`, in this schema if one is named.
fn model(name: &str, schema: &str, fields: &str) -> String {
    let schema = if schema.is_empty() { String::new() } else { format!("#[model(schema = \"{schema}\")]\n") };
    format!("#[derive(Model)]\n{schema}pub struct {name} {{\n    pub id: i64,\n{fields}}}\n\n")
}

fn mood(name: &str, schema: &str) -> String {
    let schema = if schema.is_empty() { String::new() } else { format!("#[model(schema = \"{schema}\")]\n") };
    format!("#[derive(ModelEnum)]\n{schema}pub enum {name} {{\n    Calm,\n    Glad,\n}}\n\n")
}

/// Everything works, with these models and then with those, and the tables are where they are meant to be.
fn works(project: &Project, next: &str, tables: &str) {
    let manage = |arguments: &[&str]| project.manage(arguments).ok();
    let nothing_more = || {
        let again = manage(&["makemigrations"]);
        assert!(again.stdout.contains("No changes detected"), "{}", again.shown());
        std::fs::remove_file(project.file("app_migrations/default/schema.json")).expect("a file");
        let replayed = manage(&["makemigrations"]);
        assert!(replayed.stdout.contains("No changes detected"), "{}", replayed.shown());
        manage(&["migrate"]);
        manage(&["migrate"]);
        manage(&["check"]);
        manage(&["verify"]);
    };
    let lists = "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relkind = 'r' AND n.nspname IN ('one', 'public') AND c.relname NOT LIKE '\\_\\_%' ORDER BY 1";
    manage(&["makemigrations", "first"]);
    nothing_more();
    assert_eq!(project.database().sql(lists).replace('\n', " ").trim(), tables);
    let printed = manage(&["inspectdb"]);
    assert!(!printed.stdout.contains("managed = false"), "{}", printed.shown());
    project.models(next);
    project.manage(["makemigrations", "second"]).ok();
    nothing_more();
    assert_eq!(project.database().sql(lists).replace('\n', " ").trim(), tables);
    manage(&["downgrade", "base"]);
    assert_eq!(project.database().sql(lists), "");
    let list = manage(&["showmigrations"]);
    assert_eq!(list.stdout.matches("[ ]").count(), 2, "{}", list.shown());
    manage(&["migrate"]);
    manage(&["check"]);
    // What inspectdb prints says the same.
    let printed = manage(&["inspectdb"]);
    project.models(&printed.stdout);
    let again = manage(&["makemigrations"]);
    assert!(again.stdout.contains("No changes detected"), "{}", again.shown());
}

fn posts(users: &str) -> String {
    format!("    pub mood: Mood,\n    #[model(references = \"{users}.id\")]\n    pub user_id: i64,\n")
}

#[test]
fn models_that_name_the_schema_that_is_searched_first() {
    let models = |more: &str| {
        let users = model("User", "one", &format!("    pub name: String,\n{more}"));
        mood("Mood", "one") + &users + &model("Post", "one", &posts("one.users"))
    };
    for there in [false, true] {
        let project = project(&models(""));
        if there {
            project.database().sql("CREATE SCHEMA one");
        }
        works(&project, &models("    pub age: Option<i32>,\n    pub mood: Option<Mood>,\n"), "one.posts one.users");
        let up = std::fs::read_to_string(project.migrations("default")[0].join("up.sql")).expect("a file");
        assert!(up.contains("CREATE SCHEMA IF NOT EXISTS one;"), "{up}");
    }
}

#[test]
fn models_that_name_no_schema_are_in_the_one_that_is_searched_first() {
    let models = |more: &str| {
        let users = model("User", "", &format!("    pub name: String,\n{more}"));
        mood("Mood", "") + &users + &model("Post", "", &posts("users"))
    };
    for there in [true, false] {
        let project = project(&models(""));
        if there {
            project.database().sql("CREATE SCHEMA one");
        }
        let tables = if there { "one.posts one.users" } else { "public.posts public.users" };
        works(&project, &models("    pub age: Option<i32>,\n    pub mood: Option<Mood>,\n"), tables);
        let up = std::fs::read_to_string(project.migrations("default")[0].join("up.sql")).expect("a file");
        assert!(!up.contains("one"), "{up}");
    }
}

#[test]
fn models_of_both_schemas() {
    for (first, there) in [("one", false), ("one", true), ("", true)] {
        let users = if first.is_empty() { "users.id" } else { "one.users.id" };
        let models = |more: &str| {
            let fields = format!(
                "    pub mood: Mood,\n    pub colour: Vec<Colour>,\n    #[model(references = \"{users}\", unique)]\n    \
                 pub user_id: i64,\n    #[model(references = \"public.tags.id\")]\n    pub tag_id: Option<i64>,\n{more}"
            );
            let tags = "    pub colour: Colour,\n    #[model(max_length = 20, index)]\n    pub word: String,\n";
            mood("Mood", first)
                + &mood("Colour", "public")
                + &model("User", first, "    pub name: String,\n")
                + &model("Tag", "public", tags)
                + &model("Post", "public", &fields)
        };
        let project = project(&models(""));
        if there {
            project.database().sql("CREATE SCHEMA one");
        }
        works(&project, &models("    pub other: Option<Colour>,\n"), "one.users public.posts public.tags");
    }
}

#[test]
fn a_table_moves_from_one_schema_to_the_other() {
    let models =
        |schema: &str| model("User", schema, "    pub name: String,\n") + &model("Tag", "one", "    pub w: String,\n");
    for (from, to) in [("one", "public"), ("public", "one")] {
        let project = project(&models(from));
        project.manage(["makemigrations", "first"]).ok();
        project.manage(["migrate"]).ok();
        project.database().sql(&format!("INSERT INTO {from}.users (name) VALUES ('ada')"));
        project.models(&models(to).replacen(
            "#[derive(Model)]\n",
            &format!("#[derive(Model)]\n#[model(renamed_from = \"{from}.users\")]\n"),
            1,
        ));
        project.manage(["makemigrations", "move"]).ok();
        project.manage(["migrate"]).ok();
        assert_eq!(project.database().sql(&format!("SELECT name FROM {to}.users")), "ada\n");
        project.manage(["downgrade", "-1"]).ok();
        assert_eq!(project.database().sql(&format!("SELECT name FROM {from}.users")), "ada\n");
        project.manage(["migrate"]).ok();
        project.manage(["check"]).ok();
    }
}

#[test]
fn the_address_may_say_what_is_searched_as_well() {
    let users = model("User", "one", "    pub name: String,\n");
    let project = Project::postgres(&users);
    let settings = project.read("settings.json");
    let url = project.database().url();
    let with = format!("{url}{}options=-csearch_path%3Done%2Cpublic", if url.contains('?') { '&' } else { '?' });
    project.write("settings.json", settings.replace(&url, &with));
    project.manage(["makemigrations", "first"]).ok();
    project.manage(["migrate"]).ok();
    let again = project.manage(["makemigrations"]).ok();
    assert!(again.stdout.contains("No changes detected"), "{}", again.shown());
    project.manage(["check"]).ok();
    assert_eq!(project.database().sql("SELECT count(*) FROM one.users"), "0\n");
}

#[test]
fn a_history_that_makes_the_schema_by_itself() {
    let users = model("User", "one", "    pub name: String,\n");
    let project = project(&users);
    crate::together::add(&project, "1_schema", "CREATE SCHEMA one;\n", "DROP SCHEMA one;\n");
    project.manage(["makemigrations", "users"]).ok();
    project.manage(["migrate"]).ok();
    let again = project.manage(["makemigrations"]).ok();
    assert!(again.stdout.contains("No changes detected"), "{}", again.shown());
    project.manage(["check"]).ok();
    project.manage(["verify"]).ok();
    project.manage(["downgrade", "base"]).ok();
    project.manage(["migrate"]).ok();
    assert_eq!(project.database().sql("SELECT count(*) FROM one.users"), "0\n");
}

#[test]
fn a_search_path_that_leads_nowhere_says_what_to_do() {
    let project = project(&model("User", "", "    pub name: String,\n"));
    project.write("settings.json", project.read("settings.json").replace("one, public", "one"));
    project.manage(["makemigrations", "first"]).ok();
    let run = project.manage(["migrate"]).expect(6);
    assert!(run.stderr.contains("\"CREATE SCHEMA IF NOT EXISTS"), "{}", run.stderr);
    let both = r#""CREATE SCHEMA IF NOT EXISTS one", "SET search_path = one""#;
    project.write("settings.json", project.read("settings.json").replace(r#""SET search_path = one""#, both));
    project.manage(["migrate"]).ok();
    project.manage(["check"]).ok();
    project.manage(["downgrade", "base"]).ok();
    project.manage(["migrate"]).ok();
}
