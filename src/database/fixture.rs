//! Migrations and databases for the tests of this room.

use std::path::PathBuf;

use crate::dialect::{Dialect, Sqlite};
use crate::history::{Header, Migration, Script, Version};

/// A migration as it is read from a directory of this name; a `down` of nothing is none.
pub(super) fn migration(name: &str, up: &str, down: &str) -> Migration {
    let directory = PathBuf::from(format!("migrations/{name}"));
    let script = |file: &str, text: &str| Script {
        path: directory.join(file),
        variant: None,
        text: text.to_owned(),
        statements: Sqlite.split(text).unwrap(),
    };
    Migration {
        version: Version::of_directory(name),
        name: name.to_owned(),
        header: None,
        parents: Vec::new(),
        run_in_transaction: true,
        up: script("up.sql", up),
        up_elsewhere: Vec::new(),
        down: (!down.is_empty()).then(|| script("down.sql", down)),
        down_elsewhere: Vec::new(),
        irreversible: false,
        directory,
    }
}

/// The same migration outside a transaction.
pub(super) fn outside(migration: Migration) -> Migration {
    Migration { run_in_transaction: false, ..migration }
}

/// The same migration with a header that says what it builds on.
pub(super) fn revises(migration: Migration, parents: &[&str]) -> Migration {
    let parents: Vec<Version> = parents.iter().map(|parent| Version::new(parent)).collect();
    let header = Header {
        message: migration.name.clone(),
        revision: migration.version.clone(),
        revises: parents.clone(),
        created: String::new(),
    };
    Migration { header: Some(header), parents, ..migration }
}

/// Every migration builds on the one before it, where no header says otherwise.
pub(super) fn chain(mut migrations: Vec<Migration>) -> Vec<Migration> {
    for place in 1..migrations.len() {
        if migrations[place].header.is_none() {
            migrations[place].parents = vec![migrations[place - 1].version.clone()];
        }
    }
    migrations
}
