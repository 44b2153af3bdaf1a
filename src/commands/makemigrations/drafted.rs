use super::MakeMigrations;
use super::found::{Found, scratch};
use crate::cli::Context;
use crate::error::Result;
use crate::history::{self, Making, NewMigration, State};
use crate::schema::Schema;

/// A migration that is ready to be written.
pub(super) struct Drafted {
    pub(super) found: Found,
    pub(super) new: NewMigration,
    /// What it leads to.
    schema: Schema,
    /// Whether a scratch database has said so.
    proven: bool,
}

impl Drafted {
    /// Tries the migration on a scratch database, unless that was asked not to be done. `after` is what it should lead
    /// to.
    pub(super) fn tried(
        context: &Context,
        found: Found,
        new: NewMigration,
        after: Schema,
        asked: &MakeMigrations,
    ) -> Result<Self> {
        if asked.no_verify {
            context.ui.warn(format!("{} was not tried (--no-verify)", new.migration.name));
            return Ok(Self { found, new, schema: after, proven: false });
        }
        let driver = found.database.driver()?;
        let _work = context.ui.work(format!("trying {} on a scratch database", new.migration.name), None);
        let proof = new.prove(&found.state.schema, &found.changes, found.dialect, &mut || scratch(driver))?;
        for note in &proof.notes {
            context.ui.detail(note);
        }
        for warning in &proof.warnings {
            context.ui.warn(format!("{}: {warning}", new.migration.name));
        }
        let schema = match new.making.how {
            Making::Rendered => proof.schema,
            // Only running all of them tells what statements lead to that nobody knows.
            Making::Altered | Making::ByHand => {
                State::replayed(&new.history, found.dialect, &mut || scratch(driver), &mut |_| {})
                    .map_err(|error| error.hint("nothing was written"))?
            }
        };
        Ok(Self { found, new, schema, proven: true })
    }

    /// Writes the migrations of all databases, or none.
    pub(super) fn write(all: &[Self]) -> Result<()> {
        let outcomes: Vec<history::Outcome<'_>> = all
            .iter()
            .map(|draft| history::Outcome {
                new: &draft.new,
                schema: &draft.schema,
                proven: draft.proven,
                dialect: draft.found.dialect,
            })
            .collect();
        history::write(&outcomes)
    }
}
