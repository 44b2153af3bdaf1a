use std::fmt;
use std::rc::Rc;

use super::RustStep;
use crate::error::Result;

type Function = dyn Fn(&mut RustStep<'_>) -> Result<()>;

/// A function that runs with a migration.
#[derive(Clone)]
pub struct StepFunction(Rc<Function>);

impl StepFunction {
    /// This function.
    pub fn new(function: impl Fn(&mut RustStep<'_>) -> Result<()> + 'static) -> Self {
        Self(Rc::new(function))
    }

    pub(in crate::database) fn call(&self, step: &mut RustStep<'_>) -> Result<()> {
        self.0(step)
    }
}

impl fmt::Debug for StepFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StepFunction")
    }
}
