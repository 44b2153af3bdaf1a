use std::collections::BTreeSet;
use std::time::Duration;

use super::record::{Record, overtaken};
use super::surroundings::Surroundings;
use super::{failure, rust};
use crate::database::event::Direction;
use crate::database::plan::Step;
use crate::database::target::{Reach, Target, Violation};
use crate::error::{Error, Result};
use crate::interruption;

/// Runs a migration in one transaction, with what is written down about it. `None` if somebody else has run it by now.
pub(super) fn run(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    let begun = target.begin_for(&step.statements, step.rust.is_some());
    begun.map_err(|error| failure::around(step, "beginning the transaction", error))?;
    let done = match whole(target, step, around) {
        Ok(Some(duration)) => {
            target.commit().map(|()| Some(duration)).map_err(|error| failure::around(step, "committing", error))
        }
        other => other,
    };
    if !matches!(done, Ok(Some(_))) {
        target.roll_back();
    }
    target.put_back();
    done
}

fn whole(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    if overtaken(target, step).map_err(|error| failure::around(step, "reading what is applied", error))? {
        return Ok(None);
    }
    let mut record = statements(target, step, &mut None, around)?;
    recorded(target, step, &mut record)?;
    Ok(Some(record.duration()))
}

/// The statements and the Rust step (after them forward, before them backward) and the check of foreign keys, in a
/// transaction that is open; gives what is to be written down. All that violates foreign keys is known where it was
/// looked up before and nothing has changed since.
pub(super) fn statements<'a>(
    target: &mut dyn Target,
    step: &'a Step,
    known: &mut Option<BTreeSet<Violation>>,
    around: &mut Surroundings<'_>,
) -> Result<Record<'a>> {
    let record = Record::begin(step);
    let fails = |error| failure::around(step, "checking foreign keys", error);
    let reach = if step.rust.is_some() { Reach::Everything } else { target.reach(&step.statements).map_err(fails)? };
    let before = match known.take() {
        Some(before) if reach == Reach::Everything => before,
        _ => target.violations_in(&reach).map_err(fails)?,
    };
    if step.direction == Direction::Down {
        rust::run(target, step, around)?;
    }
    for statement in &step.statements {
        interruption::check()?;
        target.execute(&statement.text).map_err(|error| failure::statement(step, statement, &error))?;
    }
    if step.direction == Direction::Up {
        rust::run(target, step, around)?;
    }
    target.restore().map_err(|error| failure::around(step, "finding the ledger again", error))?;
    let after = target.violations_in(&reach).map_err(fails)?;
    if let Some(error) = failure::violations(step, &before, &after) {
        return Err(error);
    }
    if reach == Reach::Everything {
        *known = Some(after);
    }
    Ok(record)
}

/// Writes down that the migration ran, without running it, in a transaction of its own.
pub(super) fn fake(target: &mut dyn Target, step: &Step) -> Result<Option<Duration>> {
    target.begin().map_err(|error| failure::around(step, "beginning the transaction", error))?;
    let mut record = Record::begin(step);
    let written = match overtaken(target, step) {
        Ok(true) => Ok(None),
        Ok(false) => recorded(target, step, &mut record).map(|()| Some(record.duration())),
        Err(error) => Err(failure::around(step, "reading what is applied", error)),
    };
    match written {
        Ok(Some(duration)) => {
            target.commit().map_err(|error| failure::around(step, "committing", error))?;
            Ok(Some(duration))
        }
        other => {
            target.roll_back();
            other
        }
    }
}

/// The same for several in one transaction: nothing of theirs runs, so that nothing is gained by one for each.
///
/// # Errors
/// When one of them cannot be written down, or somebody has done so meanwhile: then none is.
pub(super) fn fake_all(target: &mut dyn Target, steps: &[Step]) -> Result<Vec<Duration>> {
    let Some(first) = steps.first() else { return Ok(Vec::new()) };
    target.begin().map_err(|error| failure::around(first, "beginning the transaction", error))?;
    let mut write = || {
        let mut durations = Vec::with_capacity(steps.len());
        for step in steps {
            interruption::check()?;
            if overtaken(target, step).map_err(|error| failure::around(step, "reading what is applied", error))? {
                return Err(Error::failure(format!("{} was written down by another program", step.name)));
            }
            let mut record = Record::begin(step);
            recorded(target, step, &mut record)?;
            durations.push(record.duration());
        }
        target.commit().map_err(|error| failure::around(first, "committing", error))?;
        Ok(durations)
    };
    let written = write();
    if written.is_err() {
        target.roll_back();
    }
    written
}

fn recorded(target: &mut dyn Target, step: &Step, record: &mut Record<'_>) -> Result<()> {
    Record::prepare(target)
        .and_then(|()| record.complete(target))
        .map_err(|error| failure::around(step, "writing down that it ran", error))
}

/// The rows that violate foreign keys now.
pub(super) fn violations(target: &mut dyn Target, step: &Step) -> Result<BTreeSet<Violation>> {
    target.violations().map_err(|error| failure::around(step, "checking foreign keys", error))
}
