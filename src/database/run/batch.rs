use std::time::Duration;

use super::record::Record;
use super::surroundings::Surroundings;
use super::{failure, inside};
use crate::database::event::{Direction, Event};
use crate::database::ledger;
use crate::database::plan::{Pragma, Step, is_of_session};
use crate::database::session::SqlError;
use crate::database::target::Target;
use crate::error::Result;
use crate::sql::Statement;

/// The most migrations that are taken back in one transaction, for which the others have to wait.
const MOST_BACK: usize = 100;

/// How many of the migrations can be tried in one transaction.
pub(super) fn length(target: &dyn Target, steps: &[Step]) -> usize {
    // Rust runs once: it may do more than what can be rolled back.
    // What is asked of the session is arranged around one migration, and must not last until the next.
    let asks = |statement: &Statement| {
        is_of_session(statement) && Pragma::of(&statement.text) != Some(Pragma::Passing("defer_foreign_keys"))
    };
    let fits = |step: &&Step| {
        let plain = step.in_transaction && step.resumed.is_none() && step.rust.is_none();
        plain && !step.statements.iter().any(asks)
    };
    let most = match steps.first().map(|step| step.direction) {
        Some(Direction::Down) => MOST_BACK,
        _ => target.most_on_fresh(),
    };
    steps.iter().take(most).take_while(fits).count()
}

/// Runs migrations on a fresh database, or backward, in one transaction, for speed alone. Any error rolls all of them
/// back, and they are to be run one by one: some histories mean something else in one transaction than in many. Gives
/// how long each took; it ends before the first that has to run alone.
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
    let begins = |error: SqlError| failure::around(first, "reading what is applied", error);
    // Nobody else can write from here on: this stays true.
    Record::prepare(target).map_err(begins)?;
    let applied = ledger::read(target)?;
    let mut known = None;
    let mut durations = Vec::new();
    let gathers = target.gather().map_err(begins)?;
    let mut records = Vec::new();
    for step in steps {
        if !target.can_share(&step.statements).map_err(|error| failure::around(step, "reading the keys", error))? {
            break;
        }
        surroundings.reporter.report(&Event::Tried { name: &step.name });
        let around = |error: SqlError| failure::around(step, "the savepoint", error);
        if applied.contains_key(&step.version) == (step.direction == Direction::Up) {
            return Err(crate::error::Error::failure(format!("{} was done by somebody else", step.name)));
        }
        target.execute("SAVEPOINT manage_migration").map_err(around)?;
        let mut record = inside::statements(target, step, &mut known, surroundings)?;
        if !gathers {
            record.complete(target).map_err(|error| failure::around(step, "writing down that it ran", error))?;
        }
        target.settle().map_err(around)?;
        target.execute("RELEASE SAVEPOINT manage_migration").map_err(around)?;
        if gathers {
            // Statement by statement, a server's answers take longer to come than many a statement takes.
            target.flush().map_err(around)?;
        }
        durations.push(record.duration());
        record.ends();
        records.push(record);
    }
    if gathers {
        Record::complete_all(target, &mut records)
            .map_err(|error| failure::around(first, "writing down what ran", error))?;
    }
    Ok(durations)
}
