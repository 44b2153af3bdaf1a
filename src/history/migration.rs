use std::path::PathBuf;

use super::Version;
use crate::sql::Statement;

/// A migration directory, read.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its version.
    pub version: Version,
    /// The directory's name, version included.
    pub name: String,
    /// The directory.
    pub directory: PathBuf,
    /// What the header of `up.sql` says, if it has one.
    pub header: Option<Header>,
    /// The versions that it builds on: those of the header, else all heads among the older ones.
    pub parents: Vec<Version>,
    /// Whether it runs in a transaction: what Diesel makes of `metadata.toml`.
    pub run_in_transaction: bool,
    /// What leads forward.
    pub up: Script,
    /// What leads back, if there is such a file.
    pub down: Option<Script>,
    /// Whether `down.sql` says `-- manage: irreversible`.
    pub irreversible: bool,
}

/// An SQL file, cut into statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The file.
    pub path: PathBuf,
    /// The environment that it is a variant for (`up.production.sql`); `None` for the plain file.
    pub variant: Option<String>,
    /// Its text, byte-order mark taken off.
    pub text: String,
    /// Its statements.
    pub statements: Vec<Statement>,
}

/// The comment that a migration made by `manage` begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The first line.
    pub message: String,
    /// `Revision`.
    pub revision: Version,
    /// `Revises`, empty for the first migration.
    pub revises: Vec<Version>,
    /// `Created`, as it stands.
    pub created: String,
}
