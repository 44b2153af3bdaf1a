//! Django's `manage.py` for Diesel: models in Rust structs, `makemigrations` that asks when it is not sure, and
//! `migrate`, `showmigrations` and `downgrade` on plain Diesel migration directories.

pub use diesel_manage_macros::{Model, ModelEnum, schema};

#[cfg(feature = "models")]
pub mod dialect;
#[cfg(feature = "models")]
pub mod error;
#[cfg(feature = "models")]
pub mod models;
#[cfg(feature = "models")]
pub mod questions;
#[cfg(feature = "models")]
pub mod schema;
#[cfg(feature = "models")]
pub mod sql;

#[cfg(feature = "cli")]
pub mod database;
#[cfg(feature = "cli")]
pub mod history;
