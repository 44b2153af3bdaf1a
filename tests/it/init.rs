//! `manage init`: new projects, and what it does with what is there.

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use crate::project::{Project, Run};

/// The file's text, or that there is none.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| format!("{error}"))
}

fn names(project: &Project) -> Vec<String> {
    project.files().into_iter().map(|(path, _)| path.display().to_string()).collect()
}

/// Diesel's own command line, in the folder of the project or below it.
fn diesel(project: &Project, folder: &str, arguments: &[&str]) -> Run {
    let diesel = std::env::var_os("DIESEL").expect("DIESEL names Diesel's command line: run the tests with tests/run");
    let mut command = Command::new(diesel);
    project.run(command.args(arguments).current_dir(project.file(folder)).env_clear().env("HOME", project.path()))
}

fn manage_in(project: &Project, folder: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = project.command(arguments);
    project.run(command.current_dir(project.file(folder)).envs(variables.iter().copied()))
}

#[test]
fn a_new_project_can_be_migrated_at_once() {
    let project = Project::empty();
    let run = project.manage(["init", "blog"]).ok();
    assert_snapshot!(run.shown(), @r#"
    exit 0
    --- stderr
    blog is a new project now
      + .gitattributes
      + .gitignore
      + Cargo.lock
      + Cargo.toml
      + README.md
      + app_migrations/default/.gitkeep
      + build.rs
      + diesel.toml
      + manage
      + management/Cargo.toml
      + management/src/commands/mod.rs
      + management/src/main.rs
      + settings.json
      + settings.schema.json
      + src/lib.rs
      + src/main.rs
      + src/models.rs
      + src/schema.rs
    Next:
      cd blog
      ./manage makemigrations   # the first build takes a few minutes
      ./manage migrate
      cargo run
    "#);
    let manage = |arguments: &[&str]| manage_in(&project, "blog", &[], arguments);
    manage(&["makemigrations", "--check"]).expect(1);
    manage(&["makemigrations"]).ok();
    manage(&["makemigrations", "--check"]).ok();
    manage(&["migrate"]).ok();
    assert!(manage(&["showmigrations"]).ok().stdout.contains("[X]"));

    // Diesel goes by the same folder, and writes no schema.rs.
    let schema = project.read("blog/src/schema.rs");
    project.write("blog/.env", "DATABASE_URL=db.sqlite3");
    let run = diesel(&project, "blog", &["migration", "list"]).ok();
    assert!(run.stdout.contains("[X]") && run.stdout.contains("create_users"), "{}", run.stdout);
    diesel(&project, "blog", &["migration", "redo"]).ok();
    assert_eq!(project.read("blog/src/schema.rs"), schema);
}

#[test]
fn diesel_takes_the_folder_before_there_is_a_migration() {
    let project = Project::empty();
    project.manage(["init", "blog"]).ok();
    project.write("blog/.env", "DATABASE_URL=db.sqlite3");
    diesel(&project, "blog", &["migration", "run"]).ok();
    diesel_migrations::FileBasedMigrations::from_path(project.file("blog/app_migrations/default")).expect("a source");
}

#[test]
fn the_examples_are_laid_out_as_init_does() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    let example = checkout.join("examples/blog");
    let project = Project::empty();
    project.manage(["init", "blog"]).ok();
    manage_in(&project, "blog", &[], &["startcommand", "seed"]).ok();
    // Its migrations and the description of the settings are those of the checkout.
    let elsewhere = ["app_migrations/default/.gitkeep", "settings.schema.json"];
    for name in names(&project).iter().map(|name| name.trim_start_matches("blog/")) {
        assert!(elsewhere.contains(&name) || example.join(name).is_file(), "examples/blog has no {name}");
    }
    for name in [
        ".gitattributes",
        ".gitignore",
        "build.rs",
        "manage",
        "management/src/commands/mod.rs",
        "management/src/main.rs",
    ] {
        assert_eq!(read(&example.join(name)), project.read(&format!("blog/{name}")), "{name}");
    }
    assert_eq!(read(&checkout.join("manage")), project.read("blog/manage"));
    assert_eq!(read(&checkout.join("settings.schema.json")), project.read("blog/settings.schema.json"));
    // What new projects depend on is what the crate itself does.
    let table = |text: String| text.parse::<toml::Table>().expect("a manifest");
    let own = table(read(&checkout.join("Cargo.toml")));
    for manifest in ["Cargo.toml", "management/Cargo.toml"] {
        let manifest = table(project.read(&format!("blog/{manifest}")));
        for (name, value) in manifest["dependencies"].as_table().expect("dependencies") {
            let inherited = own["workspace"]["dependencies"].get(name);
            let ours = inherited.or_else(|| own["dependencies"].get(name)).expect("a dependency of ours");
            assert!(value.get("path").is_some() || value.get("version") == ours.get("version"), "{name}");
        }
    }
}

#[test]
fn what_is_there_is_kept_and_named() {
    let project = Project::empty();
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    project.write("README.md", "mine");
    project.write("src/main.rs", "fn main() {}");
    let run = project.manage(["init", "--name", "mine"]).ok();
    assert!(
        run.stderr.contains("    README.md (kept as it was)\n    src/main.rs (kept as it was)\n"),
        "{}",
        run.stderr
    );
    assert_eq!((project.read("README.md"), project.read("src/main.rs")), ("mine".into(), "fn main() {}".into()));
    assert!(project.read("Cargo.toml").contains("name = \"mine\""));

    // A second time there is a project, and nothing changes.
    let before = project.files();
    let run = project.manage(["init"]).expect(6);
    assert_snapshot!(run.shown(), @r#"
    exit 6
    --- stderr
    error: there is a project already: [ROOT]/settings.json
    hint: `manage init DIR` makes another one in DIR
    "#);
    assert_eq!(project.files(), before);
}

#[test]
fn places_where_there_can_be_no_project() {
    let project = Project::empty();
    project.write("file", "");
    project.write("not a checkout/Cargo.toml", "[package]\nname = \"other\"\n");
    project.write("workspace/Cargo.toml", "[workspace]\nmembers = []\n");
    project.write("broken/Cargo.toml", "[package\n");
    project.write("latin/Cargo.toml", b"[package]\nname = \"caf\xe9\"\n");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", project.file("link")).expect("a link");
    let before = project.files();
    for (arguments, code, message) in [
        (&["init", "file"][..], 6, "error: file is a file\n"),
        (&["init", "file/below"], 6, "error: cannot"),
        (&["init", "link"], 6, "error: link is a link to nothing\n"),
        (&["init", "/proc/blog"], 6, "error: cannot write /proc/blog\n"),
        (&["init", "workspace"], 6, "Cargo.toml is a workspace without a package\n"),
        (&["init", "broken"], 6, "error: cannot understand [ROOT]/broken/Cargo.toml\n"),
        (&["init", "latin"], 6, "error: cannot read [ROOT]/latin/Cargo.toml\n"),
        (&["init", "my blog"], 2, "hint: give it another: `--name my_blog`\n"),
        (&["init", "blog", "--name", "std"], 2, "error: \"std\" can be no name of a package"),
        (&["init", ""], 2, "a value is required"),
        (
            &["init", "blog", "--path", "not a checkout"],
            6,
            "error: [ROOT]/not a checkout is no checkout of diesel_manage\n",
        ),
        (&["init", "blog", "--path", "nowhere"], 6, "hint: `--path DIR` names a checkout"),
        (&["init", "a", "b"], 2, "unexpected argument"),
    ] {
        let run = project.manage(arguments).expect(code);
        assert!(run.stderr.contains(message), "{arguments:?}\n{}", run.stderr);
        assert_eq!(project.files(), before, "{arguments:?}");
    }
}

#[test]
fn folders_with_blanks_links_and_missing_parents() {
    let project = Project::empty();
    project.manage(["init", "one two/three", "--name", "three"]).ok();
    let run = manage_in(&project, "one two/three", &[], &["makemigrations"]).ok();
    assert!(run.stdout.contains("create_users"), "{}", run.stdout);
    #[cfg(unix)]
    {
        fs::create_dir(project.file("real")).expect("a folder");
        std::os::unix::fs::symlink("real", project.file("link")).expect("a link");
        project.manage(["init", "link"]).ok();
        assert!(project.read("real/Cargo.toml").contains("name = \"real\""));
    }
    // The path of the checkout can be a relative one, and is written as what it is.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(env!("CARGO_MANIFEST_DIR"), project.file("checkout")).expect("a link");
        project.manage(["init", "other", "--path", "checkout"]).ok();
        let expected = format!("diesel_manage = {{ path = \"{}\"", env!("CARGO_MANIFEST_DIR"));
        assert!(project.read("other/Cargo.toml").contains(&expected), "{}", project.read("other/Cargo.toml"));
    }
}

#[test]
fn a_project_in_a_workspace_belongs_to_it_or_is_one_itself() {
    let project = Project::empty();
    project.write("Cargo.toml", "[workspace]\nmembers = [\"apps/*\"]\nresolver = \"3\"\n");
    project.manage(["init", "apps/blog"]).ok();
    project.manage(["init", "tools/shop"]).ok();
    let is_workspace = |name: &str| project.read(&format!("{name}/Cargo.toml")).contains("[workspace]");
    assert!(!is_workspace("apps/blog") && is_workspace("apps/blog/management"));
    assert!(is_workspace("tools/shop") && !is_workspace("tools/shop/management"));
    // Cargo agrees with all four.
    for name in ["apps/blog", "apps/blog/management", "tools/shop", "tools/shop/management"] {
        let mut cargo = Command::new(env!("CARGO"));
        let located = cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(project.file(name));
        project.run(located).ok();
    }
}

#[test]
fn a_crate_without_diesel_gets_what_can_be_put_beside_it() {
    let project = Project::empty();
    project.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
    project.write("src/lib.rs", "pub fn f() {}\n");
    let run = project.manage(["init"]).ok();
    assert_snapshot!(run.shown().replace(env!("CARGO_MANIFEST_DIR"), "[CHECKOUT]"), @r#"
    exit 0
    --- stderr
    This folder is a crate: what manage needs was put beside it
      + .gitattributes
      + app_migrations/default/.gitkeep
      + diesel.toml
      + manage
      + management/.gitignore
      + management/Cargo.toml
      + management/src/commands/mod.rs
      + management/src/main.rs
      + settings.json
      + settings.schema.json
      + src/models.rs
      + src/schema.rs
    In Cargo.toml:
      [dependencies]
      diesel = { version = "2.3", features = ["returning_clauses_for_sqlite_3_35", "sqlite"] }
      diesel_manage = { path = "[CHECKOUT]", default-features = false }
      libsqlite3-sys = { version = "0.38", features = ["bundled"] }
      [build-dependencies]
      diesel_manage_build = { path = "[CHECKOUT]/crates/build" }
    In the `main` of build.rs:
      diesel_manage_build::run();
    In src/lib.rs or src/main.rs:
      mod models;
      mod schema;
    Next:
      ./manage makemigrations   # the first build takes a few minutes
      ./manage migrate
    "#);
    assert_eq!(project.read("src/lib.rs"), "pub fn f() {}\n");
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    for folder in ["", "management"] {
        let mut cargo = Command::new(env!("CARGO"));
        let metadata = cargo.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(project.file(folder));
        project.run(metadata).ok();
    }
}

/// A crate that Diesel's own command line has set up, with one table.
fn diesel_crate() -> Project {
    let project = Project::empty();
    project.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\ndiesel = { version = \"2\", features = [\"sqlite\"] }\n");
    project.write("src/lib.rs", "mod schema;\n");
    project.write(".env", "DATABASE_URL=shop.sqlite3\n");
    diesel(&project, "", &["setup"]).ok();
    diesel(&project, "", &["migration", "generate", "create_items"]).ok();
    let folder = fs::read_dir(project.file("migrations")).expect("migrations").flatten().map(|entry| entry.path());
    let folder = folder.filter(|path| path.is_dir()).last().expect("a migration");
    let up = "CREATE TABLE items (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL UNIQUE, price NUMERIC);
        CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY, item INTEGER REFERENCES items (id), at TIMESTAMP NOT NULL);
        CREATE INDEX notes_at ON notes (at);";
    fs::write(folder.join("up.sql"), up).expect("a file");
    fs::write(folder.join("down.sql"), "DROP TABLE notes; DROP TABLE items;").expect("a file");
    diesel(&project, "", &["migration", "run"]).ok();
    assert!(project.read("src/schema.rs").contains("items (id)"));
    project
}

#[test]
fn a_crate_that_diesel_has_set_up_gets_settings_that_work() {
    let project = diesel_crate();
    let before = names(&project);
    let run = project.manage(["init"]).ok();
    assert_snapshot!(run.shown(), @r#"
    exit 0
    --- stderr
    This folder uses Diesel: settings were written for what is there, and nothing else
      database    sqlite, by DATABASE_URL, from .env
      migrations  migrations
      models      src/schema.rs
      + settings.json
      + settings.schema.json
    Next:
      manage makemigrations --check   # compares the models with the migrations
    "#);
    assert_snapshot!(project.read("settings.json"), @r#"
    {
      "$schema": "settings.schema.json",
      "databases": {
        "default": {
          "driver": "sqlite",
          "url": "${DATABASE_URL}",
          "migrations": "migrations",
          "models": ["src/schema.rs"]
        }
      }
    }
    "#);
    let mut expected = before;
    expected.extend(["settings.json".to_owned(), "settings.schema.json".to_owned()]);
    expected.sort();
    assert_eq!(names(&project), expected);

    project.manage(["makemigrations", "--check"]).ok();
    assert!(project.manage(["showmigrations"]).ok().stdout.contains("[X]"));
    let schema = project.read("src/schema.rs").replace("price -> ", "sale -> Nullable<Bool>,\n        price -> ");
    project.write("src/schema.rs", schema);
    project.manage(["makemigrations", "--check"]).expect(1);
    project.manage(["makemigrations"]).ok();
    project.manage(["migrate"]).ok();
    assert!(!diesel(&project, "", &["migration", "list"]).ok().stdout.contains("[ ]"));
}

#[test]
fn tables_without_models_are_not_gone_in_silence() {
    let project = diesel_crate();
    fs::remove_file(project.file("src/schema.rs")).expect("a file");
    assert!(project.manage(["init"]).ok().stderr.contains("models      none found"));
    let run = project.manage(["makemigrations", "--check"]).expect(1);
    let warning =
        "warning: settings.json:4:5: `default` names no models: each of its tables counts as gone\nhint: say where";
    assert!(run.stderr.contains(warning), "{}", run.stderr);
    let run = project.manage(["makemigrations"]).expect(3);
    assert!(run.stderr.contains(warning), "{}", run.stderr);
}

/// A project that is taken over has been for years as it is: a table that `schema.rs` does not have is not to be
/// dropped, and a type that was edited by hand is not to be made one of the database.
#[test]
fn what_has_been_otherwise_before_is_left_alone() {
    let project = diesel_crate();
    let schema = project.read("src/schema.rs").replace("price -> Nullable<Double>", "price -> Nullable<Text>");
    let cut = schema.find("diesel::table! {\n    notes").expect("a table");
    project.write("src/schema.rs", &schema[..cut]);
    let run = project.manage(["init"]).ok();
    assert!(
        run.stderr.contains(
            "  left alone  by ignore_tables, as no model declares them: notes\n  left alone  by ignore_types, as the models \
             have other types than the migrations: items.price\n"
        ),
        "{}",
        run.stderr
    );
    let settings = project.read("settings.json");
    assert!(
        settings.contains("\"ignore_tables\": [\"notes\"],\n      \"ignore_types\": [\"items.price\"]\n"),
        "{settings}"
    );
    assert_eq!(project.manage(["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
}

#[test]
fn what_diesel_toml_says_is_taken_over() {
    let project = diesel_crate();
    fs::rename(project.file("migrations"), project.file("the \"${SQL}\"")).expect("another name");
    fs::create_dir(project.file("src/db")).expect("a folder");
    fs::rename(project.file("src/schema.rs"), project.file("src/db/tables.rs")).expect("another name");
    project.write(
        "diesel.toml",
        "[print_schema]\nfile = \"src/db/tables.rs\"\nfilter = { except_tables = [\"^notes$\", \"tmp\", \"a|b\"] }\n[migrations_directory]\ndir = 'the \"${SQL}\"'\n",
    );
    project.manage(["init", "--json"]).ok();
    assert_snapshot!(project.read("settings.json"), @r#"
    {
      "$schema": "settings.schema.json",
      "databases": {
        "default": {
          "driver": "sqlite",
          "url": "${DATABASE_URL}",
          "migrations": "the \"$${SQL}\"",
          "models": ["src/db/tables.rs"],
          "ignore_tables": ["notes", "*tmp*", "*a*", "*b*"]
        }
      }
    }
    "#);
    project.manage(["makemigrations", "--check"]).ok();
}

#[test]
fn other_databases_are_named_and_no_secret_is_written() {
    for (url, driver) in
        [("postgres://me:sesame@db.example.org/shop", "postgresql"), ("mysql://me:sesame@db.example.org/shop", "mysql")]
    {
        let project = Project::empty();
        project
            .write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\ndiesel = \"2\"\n");
        project.write("src/schema.rs", "diesel::table! { items (id) { id -> Int4, } }");
        project.write(".env", format!("DATABASE_URL={url}\n"));
        let run = project.manage(["init"]).ok();
        let settings = project.read("settings.json");
        assert!(settings.contains(&format!("\"driver\": \"{driver}\"")), "{settings}");
        assert!(settings.contains("\"url\": \"${DATABASE_URL}\"") && !settings.contains("sesame"), "{settings}");
        assert!(!run.shown().contains("sesame"), "{}", run.shown());
    }
}

#[test]
fn a_url_that_is_elsewhere_or_nowhere() {
    let diesel_crate = |features: &str| {
        let project = Project::empty();
        let manifest = format!(
            "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\ndb = {{ package = \"diesel\", version = \"2\", features = [{features}] }}\n"
        );
        project.write("shop/Cargo.toml", manifest);
        project.write("shop/src/schema.rs", "diesel::table! { items (id) { id -> Integer, } }");
        project
    };
    // From the environment.
    let project = diesel_crate("");
    let run = manage_in(&project, "shop", &[("DATABASE_URL", "a.sqlite3")], &["init"]).ok();
    assert!(run.stderr.contains("  database    sqlite, by DATABASE_URL, from the environment\n"), "{}", run.stderr);
    manage_in(&project, "shop", &[], &["makemigrations", "--check"]).expect(1);
    // From above, where Diesel finds it as well.
    let project = diesel_crate("");
    project.write(".env", "DATABASE_URL=a.sqlite3");
    let run = manage_in(&project, "shop", &[], &["init"]).ok();
    assert!(run.stderr.contains("  database    sqlite, by DATABASE_URL, from [ROOT]/.env\n"), "{}", run.stderr);
    manage_in(&project, "shop", &[], &["makemigrations"]).ok();
    manage_in(&project, "shop", &[], &["migrate"]).ok();
    assert!(project.file("shop/a.sqlite3").is_file());
    // From nowhere: by the features of Diesel, if there is one driver.
    for (features, line) in [
        ("\"sqlite\", \"chrono\"", "sqlite, by DATABASE_URL, which is not set"),
        ("\"postgres\"", "postgresql, by DATABASE_URL, which is not set"),
        ("\"postgres\", \"sqlite\"", "unknown, by DATABASE_URL, which is not set"),
    ] {
        let project = diesel_crate(features);
        let run = manage_in(&project, "shop", &[], &["init"]).ok();
        assert!(run.stderr.contains(line) && run.stderr.contains("hint: set DATABASE_URL"), "{}", run.stderr);
    }
    // From a scheme that nobody knows; nothing is written then.
    let project = diesel_crate("");
    let run = manage_in(&project, "shop", &[("DATABASE_URL", "oracle://me:sesame@x/y")], &["init"]).expect(6);
    assert!(run.stderr.contains("unknown scheme `oracle`") && !run.stderr.contains("sesame"), "{}", run.stderr);
    assert_eq!(names(&project), ["shop/Cargo.toml", "shop/src/schema.rs"]);
    // And without a schema.rs.
    let project = diesel_crate("\"sqlite\"");
    fs::remove_file(project.file("shop/src/schema.rs")).expect("a file");
    let run = manage_in(&project, "shop", &[("DATABASE_URL", "a.sqlite3")], &["init"]).ok();
    assert!(run.stderr.contains("hint: there is no schema.rs with `table!`"), "{}", run.stderr);
    assert!(!project.read("shop/settings.json").contains("models"));
}
