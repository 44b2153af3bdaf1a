//! Branches of a history that have not met: on what they collide, and where the orders lead in which they can run.

mod back;
#[allow(clippy::module_inception)]
mod branches;
mod collision;
mod meeting;
mod trial;

pub use back::Stuck;
pub use branches::{Branches, Order};
pub use collision::{Collision, Side, What};
pub use meeting::{Meeting, Route};
