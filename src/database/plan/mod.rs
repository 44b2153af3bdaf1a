//! What is going to run, decided before anything does.

mod back;
mod forward;
mod part;
mod step;
mod touch;

pub use back::{Back, plan_down};
pub use forward::{Late, plan_up};
pub(super) use part::{Part, is_commit, made_temporary, parts};
pub use step::{Plan, Step};
