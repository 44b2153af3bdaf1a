use super::MakeMigrations;
use super::found::{Found, scratch};
use crate::cli::Context;
use crate::error::Result;
use crate::history::{self, Making, NewMigration, State};
use crate::schema::Schema;

/// What is known of a migration.
pub(super) struct Proved {
    schema: Schema,
    proven: bool,
    /// Whether something about it was found odd.
    pub(super) warned: bool,
}

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
        after: &Schema,
        asked: &MakeMigrations,
    ) -> Result<Self> {
        let proved = Self::prove(context, &found, &new, after, asked)?;
        Ok(Self::proved(found, new, proved))
    }

    /// The migration of which that is known.
    pub(super) fn proved(found: Found, new: NewMigration, proved: Proved) -> Self {
        Self { found, new, schema: proved.schema, proven: proved.proven }
    }

    /// Finds out what the migration leads to.
    pub(super) fn prove(
        context: &Context,
        found: &Found,
        new: &NewMigration,
        after: &Schema,
        asked: &MakeMigrations,
    ) -> Result<Proved> {
        if asked.no_verify {
            context.ui.warn(format!("{} was not tried (--no-verify)", new.migration.name));
            return Ok(Proved { schema: after.clone(), proven: false, warned: false });
        }
        let _work = context.ui.work(format!("trying {} on a scratch database", new.migration.name), None);
        let proof = new.prove(&found.state.schema, &found.changes, found.dialect, &|| scratch(&found.database))?;
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
                State::replayed(&new.history, found.dialect, &mut || scratch(&found.database), &mut |_| {})
                    .map_err(|error| error.hint("nothing was written"))?
            }
        };
        Ok(Proved { schema, proven: true, warned: !proof.warnings.is_empty() })
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
