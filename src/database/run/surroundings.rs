use crate::database::event::Reporter;
use crate::database::rust_step::RustSteps;

/// What migrations run in, beside the database.
pub(super) struct Surroundings<'a> {
    pub(super) steps: &'a RustSteps,
    pub(super) reporter: &'a mut dyn Reporter,
}
