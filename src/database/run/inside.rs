use std::collections::BTreeSet;
use std::time::Duration;

use super::record::{Record, overtaken};
use super::surroundings::Surroundings;
use super::{failure, rust};
use crate::database::event::Direction;
use crate::database::plan::Step;
use crate::database::target::{Target, Violation};
use crate::error::Result;
use crate::interruption;

/// Runs a migration in one transaction, with what is written down about it. `None` if somebody else has run it by now.
pub(super) fn run(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    let begun = target.begin_for(&step.statements, step.rust.is_some());
    begun.map_err(|error| failure::around(step, "beginning the transaction", error))?;
    let done = whole(target, step, around);
    match done {
        Ok(Some(duration)) => match target.commit() {
            Ok(()) => Ok(Some(duration)),
            Err(error) => {
                target.roll_back();
                Err(failure::around(step, "committing", error))
            }
        },
        other => {
            target.roll_back();
            other
        }
    }
}

fn whole(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<Option<Duration>> {
    if overtaken(target, step).map_err(|error| failure::around(step, "reading what is applied", error))? {
        return Ok(None);
    }
    let before = violations(target, step)?;
    let (duration, _) = statements(target, step, &before, around)?;
    Ok(Some(duration))
}

/// The statements and the Rust step (after them forward, before them backward), the check of foreign keys and the record, in a transaction that is open; gives what violated
/// foreign keys afterwards.
pub(super) fn statements(
    target: &mut dyn Target,
    step: &Step,
    before: &BTreeSet<Violation>,
    around: &mut Surroundings<'_>,
) -> Result<(Duration, BTreeSet<Violation>)> {
    let mut record = Record::begin(step);
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
    let after = violations(target, step)?;
    if let Some(error) = failure::violations(step, before, &after) {
        return Err(error);
    }
    recorded(target, step, &mut record)?;
    Ok((record.duration(), after))
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

fn recorded(target: &mut dyn Target, step: &Step, record: &mut Record<'_>) -> Result<()> {
    Record::prepare(target)
        .and_then(|()| record.complete(target))
        .map_err(|error| failure::around(step, "writing down that it ran", error))
}

/// The rows that violate foreign keys now.
pub(super) fn violations(target: &mut dyn Target, step: &Step) -> Result<BTreeSet<Violation>> {
    target.violations().map_err(|error| failure::around(step, "checking foreign keys", error))
}
