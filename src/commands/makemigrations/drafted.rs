use super::MakeMigrations;
use super::found::{Found, ground};
use super::leg::Leg;
use crate::cli::Context;
use crate::commands::scratch::scratch;
use crate::error::Result;
use crate::history::{self, Making, NewMigration, State};
use crate::schema::{Change, Schema};

/// What is known of a migration.
pub(super) struct Proved {
    schema: Schema,
    proven: bool,
    /// Whether something about it was found odd.
    pub(super) warned: bool,
}

/// The migrations of one database that are ready to be written.
pub(super) struct Drafted {
    pub(super) found: Found,
    /// In the order in which they run.
    pub(super) migrations: Vec<Ready>,
}

/// A migration that is ready to be written.
pub(super) struct Ready {
    pub(super) new: NewMigration,
    /// What it does.
    pub(super) changes: Vec<Change>,
    /// What it leads to.
    pub(super) schema: Schema,
    /// Whether a scratch database has said so.
    proven: bool,
}

impl Ready {
    /// Tries the migration on a scratch database, unless that was asked not to be done. `after` is what it should lead
    /// to.
    pub(super) fn tried(
        context: &Context,
        leg: Leg<'_>,
        new: NewMigration,
        after: &Schema,
        asked: &MakeMigrations,
    ) -> Result<Self> {
        let proved = Self::prove(context, &leg, &new, after, asked)?;
        Ok(Self::proved(leg, new, proved))
    }

    /// The migration of which that is known.
    pub(super) fn proved(leg: Leg<'_>, new: NewMigration, proved: Proved) -> Self {
        Self { new, changes: leg.portion.changes, schema: proved.schema, proven: proved.proven }
    }

    /// A migration of which all of that is known.
    pub(super) fn known(new: NewMigration, changes: Vec<Change>, schema: Schema, proven: bool) -> Self {
        Self { new, changes, schema, proven }
    }

    /// Finds out what the migration leads to.
    pub(super) fn prove(
        context: &Context,
        leg: &Leg<'_>,
        new: &NewMigration,
        after: &Schema,
        asked: &MakeMigrations,
    ) -> Result<Proved> {
        if asked.no_verify {
            context.ui.warn(format!("{} was not tried (--no-verify)", new.migration.name));
            return Ok(Proved { schema: after.clone(), proven: false, warned: false });
        }
        let Found { dialect, database, .. } = leg.found;
        let _work = context.ui.work(format!("trying {} on a scratch database", new.migration.name), None);
        let proof = new.prove(&leg.before, &leg.portion.changes, *dialect, &|| ground(database))?;
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
                State::replayed(&new.history, *dialect, &mut || scratch(database), &mut |_| {})
                    .map_err(|error| error.hint("nothing was written"))?
            }
        };
        Ok(Proved { schema, proven: true, warned: !proof.warnings.is_empty() })
    }
}

impl Drafted {
    /// Writes the migrations of all databases, or none.
    pub(super) fn write(all: &[Self]) -> Result<()> {
        let outcomes = all.iter().flat_map(|draft| {
            draft.migrations.iter().map(|ready| history::Outcome {
                new: &ready.new,
                schema: &ready.schema,
                beside: &draft.found.state.beside,
                proven: ready.proven,
                dialect: draft.found.dialect,
            })
        });
        history::write(&outcomes.collect::<Vec<_>>())
    }
}
