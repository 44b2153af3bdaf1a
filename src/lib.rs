//! Django's `manage.py` for Diesel: models in Rust structs, `makemigrations` that asks when it is not sure, and
//! `migrate`, `showmigrations` and `downgrade` on plain Diesel migration directories.

pub use diesel_manage_macros::{Model, ModelEnum, schema};

#[cfg(feature = "models")]
pub mod dialect;
#[cfg(any(feature = "app", feature = "models"))]
pub mod error;
#[cfg(feature = "models")]
pub mod models;
#[cfg(feature = "models")]
pub mod schema;
// A build step reads only a part of the settings.
#[cfg(feature = "models")]
#[cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]
pub mod settings;
#[cfg(feature = "models")]
pub mod sql;

#[cfg(feature = "app")]
pub mod app;
// Who holds the lock is public with the databases.
#[cfg(feature = "app")]
#[cfg_attr(not(feature = "cli"), allow(unreachable_pub))]
mod lock;

#[cfg(feature = "cli")]
pub mod autodetect;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "cli")]
mod commands;
#[cfg(feature = "cli")]
pub mod database;
#[cfg(feature = "cli")]
pub mod history;
#[cfg(feature = "cli")]
pub mod questions;
#[cfg(feature = "cli")]
pub mod templates;
#[cfg(feature = "cli")]
pub mod ui;

#[cfg(feature = "app")]
pub use app::{check, migrate};
#[cfg(feature = "cli")]
pub use cli::Manage;
#[cfg(feature = "cli")]
pub use database::{Inspector, RustStep};
