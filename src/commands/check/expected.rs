use std::collections::BTreeSet;

use super::finding::Findings;
use crate::cli::Context;
use crate::commands::deployed::Deployed;
use crate::commands::scratch::scratch;
use crate::database::{MigrationState, State as Applied};
use crate::dialect::Driver;
use crate::error::Result;
use crate::history::{History, Migration, State, Version};
use crate::schema::Schema;
use crate::settings::Database;

/// What the migrations lead to, as far as that is known without a live database.
pub(super) struct Ground {
    history: History,
    /// What all of them lead to.
    pub(super) state: State,
    /// The same as it came out when they were run just now, where that costs nothing.
    pub(super) replayed: Option<Schema>,
    /// Why `schema.json` could not be gone by.
    pub(super) stale: Option<String>,
}

impl Ground {
    /// Finds it out. On a server a scratch database is made only where `schema.json` cannot be gone by, which is said.
    pub(super) fn of(context: &Context, database: &Database, history: &History) -> Result<Self> {
        let dialect = database.driver()?.dialect();
        let stale = State::why_stale(history);
        let alias = database.alias();
        if let Some(stale) = &stale
            && dialect.driver() != Driver::Sqlite
        {
            say_scratch(context, alias, stale);
        }
        let mut work = context.ui.work(format!("{alias}: replaying"), Some(history.migrations.len()));
        let mut begins = |migration: &Migration| work.advance(&migration.name);
        let state = State::load_telling(history, dialect, &mut || scratch(database), &mut begins)?;
        let replayed = if stale.is_none() && dialect.driver() == Driver::Sqlite && !history.migrations.is_empty() {
            Some(State::replayed(history, dialect, &mut || scratch(database), &mut begins)?)
        } else {
            None
        };
        Ok(Self { history: history.clone(), state, replayed, stale })
    }

    /// What the database should hold by what is applied there; `None` where nobody can tell.
    pub(super) fn after(
        &self,
        context: &Context,
        deployed: &Deployed,
        states: &[MigrationState],
        found: &mut Findings,
    ) -> Result<Option<Schema>> {
        if let Some(half) = states.iter().find(|state| state.state == Applied::HalfDone) {
            found.notes.push(format!("{} is half done: what the database holds is not compared", half.name));
            return Ok(None);
        }
        let applied: BTreeSet<&Version> =
            states.iter().filter(|state| state.is_applied()).map(|state| &state.version).collect();
        let mut history = self.history.clone();
        history.migrations.retain(|migration| applied.contains(&migration.version));
        if history.migrations.is_empty() {
            return Ok(Some(Schema::default()));
        }
        if history.migrations.len() == self.history.migrations.len() {
            return Ok(Some(self.replayed.clone().unwrap_or_else(|| self.state.schema.clone())));
        }
        let (alias, dialect) = (deployed.database.alias(), deployed.dialect());
        if dialect.driver() != Driver::Sqlite {
            let why = "schema.json says what all migrations lead to, and not all are applied";
            say_scratch(context, alias, why);
        }
        let mut work = context.ui.work(format!("{alias}: replaying"), Some(history.migrations.len()));
        let mut begins = |migration: &Migration| work.advance(&migration.name);
        State::replayed(&history, dialect, &mut || scratch(&deployed.database), &mut begins).map(Some)
    }
}

fn say_scratch(context: &Context, alias: &str, why: &str) {
    context.ui.say(format!("{alias}: the migrations are run on a scratch database, since {why}"));
}
