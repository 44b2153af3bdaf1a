//! Rust that runs with a migration: what a project's own binary gives, and what it is given.

mod caught;
mod function;
mod inspector;
#[allow(clippy::module_inception)]
mod rust_step;
mod steps;

pub(super) use caught::caught;
pub use function::StepFunction;
pub use inspector::Inspector;
pub use rust_step::RustStep;
pub use steps::RustSteps;
