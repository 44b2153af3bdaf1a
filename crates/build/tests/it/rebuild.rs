use crate::project::Project;

const USER: &str = "#[derive(diesel_manage::Model)]\npub struct User {\n    pub id: i64,\n    pub name: String,\n}\n";

/// A library that compiles only if these columns are there.
fn library(columns: &str) -> String {
    format!(
        "mod schema {{\n    diesel_manage::schema!();\n}}\npub use schema::{{{columns}}};\nuse libsqlite3_sys as _;\n"
    )
}

#[track_caller]
fn passes(project: &Project) {
    let (success, said) = project.check();
    assert!(success, "{said}");
}

/// A field edited, a file added to a folder, a file taken away: cargo notices by itself.
#[test]
fn what_changes_in_a_folder_is_seen_at_once() {
    let project = Project::new("rebuild", "src/models");
    project.write("src/models/user.rs", USER);
    project.write("src/lib.rs", &library("users::name"));
    passes(&project);

    project.write("src/models/user.rs", &USER.replace("name", "title"));
    assert!(!project.check().0, "users::name is gone");
    project.write("src/lib.rs", &library("users::title"));
    passes(&project);

    project.write("src/models/deep/post.rs", "#[derive(Model)] struct Post { id: i64, body: String }");
    project.write("src/lib.rs", &library("users::title, posts::body"));
    passes(&project);

    project.remove("src/models/deep/post.rs");
    assert!(!project.check().0, "posts::body is gone");
}

/// A mistake ends the build with its place and its hint, and without a backtrace.
#[test]
fn a_mistake_ends_the_build_with_its_place() {
    let project = Project::new("mistake", "src/models.rs");
    project.write("src/lib.rs", &library("users::name"));
    project.write("src/models.rs", &USER.replace("String", "Place"));
    let (success, said) = project.check();
    assert!(!success);
    assert!(said.contains("src/models.rs:4:15: the type `Place` of `name` is not known"), "{said}");
    assert!(said.contains("hint: say what the database is to hold"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

/// What `#[model(…)]` does not take is an error at its place in the compiler too, where no build step runs.
#[test]
fn the_derive_checks_the_grammar() {
    let project = Project::new("grammar", "src/models.rs");
    project.write("src/models.rs", USER);
    project.write(
        "src/lib.rs",
        "#[derive(diesel_manage::Model)]\n#[model(tabel = \"people\")]\nstruct Person {\n    id: i64,\n}\n\
         #[derive(diesel_manage::ModelEnum)]\nenum Mood {\n    Good(u8),\n}\n",
    );
    let (success, said) = project.check();
    assert!(!success);
    for part in ["unknown key `tabel`", "did you mean `table`?", "src/lib.rs:2:9", "the variant Good has fields"] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
