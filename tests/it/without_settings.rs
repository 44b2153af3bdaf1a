//! Projects without a settings file: `DATABASE_URL` and `diesel.toml` say all that `diesel` goes by, and every
//! command works.

use std::fs;
use std::process::Command;

use crate::dump::dump;
use crate::project::{Project, Run};

const HINT: &str = "hint: there is no settings.json: going by DATABASE_URL and diesel.toml; `manage init` writes one\n";

const SCHEMA: &str = "diesel::table! { users (id) { id -> Integer, name -> Text, } }\n";

/// A crate as Diesel's guide has it: `.env`, `diesel.toml`, `migrations`, `src/schema.rs`.
fn plain(project: &Project, folder: &str) {
    let write = |name: &str, text: &str| project.write(&format!("{folder}{name}"), text);
    write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\n[dependencies]\ndiesel = \"2\"\n");
    write("src/schema.rs", SCHEMA);
    write(
        "migrations/2020-01-01-000000_create_users/up.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);",
    );
    write("migrations/2020-01-01-000000_create_users/down.sql", "DROP TABLE users;");
    write("migrations/2020-01-02-000000_rows/up.sql", "INSERT INTO users (name) VALUES ('a'), ('b');");
    write("migrations/2020-01-02-000000_rows/down.sql", "DELETE FROM users;");
}

fn manage_in(project: &Project, folder: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = project.command(arguments);
    project.run(command.current_dir(project.file(folder)).envs(variables.iter().copied()))
}

fn diesel_in(project: &Project, folder: &str, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let diesel = std::env::var_os("DIESEL").expect("DIESEL names Diesel's command line: run the tests with tests/run");
    let mut command = Command::new(diesel);
    command.args(arguments).current_dir(project.file(folder)).env_clear().env("HOME", project.path());
    project.run(command.envs(variables.iter().copied()))
}

/// Every command on the project in `folder` whose database is `database`; diesel is asked now and then.
#[track_caller]
fn every_command(project: &Project, folder: &str, variables: &[(&str, &str)], schema: &str, database: &str) {
    let manage = |arguments: &[&str]| manage_in(project, folder, variables, arguments);
    let diesel = |arguments: &[&str]| diesel_in(project, folder, variables, arguments);
    let check = manage(&["makemigrations", "--check"]).ok();
    assert_eq!((check.stdout.as_str(), check.stderr.as_str()), ("No changes detected\n", HINT));
    assert!(!project.file(database).exists());
    let shown = manage(&["showmigrations"]).ok();
    assert_eq!(
        shown.stdout, "default\n [ ] 2020-01-01-000000_create_users\n [ ] 2020-01-02-000000_rows\n",
        "{}",
        shown.stderr
    );
    assert!(shown.stderr.starts_with(HINT), "{}", shown.stderr);
    manage(&["migrate", "--plan"]).ok();
    manage(&["migrate", "--check"]).expect(1);
    assert!(manage(&["migrate"]).ok().stderr.starts_with(HINT));
    assert_eq!(diesel(&["migration", "pending"]).ok().stdout, "false\n");
    let before = dump(&project.file(database));
    assert_eq!(before.rows["users"].len(), 2);
    manage(&["downgrade", "-1"]).ok();
    assert_eq!(diesel(&["migration", "pending"]).ok().stdout, "true\n");
    diesel(&["migration", "run"]).ok();
    assert_eq!(dump(&project.file(database)), before);
    manage(&["downgrade", "base"]).ok();
    manage(&["migrate"]).ok();

    let text = project.read(schema);
    project.write(schema, SCHEMA.replace("name -> Text", "full_name -> Text, age -> Nullable<Integer>"));
    manage(&["makemigrations", "--check"]).expect(1);
    manage(&["makemigrations", "--dry-run", "--rename", "users.name:full_name"]).ok();
    manage(&["makemigrations"]).expect(3);
    manage(&["makemigrations", "--rename", "users.name:full_name"]).ok();
    diesel(&["migration", "run"]).ok();
    assert_eq!(manage(&["showmigrations"]).ok().stdout.matches("[X]").count(), 3);
    manage(&["migrate"]).ok();
    manage(&["downgrade", "-1"]).ok();
    assert_eq!(dump(&project.file(database)), before);
    project.write(schema, text);
}

#[test]
fn from_the_environment() {
    let project = Project::empty();
    plain(&project, "");
    every_command(&project, "", &[("DATABASE_URL", "a b.sqlite3")], "src/schema.rs", "a b.sqlite3");
}

#[test]
fn from_env_beside_it_and_a_folder_below() {
    let project = Project::empty();
    plain(&project, "");
    project.write(".env", "DATABASE_URL=sqlite://shop.sqlite3\n");
    every_command(&project, "", &[], "src/schema.rs", "shop.sqlite3");
    // From below it is the same database, and not another one there.
    manage_in(&project, "src", &[], &["showmigrations"]).ok();
    assert!(!project.file("src/shop.sqlite3").exists());
}

#[test]
fn from_a_diesel_toml_that_names_other_places() {
    let project = Project::empty();
    plain(&project, "");
    project.write(".env", "DATABASE_URL=shop.sqlite3\n");
    project.write(
        "diesel.toml",
        "[print_schema.users]\nfile = \"src/db/users.rs\"\nfilter = { only_tables = [\"users\"] }\n\
         [print_schema.rest]\nfile = \"src/db/rest.rs\"\nfilter = { except_tables = [\"users\"] }\n\
         [migrations_directory]\ndir = \"db/migrations\"\n",
    );
    fs::create_dir_all(project.file("db")).expect("a folder");
    fs::rename(project.file("migrations"), project.file("db/migrations")).expect("another place");
    fs::create_dir_all(project.file("src/db")).expect("a folder");
    fs::rename(project.file("src/schema.rs"), project.file("src/db/users.rs")).expect("another place");
    project.write("src/db/rest.rs", "// no table yet\ndiesel::table! { notes (id) { id -> Integer, } }\n");
    project.write("db/migrations/2020-01-01-000000_create_users/up.sql",
        "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);\nCREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL);");
    project.write("db/migrations/2020-01-01-000000_create_users/down.sql", "DROP TABLE users; DROP TABLE notes;");
    let (users, rest) = (project.read("src/db/users.rs"), project.read("src/db/rest.rs"));
    let manage = |arguments: &[&str]| manage_in(&project, "", &[], arguments);
    assert_eq!(manage(&["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    manage(&["migrate"]).ok();
    manage(&["downgrade", "-1"]).ok();
    diesel_in(&project, "", &[], &["migration", "run"]).ok();
    manage(&["migrate"]).ok();
    // Diesel has written both files anew by now: they say what they said.
    assert_ne!((users, rest), (project.read("src/db/users.rs"), project.read("src/db/rest.rs")));
    assert_eq!(manage(&["makemigrations", "--check"]).ok().stdout, "No changes detected\n");
    manage(&["init"]).ok();
    let checked = manage(&["makemigrations", "--check"]).ok();
    assert_eq!((checked.stdout.as_str(), checked.stderr.as_str()), ("No changes detected\n", ""));
    assert!(manage(&["showmigrations"]).ok().stdout.contains("[X] 2020-01-02-000000_rows"));
}

/// The root of a workspace has the `.env`, a member all else; whether it is the environment's or the root's, Diesel
/// takes a relative path from where it is called.
#[test]
fn in_a_member_of_a_workspace() {
    let project = Project::empty();
    plain(&project, "crates/shop/");
    project.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    project.write(".env", "DATABASE_URL=shop.sqlite3\n");
    let (schema, database) = ("crates/shop/src/schema.rs", "crates/shop/shop.sqlite3");
    every_command(&project, "crates/shop", &[], schema, database);

    // The settings that `init` writes there find the same.
    manage_in(&project, "crates/shop", &[], &["migrate"]).ok();
    let run = manage_in(&project, "crates/shop", &[], &["init"]).ok();
    assert!(run.stderr.contains("sqlite, by DATABASE_URL, from [ROOT]/.env\n"), "{}", run.stderr);
    let run = manage_in(&project, "crates/shop", &[], &["showmigrations"]).ok();
    assert_eq!((run.stdout.matches("[X]").count(), run.stderr.as_str()), (3, ""));
    manage_in(&project, "crates/shop", &[], &["downgrade", "-1"]).ok();
    manage_in(&project, "crates/shop/src", &[], &["migrate"]).ok();
    diesel_in(&project, "crates/shop", &[], &["migration", "list"]).ok();
    assert!(!project.file("shop.sqlite3").exists() && !project.file("crates/shop/src/shop.sqlite3").exists());
}

/// With `diesel.toml` in the root as well.
#[test]
fn in_a_member_of_a_workspace_that_shares_its_migrations() {
    let project = Project::empty();
    plain(&project, "crates/shop/");
    project.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    project.write(".env", "DATABASE_URL=shop.sqlite3\n");
    project.write("diesel.toml", "[migrations_directory]\ndir = \"database\"\n");
    fs::rename(project.file("crates/shop/migrations"), project.file("database")).expect("another place");
    let (schema, database) = ("crates/shop/src/schema.rs", "crates/shop/shop.sqlite3");
    every_command(&project, "crates/shop", &[], schema, database);
}

#[test]
fn what_diesel_leaves_out_by_patterns_is_left_alone() {
    let project = Project::empty();
    plain(&project, "");
    project.write(
        "migrations/2020-01-03-000000_more/up.sql",
        "CREATE TABLE tmp_a (x TEXT); CREATE TABLE jobs (id INTEGER PRIMARY KEY NOT NULL);",
    );
    for filter in ["except_tables = [\"^tmp_\", \"jobs\"]", "except_tables = [\"tmp|jobs\"]", "only_tables = [\"^u\"]"]
    {
        project.write("diesel.toml", format!("[print_schema]\nfile = \"src/schema.rs\"\nfilter = {{ {filter} }}\n"));
        let variables = [("DATABASE_URL", "a.sqlite3")];
        if filter.starts_with("except") {
            let run = manage_in(&project, "", &variables, &["makemigrations", "--check"]).ok();
            assert_eq!(run.stdout, "No changes detected\n", "{filter}");
        }
        manage_in(&project, "", &variables, &["init"]).ok();
        let run = manage_in(&project, "", &variables, &["makemigrations", "--check"]).ok();
        assert_eq!(run.stdout, "No changes detected\n", "{filter}");
        let left = project.read("settings.json");
        assert!(left.contains("jobs") && left.contains("tmp"), "{left}");
        fs::remove_file(project.file("settings.json")).expect("settings");
        fs::remove_file(project.file("settings.schema.json")).expect("their schema");
    }
}

#[test]
fn what_is_wrong_with_it_is_named() {
    let project = Project::empty();
    plain(&project, "");
    let run = project.manage(["migrate"]).expect(6);
    assert!(
        run.stderr.contains("there is no settings.json in ") && run.stderr.contains("manage init"),
        "{}",
        run.stderr
    );
    project.write("diesel.toml", "[print_schema]\nfile = 7\n[migrations_directory]\ndir = 7\n");
    let run = manage_in(&project, "", &[("DATABASE_URL", "a")], &["migrate"]).expect(6);
    assert!(run.stderr.contains("diesel.toml:4:7: invalid type: integer"), "{}", run.stderr);
    fs::remove_file(project.file("diesel.toml")).expect("a file");
    fs::remove_file(project.file("src/schema.rs")).expect("a file");
    let run = manage_in(&project, "", &[("DATABASE_URL", "a")], &["makemigrations", "--check"]).expect(6);
    assert!(run.stderr.contains("there are no models in [ROOT]/src/schema.rs"), "{}", run.stderr);
    // What does not need the models goes on.
    manage_in(&project, "", &[("DATABASE_URL", "a.sqlite3")], &["migrate"]).ok();
}
