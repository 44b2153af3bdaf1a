//! For applications: is the schema the one that this build needs, and migrating it at start.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # #[cfg(feature = "cli")] {
//! use diesel::{Connection, SqliteConnection};
//! use diesel_migrations::{EmbeddedMigrations, embed_migrations};
//!
//! const MIGRATIONS: EmbeddedMigrations = embed_migrations!("app_migrations/default");
//!
//! let connection = &mut SqliteConnection::establish("db.sqlite3")?;
//! diesel_manage::migrate(connection, MIGRATIONS)?; // or, where a deployment has done that:
//! diesel_manage::check(connection, MIGRATIONS)?;
//! # }
//! # Ok(())
//! # }
//! ```
//!
//! An application depends on this crate with `default-features = false, features = ["app"]`: no feature of Diesel and no
//! driver comes with it. Any source of migrations that Diesel knows will do, and any of its connections.
//!
//! Rust steps (`Manage::migration`) belong to `manage`: [`migrate`] runs the SQL alone, as `diesel migration run` does, and
//! `manage migrate` says afterwards what was applied without its step. A project that has some lets `manage` migrate.

mod backend;
mod check;
mod check_error;
mod ledger;
mod lock;
mod migrate;
mod migrate_error;
mod on_disk;
mod patience;
mod read;
mod standing;
#[cfg(all(test, feature = "cli"))]
mod tests;

pub use check::check;
pub use check_error::CheckError;
pub use migrate::{migrate, migrate_within};
pub use migrate_error::MigrateError;
pub use on_disk::on_disk;
pub use read::Read;
pub use standing::Standing;
