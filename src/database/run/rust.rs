use super::failure;
use super::surroundings::Surroundings;
use crate::database::event::Event;
use crate::database::plan::Step;
use crate::database::rust_step::{RustStep, caught};
use crate::database::target::Target;
use crate::error::Result;
use crate::interruption;

/// Runs the Rust step of a migration, if it has one, in the transaction that is open.
pub(super) fn run(target: &mut dyn Target, step: &Step, around: &mut Surroundings<'_>) -> Result<()> {
    let Some(function) = &step.rust else { return Ok(()) };
    interruption::check()?;
    around.reporter.report(&Event::RustStep { name: &step.name, direction: step.direction });
    // A schema that cannot be understood is not the step's doing.
    let before = target.introspect().ok();
    let mut rust = RustStep::begin(target, step, around.steps, around.reporter)
        .map_err(|error| failure::around(step, "beginning its Rust step", error))?;
    let outcome = caught(|| function.call(&mut rust)).map_err(|error| failure::rust(step, error));
    match (outcome, rust.still_open()) {
        (Ok(()), open) => open?,
        (Err(error), Ok(())) => return Err(error),
        (Err(error), Err(ended)) => return Err(ended.because(error)),
    }
    if let (Some(before), Ok(after)) = (before, target.introspect()) {
        let differences = before.differences(&after);
        if !differences.is_empty() {
            return Err(failure::schema_changed(step, &differences));
        }
    }
    Ok(())
}
