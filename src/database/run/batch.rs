use std::time::Duration;

use super::record::overtaken;
use super::surroundings::Surroundings;
use super::{failure, inside};
use crate::database::event::Event;
use crate::database::plan::{Pragma, Step, is_of_session};
use crate::database::session::SqlError;
use crate::database::target::Target;
use crate::error::Result;
use crate::sql::Statement;

/// The most migrations in one transaction: a server's lock table has an end.
const MOST: usize = 100;

/// How many of the migrations can be tried in one transaction.
pub(super) fn length(target: &dyn Target, steps: &[Step]) -> usize {
    // Rust runs once: it may do more than what can be rolled back.
    // What is asked of the session is arranged around one migration, and must not last until the next.
    let asks = |statement: &Statement| {
        is_of_session(statement) && Pragma::of(&statement.text) != Some(Pragma::Passing("defer_foreign_keys"))
    };
    let fits = |step: &&Step| {
        let plain = step.in_transaction && step.resumed.is_none() && step.rust.is_none();
        plain && !step.statements.iter().any(asks) && target.fits_among_others(&step.statements)
    };
    steps.iter().take(MOST).take_while(fits).count()
}

/// Runs migrations on a fresh database in one transaction, for speed alone. Any error rolls all of them back, and they
/// are to be run one by one: some histories mean something else in one transaction than in many.
pub(super) fn run(target: &mut dyn Target, steps: &[Step], around: &mut Surroundings<'_>) -> Result<Vec<Duration>> {
    let Some(first) = steps.first() else { return Ok(Vec::new()) };
    target.begin().map_err(|error| failure::around(first, "beginning the transaction", error))?;
    let done = all(target, first, steps, around);
    let done = match done {
        Ok(durations) => {
            target.commit().map(|()| durations).map_err(|error| failure::around(first, "committing", error))
        }
        failed => failed,
    };
    if done.is_err() {
        target.roll_back();
    }
    done
}

fn all(
    target: &mut dyn Target,
    first: &Step,
    steps: &[Step],
    surroundings: &mut Surroundings<'_>,
) -> Result<Vec<Duration>> {
    let mut violations = inside::violations(target, first)?;
    let mut durations = Vec::new();
    for step in steps {
        surroundings.reporter.report(&Event::Tried { name: &step.name });
        let around = |error: SqlError| failure::around(step, "the savepoint", error);
        if overtaken(target, step).map_err(around)? {
            return Err(crate::error::Error::failure(format!("{} was applied by somebody else", step.name)));
        }
        target.execute("SAVEPOINT manage_migration").map_err(around)?;
        let (duration, after) = inside::statements(target, step, &violations, surroundings)?;
        target.settle().map_err(around)?;
        target.execute("RELEASE SAVEPOINT manage_migration").map_err(around)?;
        violations = after;
        durations.push(duration);
    }
    Ok(durations)
}
