//! Revisions: where to go, what is looked at, and ledgers that are written without running anything.

mod looking;
mod odd;
mod scripts;
mod stamps;
mod targets;

use crate::dump::{Dump, dump};
use crate::project::Project;
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

impl On {
    /// A project without models on a fresh database.
    fn project(self) -> Project {
        match self {
            Self::Sqlite => Project::sqlite(""),
            Self::Server(Kind::Postgres) => Project::postgres(""),
            Self::Server(Kind::Mysql) => Project::mysql(""),
        }
    }
}

/// What its database holds.
fn held(project: &Project, on: On) -> Dump {
    match on {
        On::Sqlite => dump(&project.file("db.sqlite3")),
        On::Server(_) => project.database().dump(),
    }
}

/// Runs SQL on its database, one column of each row as a line.
fn sql(project: &Project, on: On, text: &str) -> String {
    match on {
        On::Sqlite => {
            let mut command = std::process::Command::new("sqlite3");
            command.args(["db.sqlite3", text]).current_dir(project.path());
            project.run(&mut command).ok().stdout
        }
        On::Server(_) => project.database().sql(text),
    }
}

/// The versions that Diesel's ledger has.
fn ledger(project: &Project, on: On) -> String {
    sql(project, on, "SELECT version FROM __diesel_schema_migrations ORDER BY version")
}

/// The signs of `showmigrations`.
fn signs(project: &Project) -> String {
    let shown = project.manage(["showmigrations"]).ok().stdout;
    shown.lines().filter_map(|line| line.trim_start().get(..3)).filter(|sign| sign.starts_with('[')).collect()
}

/// A migration with a header.
fn revises(project: &Project, name: &str, parents: &str, up: &str) {
    let version: String = name.split('_').next().unwrap_or_default().replace('-', "");
    let title = name.split_once('_').map_or(name, |(_, title)| title);
    let header = format!(
        "-- Do {title}\n--\n-- Revision: {version}\n-- Revises: {parents}\n-- Created: 2026-11-21 10:15:00 UTC\n\n"
    );
    add(project, name, &format!("{header}{up}"), "SELECT 1;\n");
}

/// Two branches from the first, and where they meet:
///
/// ```text
/// users ─┬─ posts ─ more ─┬─ meet
///        └─ tags ─────────┘
/// ```
fn diamond(project: &Project) {
    revises(project, "2026-01-01-000000-0000_users", "base", "CREATE TABLE users (id INTEGER NOT NULL);\n");
    revises(
        project,
        "2026-01-02-000000-0000_posts",
        "202601010000000000",
        "CREATE TABLE posts (id INTEGER NOT NULL);\n",
    );
    revises(project, "2026-01-03-000000-0000_tags", "202601010000000000", "CREATE TABLE tags (id INTEGER NOT NULL);\n");
    revises(
        project,
        "2026-01-04-000000-0000_more",
        "202601020000000000",
        "ALTER TABLE posts ADD COLUMN more INTEGER;\n",
    );
    revises(project, "2026-01-05-000000-0000_meet", "202601040000000000, 202601030000000000", "SELECT 1;\n");
}
