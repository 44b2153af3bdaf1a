//! The runner on real files.

mod back;
mod diesel;
mod faults;
mod forward;
mod late;
mod outside;
mod rust;
mod rust_outside;
mod together;

use std::error::Error as _;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{Options, downgrade, migrate};
use crate::database::fixture::migration;
use crate::database::sqlite::SqliteSession;
use crate::database::{Access, Back, Event, Session, status};
use crate::error::{Error, Result};
use crate::history::Migration;
use crate::settings::SqliteAddress;

/// A folder with a database in it.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("db.sqlite3")
    }

    fn session(&self) -> SqliteSession {
        SqliteSession::open(&SqliteAddress::file(self.path()), Access::Create).unwrap()
    }

    fn migrate(&self, migrations: &[Migration]) -> Result<Vec<String>> {
        migrate(&mut self.session(), migrations, None, &Options::default(), &mut |_: &Event<'_>| {})
    }

    fn downgrade(&self, migrations: &[Migration], goal: &Back) -> Result<Vec<String>> {
        downgrade(&mut self.session(), migrations, goal, &Options::default(), &mut |_: &Event<'_>| {})
    }

    /// What `showmigrations` would show.
    fn signs(&self, migrations: &[Migration]) -> String {
        let states = status(&mut self.session(), migrations).unwrap();
        states
            .iter()
            .map(|state| format!("{}{} ", state.state.sign(), state.version))
            .collect::<String>()
            .trim()
            .to_owned()
    }

    /// Everything in the database beside ledger and journal, by name.
    fn tables(&self) -> String {
        self.values(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY 1",
        )
    }

    /// The first column of a query.
    fn values(&self, query: &str) -> String {
        let rows = self.session().query(query).unwrap();
        let first = |row: Vec<Option<String>>| row[0].clone().unwrap_or_else(|| "NULL".to_owned());
        rows.into_iter().map(first).collect::<Vec<_>>().join(",")
    }

    fn execute(&self, statements: &[&str]) {
        let mut session = self.session();
        for statement in statements {
            session.execute(statement).unwrap();
        }
    }

    /// The folder's files.
    fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

/// Three migrations in a row.
fn three() -> Vec<Migration> {
    crate::database::fixture::chain(vec![
        migration("1_users", "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT);", "DROP TABLE users;"),
        migration(
            "2_posts",
            "CREATE TABLE posts (id INTEGER PRIMARY KEY NOT NULL, user_id INT REFERENCES users ON DELETE CASCADE);",
            "DROP TABLE posts;",
        ),
        migration("3_age", "ALTER TABLE users ADD age INT;", "ALTER TABLE users DROP age;"),
    ])
}

/// An error as a person sees it, hints included.
fn shown(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!("\n  {cause}"));
        source = cause.source();
    }
    for hint in error.hints() {
        text.push_str(&format!("\nhint: {hint}"));
    }
    text
}
