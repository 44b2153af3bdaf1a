//! The settings file: which databases there are, where their migrations and models lie, and how to reach them.

#[cfg(feature = "cli")]
mod address;
#[cfg(feature = "cli")]
mod clash;
#[cfg(feature = "cli")]
mod connection;
mod conninfo;
#[cfg(feature = "cli")]
mod database;
#[cfg(feature = "cli")]
mod diesel_project;
mod document;
mod driver_name;
#[cfg(feature = "cli")]
mod entry;
mod find;
#[cfg(feature = "cli")]
mod home;
mod mask;
mod model_sources;
#[cfg(feature = "cli")]
mod mysql_address;
#[cfg(feature = "cli")]
mod object;
mod origin;
#[cfg(feature = "cli")]
mod own_user;
#[cfg(feature = "cli")]
mod password_file;
#[cfg(feature = "cli")]
mod postgres_address;
#[cfg(feature = "cli")]
mod postgres_line;
#[cfg(feature = "cli")]
mod print_section;
#[cfg(feature = "cli")]
mod server_address;
#[cfg(feature = "cli")]
mod server_parameters;
#[cfg(feature = "cli")]
#[allow(clippy::module_inception)]
mod settings;
mod source;
#[cfg(all(test, feature = "cli"))]
mod tests;
mod text;
#[cfg(feature = "cli")]
mod variables;

#[cfg(feature = "cli")]
pub use address::{Address, SqliteAddress};
#[cfg(feature = "cli")]
pub use database::Database;
#[cfg(feature = "cli")]
pub(crate) use diesel_project::DieselProject;
#[doc(hidden)]
pub use driver_name::DriverName;
#[cfg(feature = "cli")]
pub use entry::Late;
use find::EXAMPLE;
#[doc(hidden)]
pub use find::{FILE_NAME, find};
#[doc(hidden)]
pub use mask::{Password, mask_url};
#[doc(hidden)]
pub use model_sources::ModelSources;
pub use origin::Origin;
#[cfg(feature = "cli")]
pub(crate) use postgres_line::{PostgresLine, TlsVersions, WantedSession};
#[cfg(feature = "cli")]
pub(crate) use print_section::{PrintSection, PrintSections};
#[cfg(feature = "cli")]
pub use server_address::ServerAddress;
#[cfg(feature = "cli")]
pub(crate) use server_address::{Host, Roots, Tls, TlsMode};
#[cfg(feature = "cli")]
pub use settings::Settings;
#[cfg(feature = "cli")]
pub use variables::Variables;

#[cfg(feature = "cli")]
pub use crate::dialect::Driver;

#[cfg(feature = "cli")]
use connection::Connection;
use document::{Member, Node, Value};
use source::Source;
use text::Text;
