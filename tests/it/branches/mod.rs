//! Branches of migrations that meet, in real git repositories.

mod check;
mod enums;
mod indexes;
mod joined;
mod late;
mod merged_file;
mod plain;
mod rows;
mod verify;

use std::process::Command;

use crate::dump::{Dump, dump};
use crate::project::{Project, Run};
use crate::servers::Kind;
use crate::together::add;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum On {
    Sqlite,
    Server(Kind),
}

/// All three.
const ALL: [On; 3] = [On::Sqlite, On::Server(Kind::Postgres), On::Server(Kind::Mysql)];

const SERVERS: [On; 2] = [On::Server(Kind::Postgres), On::Server(Kind::Mysql)];

const STATE: &str = "app_migrations/default/schema.json";

impl On {
    /// A project on a fresh database whose models are all files below `src/`.
    fn project(self) -> Project {
        let project = match self {
            Self::Sqlite => Project::sqlite(""),
            Self::Server(Kind::Postgres) => Project::postgres(""),
            Self::Server(Kind::Mysql) => Project::mysql(""),
        };
        std::fs::remove_file(project.file("src/models.rs")).expect("a file");
        project.write("settings.json", project.read("settings.json").replace("src/models.rs", "src/"));
        project
    }

    fn held(self, project: &Project) -> Dump {
        match self {
            Self::Sqlite => dump(&project.file("db.sqlite3")),
            Self::Server(_) => project.database().dump(),
        }
    }

    /// Empties the database, as that of somebody else.
    fn renew(self, project: &Project) {
        match self {
            Self::Sqlite => drop(std::fs::remove_file(project.file("db.sqlite3"))),
            Self::Server(_) => project.database().empty(),
        }
    }
}

/// Runs git, which must go well.
#[track_caller]
fn git(project: &Project, arguments: &[&str]) -> String {
    git_run(project, arguments).ok().stdout
}

fn git_run(project: &Project, arguments: &[&str]) -> Run {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(project.path()).env("HOME", project.path()).env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_EDITOR", "true");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "ada").env(format!("GIT_{who}_EMAIL"), "ada@example.org");
    }
    project.run(&mut command)
}

fn commit(project: &Project, message: &str) {
    git(project, &["add", "-A"]);
    git(project, &["commit", "-qm", message]);
}

/// Writes migrations at this minute.
#[track_caller]
fn make_at(project: &Project, minute: u32, arguments: &[&str]) -> Run {
    let mut command = project.command(["makemigrations"].iter().chain(arguments));
    command.env("MANAGE_NOW", format!("2026-11-22T10:{minute:02}:00Z"));
    project.run(&mut command)
}

fn model(name: &str, fields: &str) -> String {
    format!("#[derive(Model)]\npub struct {name} {{\n    id: i64,\n{fields}}}\n")
}

/// A repository with users and posts, whose branches `one` and `two` each add something.
fn repository(on: On) -> Project {
    let project = on.project();
    project.write(".gitignore", "*sqlite3*\n");
    project.write("src/users.rs", model("User", "    name: String,\n"));
    project.write("src/posts.rs", model("Post", "    body: String,\n"));
    make_at(&project, 0, &["initial"]).ok();
    git(&project, &["init", "-q", "-b", "main"]);
    commit(&project, "initial");
    project
}

/// A branch from `main` on which these files are written and a migration is made of them.
#[track_caller]
fn branch(project: &Project, name: &str, minute: u32, files: &[(&str, String)]) {
    git(project, &["checkout", "-q", "-b", name, "main"]);
    for (file, text) in files {
        project.write(file, text);
    }
    make_at(project, minute, &[name]).ok();
    commit(project, name);
}

/// `one` gives users a column, `two` brings tags and gives posts a column.
fn on_different_tables(on: On) -> Project {
    let project = repository(on);
    branch(&project, "one", 1, &[("src/users.rs", model("User", "    name: String,\n    bio: Option<String>,\n"))]);
    let posts = model("Post", "    body: String,\n    title: Option<String>,\n");
    branch(&project, "two", 2, &[("src/posts.rs", posts), ("src/tags.rs", model("Tag", "    word: String,\n"))]);
    project
}

/// Both give users a column.
fn on_the_same_table(on: On) -> Project {
    let project = repository(on);
    branch(&project, "one", 1, &[("src/users.rs", model("User", "    name: String,\n    bio: Option<String>,\n"))]);
    branch(&project, "two", 2, &[("src/users.rs", model("User", "    name: String,\n    age: Option<i32>,\n"))]);
    project
}

const BOTH: &str = "    name: String,\n    bio: Option<String>,\n    age: Option<i32>,\n";

/// Merges `one` into `two`, and resolves what is in conflict in the models, not in `schema.json`.
fn merge_both(project: &Project) {
    git_run(project, &["merge", "-q", "one"]);
    project.write("src/users.rs", model("User", BOTH));
}

/// A migration with a header.
fn revises(project: &Project, name: &str, parents: &str, up: &str, down: &str) {
    let version: String = name.split('_').next().unwrap_or_default().replace('-', "");
    let title = name.split_once('_').map_or(name, |(_, title)| title);
    let header = format!(
        "-- Do {title}\n--\n-- Revision: {version}\n-- Revises: {parents}\n-- Created: 2026-11-21 10:15:00 UTC\n\n"
    );
    add(project, name, &format!("{header}{up}\n"), &format!("{down}\n"));
}

/// Two migrations on the same parent, by hand, without models.
fn by_hand(on: On, first: &str, one: [&str; 2], two: [&str; 2]) -> Project {
    let project = on.project();
    project.write("settings.json", project.read("settings.json").replace(", \"models\": [\"src/\"]", ""));
    revises(&project, "2026-01-01-000000-0000_first", "base", first, "SELECT 1;");
    revises(&project, "2026-01-02-000000-0000_one", "202601010000000000", one[0], one[1]);
    revises(&project, "2026-01-03-000000-0000_two", "202601010000000000", two[0], two[1]);
    project
}

/// The last migration's file.
fn last(project: &Project, file: &str) -> String {
    let directory = project.migrations("default").pop().expect("a migration");
    std::fs::read_to_string(directory.join(file)).expect("a file of it")
}

/// The lines of a file that are no comments.
fn statements(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("--")).collect()
}
