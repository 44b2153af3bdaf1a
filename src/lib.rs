//! Django's `manage.py` for [Diesel]: models in Rust structs, `makemigrations` that asks when it is not sure, `migrate`,
//! `showmigrations` and `downgrade` on plain Diesel migration directories, and a frame for commands of one's own.
//!
//! An application uses [`Model`], [`ModelEnum`] and [`schema!`], and needs no feature for that. A program `manage` with
//! commands of its own uses [`Manage`] and the rest, which the feature `cli` (a default) brings.
//!
//! # Own commands
//!
//! A command is a struct whose fields are its arguments and whose doc comments are its help. It stands in `manage help`
//! beside the built-in ones:
//!
//! ```
//! # #[cfg(feature = "cli")] mod example {
//! use diesel_manage::diesel::{self, RunQueryDsl, sqlite::SqliteConnection};
//! use diesel_manage::{Arguments, Context, ErrorContext, Manage, Manual, Outcome, Result, clap};
//!
//! /// Fill the database with users to look at
//! #[derive(clap::Args)]
//! struct Seed {
//!     /// How many
//!     #[arg(long, default_value_t = 10)]
//!     count: u32,
//! }
//!
//! impl Arguments for Seed {
//!     const NAME: &'static str = "seed";
//!
//!     fn manual() -> Manual {
//!         Manual::new().example("manage seed --count 3", "three of them")
//!     }
//!
//!     fn run(self, context: &mut Context) -> Result<Outcome> {
//!         context.call("migrate", &[])?;
//!         let mut connection: SqliteConnection = context.connection("default")?;
//!         for number in 1..=self.count {
//!             diesel::sql_query(format!("INSERT INTO users (name) VALUES ('user {number}')"))
//!                 .execute(&mut connection)
//!                 .context("cannot add a user")?;
//!         }
//!         context.ui.say(format!("{} users added", self.count));
//!         Ok(Outcome::Done)
//!     }
//! }
//!
//! fn manage() -> Manage {
//!     Manage::new().arguments::<Seed>()
//! }
//!
//! fn main() -> std::process::ExitCode {
//!     manage().run()
//! }
//!
//! # pub fn test() -> std::io::Result<()> {
//! // And a test of it, without a process:
//! let project = tempfile::tempdir()?;
//! let settings = r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3"}}}"#;
//! std::fs::write(project.path().join("settings.json"), settings)?;
//! let migration = project.path().join("app_migrations/default/2026-11-21-101500-0000_create_users");
//! std::fs::create_dir_all(&migration)?;
//! std::fs::write(migration.join("up.sql"), "CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL);")?;
//! std::fs::write(migration.join("down.sql"), "DROP TABLE users;")?;
//!
//! let run = diesel_manage::testing::run(manage(), &["seed", "--count", "3"], project.path());
//! assert_eq!(run.code, 0, "{run}");
//! assert!(run.stderr.ends_with("3 users added\n"), "{run}");
//! # Ok(())
//! # }
//! # }
//! # #[cfg(feature = "cli")] example::test().unwrap();
//! ```
//!
//! - [`Arguments`] is a command with clap's derive, [`Command`] one with its builder, and [`Manage::function`] takes a
//!   function. A command that has the name of a built-in one replaces it; [`Manage::wrap`] makes one of it.
//! - [`Context`] is what a command is given: the settings, a Diesel [connection](Context::connection) by alias, the
//!   [`ui`], [questions](Context::questions), the global options, and a way to [call](Context::call) other commands.
//! - A command ends with an [`Outcome`] or an [`Error`], which has hints, and a kind that decides the [`exit_code`].
//!   `?` takes errors of Diesel and of the system as they are, and [`ErrorContext`] says what was being done.
//! - [`testing`] runs a command without a process.
//! - Rust that runs with a migration is a function of a [`RustStep`]: see [`Manage::migration`]. Its [`Inspector`] looks at
//!   the live schema.
//!
//! `clap`, `diesel` and `chrono` are re-exported, so that a program has the versions that the items here are written for.
//! `examples/commands.rs` of the repository shows all of it in one program.
//!
//! [Diesel]: https://diesel.rs

pub use diesel_manage_macros::{Model, ModelEnum, schema};

#[cfg(feature = "models")]
mod dialect;
#[cfg(any(feature = "app", feature = "models"))]
mod error;
#[cfg(feature = "models")]
mod models;
#[cfg(feature = "models")]
mod parallel;
#[cfg(feature = "models")]
mod schema;
// A build step reads only a part of the settings.
#[cfg(feature = "models")]
#[cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]
pub mod settings;
#[cfg(feature = "models")]
mod sql;

#[cfg(feature = "app")]
pub mod app;
// Who holds the lock is public with the databases.
#[cfg(feature = "app")]
#[cfg_attr(not(feature = "cli"), allow(unreachable_pub))]
mod lock;

#[cfg(feature = "cli")]
mod autodetect;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod commands;
#[cfg(feature = "cli")]
mod database;
#[cfg(feature = "cli")]
mod history;
#[cfg(feature = "cli")]
mod interruption;
#[cfg(feature = "cli")]
mod questions;
#[cfg(feature = "cli")]
mod templates;
#[cfg(feature = "cli")]
pub mod testing;
#[cfg(feature = "cli")]
pub mod ui;

#[cfg(feature = "app")]
pub use app::{check, migrate};
#[cfg(feature = "cli")]
pub use cli::{
    AfterFailure, Arguments, Clock, Command, Connect, Context, ErrorContext, Globals, Manage, Manual, Outcome, command,
};
#[cfg(feature = "cli")]
pub use database::mysql::MysqlConnection;
#[cfg(feature = "cli")]
pub use database::postgres::PgConnection;
#[cfg(feature = "cli")]
pub use database::{Direction, Inspector, RustStep};
#[cfg(any(feature = "app", feature = "models"))]
pub use error::{Error, ErrorKind, Result, exit_code};
#[cfg(feature = "cli")]
pub use history::Version;
#[cfg(feature = "cli")]
pub use questions::Questions;
#[cfg(feature = "cli")]
pub use {chrono, clap, diesel};

/// What an [`Inspector`] finds: tables, and what they are made of.
#[cfg(feature = "cli")]
pub mod inspect {
    pub use crate::schema::{
        Action, Check, Column, ColumnType, Expr, ForeignKey, Generated, Identity, Index, IndexKey, IndexPart, Object,
        ObjectKind, PrimaryKey, Schema, Table, TableName, Timing, Unique,
    };
}

/// A door for this workspace's own build step and tests. What is behind it changes without notice.
#[cfg(feature = "models")]
#[doc(hidden)]
pub mod internals {
    pub mod dialect {
        pub use crate::dialect::*;
    }
    pub mod models {
        pub use crate::models::*;
    }
    pub mod schema {
        pub use crate::schema::*;
    }
    pub mod sql {
        pub use crate::sql::*;
    }

    #[cfg(feature = "cli")]
    pub mod autodetect {
        pub use crate::autodetect::*;
    }
    #[cfg(feature = "cli")]
    pub mod database {
        pub use crate::database::*;
    }
    #[cfg(feature = "cli")]
    pub mod history {
        pub use crate::history::*;
    }
    #[cfg(feature = "cli")]
    pub mod questions {
        pub use crate::questions::*;
    }
    #[cfg(feature = "cli")]
    pub mod templates {
        pub use crate::templates::*;
    }
}
