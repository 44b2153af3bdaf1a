use std::time::Duration;

use super::options::Options;
use super::record::Record;
use super::surroundings::Surroundings;
use super::{batch, inside, outside};
use crate::database::event::{Direction, Event, Reporter};
use crate::database::journal;
use crate::database::lock;
use crate::database::plan::{Back, Plan, Step, plan_down, plan_up};
use crate::database::rust_step::RustSteps;
use crate::database::status::{MigrationState, status};
use crate::database::target::Target;
use crate::error::{ErrorKind, Result};
use crate::history::{Migration, Version};
use crate::interruption;

/// Runs what is not applied, up to the goals or all of it, and gives the names of what this process ran.
/// The migrations are sorted by version.
///
/// # Errors
/// When the lock is not had in time, the history needs repair, or a migration fails: that one is rolled back whole
/// (outside a transaction: stops and can go on), what ran before it stays.
pub fn migrate(
    target: &mut dyn Target,
    migrations: &[Migration],
    goal: Option<&[Version]>,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<Vec<String>> {
    under_lock(target, options, reporter, |target, reporter| {
        let states = status(target, migrations)?;
        let plan = plan_up(&states, migrations, goal, options.late)?.on(target.dialect());
        let plan = with_rust(plan, &options.steps)?;
        for state in states.iter().filter(|state| options.steps.was_passed_over(state)) {
            reporter.report(&Event::Warning(&format!(
                "{} was applied without its Rust step (by another program, or before it had one)",
                state.name
            )));
        }
        let fresh = !states.iter().any(MigrationState::is_applied) && !options.fake;
        run(target, &plan, Direction::Up, fresh, options, reporter)
    })
}

/// Takes migrations back, newest first, and gives the names of what this process took back.
///
/// # Errors
/// As for [`migrate`]; when one of them cannot be undone, before anything runs.
pub fn downgrade(
    target: &mut dyn Target,
    migrations: &[Migration],
    goal: &Back,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<Vec<String>> {
    under_lock(target, options, reporter, |target, reporter| {
        let states = status(target, migrations)?;
        let plan = plan_down(&states, migrations, goal, target.dialect())?.on(target.dialect());
        let plan = with_rust(plan, &options.steps)?;
        // What can be undone together can be redone together: a batch that is killed was never there.
        run(target, &plan, Direction::Down, !options.fake, options, reporter)
    })
}

/// So many migrations at most are written down in one transaction, where none of them is run.
const MOST_FAKED: usize = 1000;

/// Gives every migration the Rust that runs with it.
fn with_rust(plan: Plan, steps: &RustSteps) -> Result<Plan> {
    let given = plan.steps.into_iter().map(|step| {
        let function = steps.get(&step.version, step.direction).cloned();
        step.with_rust(function)
    });
    Ok(Plan { steps: given.collect::<Result<_>>()?, ..plan })
}

/// Takes the lock before anything is read, so that whoever waited sees what the other one did.
pub(in crate::database) fn under_lock<T>(
    target: &mut dyn Target,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
    work: impl FnOnce(&mut dyn Target, &mut dyn Reporter) -> Result<T>,
) -> Result<T> {
    target.wait_at_most(options.lock_timeout)?;
    lock::acquire(target, options.command, options.lock_timeout, reporter)?;
    target.caution().iter().for_each(|text| reporter.report(&Event::Warning(text)));
    let done = session(target, options).and_then(|()| work(target, reporter)).and_then(|done| {
        // What went to a file that is gone is not done.
        target.check_place().map(|()| done)
    });
    target.unlock();
    done
}

/// Under the lock: they may need the database for themselves alone.
fn session(target: &mut dyn Target, options: &Options<'_>) -> Result<()> {
    for (place, statement) in options.session.iter().enumerate() {
        target.execute(statement).map_err(|error| {
            error.during(format!("statement {} of `session` in the settings failed: `{statement}`", place + 1))
        })?;
    }
    Ok(())
}

fn run(
    target: &mut dyn Target,
    plan: &Plan,
    direction: Direction,
    batched: bool,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<Vec<String>> {
    for warning in &plan.warnings {
        reporter.report(&Event::Warning(warning));
    }
    let names: Vec<String> = plan.steps.iter().map(|step| step.name.clone()).collect();
    reporter.report(&Event::Planned { names: &names, direction });
    if !plan.steps.is_empty() {
        journal::complete(target)?;
        if !target.dialect().transactional_ddl() {
            Record::prepare(target).map_err(|error| error.during("ledger and journal cannot be made"))?;
        }
    }
    let mut done = Vec::new();
    let mut steps = plan.steps.as_slice();
    while !steps.is_empty() {
        interruption::check()?;
        let together = match () {
            () if options.fake && target.dialect().transactional_ddl() => steps.len().min(MOST_FAKED),
            () if batched => batch::length(target, steps),
            () => 1,
        };
        if together > 1 {
            lock::check(target)?;
        }
        let mut around = Surroundings { steps: &options.steps, reporter };
        let tried = match steps.get(..together) {
            Some(now @ [_, _, ..]) if options.fake => inside::fake_all(target, now),
            Some(now @ [_, _, ..]) => batch::run(target, now, &mut around),
            _ => Ok(Vec::new()),
        };
        if tried.as_ref().is_err_and(|error| error.kind() == ErrorKind::Lock) {
            // It was waited for already.
            return tried.map(|_| Vec::new());
        }
        // Where they failed together, each of them is run alone; else the first of them has to be.
        let alone = if tried.is_err() { together } else { 1 };
        let durations = tried.unwrap_or_default();
        let (now, later) = steps.split_at(if durations.is_empty() { alone } else { durations.len() }.min(steps.len()));
        for (place, step) in now.iter().enumerate() {
            match durations.get(place) {
                Some(duration) => {
                    reporter.report(&Event::Started { name: &step.name, direction });
                    finished(step, Some(*duration), &mut done, reporter);
                }
                None => {
                    interruption::check()?;
                    lock::check(target)?;
                    let duration = one(target, step, options, reporter)?;
                    finished(step, duration, &mut done, reporter);
                }
            }
        }
        steps = later;
    }
    Ok(done)
}

fn one(
    target: &mut dyn Target,
    step: &Step,
    options: &Options<'_>,
    reporter: &mut dyn Reporter,
) -> Result<Option<Duration>> {
    let name = &step.name;
    reporter.report(&Event::Started { name, direction: step.direction });
    if options.fake {
        return inside::fake(target, step);
    }
    if let Some(entry) = &step.resumed {
        reporter.report(&Event::Resumed { name, done: entry.done, total: step.total() });
    }
    let around = &mut Surroundings { steps: &options.steps, reporter };
    // What it leaves of the session would be there for the next one only if nothing stops in between.
    let back = target.way_back(&step.statements)?;
    let done = if step.in_transaction { inside::run(target, step, around) } else { outside::run(target, step, around) };
    for statement in back {
        let _ = target.execute(&statement);
    }
    done
}

fn finished(step: &Step, duration: Option<Duration>, done: &mut Vec<String>, reporter: &mut dyn Reporter) {
    let name = &step.name;
    match duration {
        Some(duration) => {
            done.push(name.clone());
            reporter.report(&Event::Finished { name, direction: step.direction, duration });
        }
        None => reporter.report(&Event::Skipped { name }),
    }
}
