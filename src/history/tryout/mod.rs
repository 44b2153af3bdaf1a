//! Every migration is tried before it is kept: on a scratch database that holds the tables concerned, with rows in
//! them, forward, back, and forward again.

mod blame;
mod compare;
mod creations;
mod expression;
mod fate;
mod joining;
mod part;
mod proof;
mod rows;
mod stage;
mod trial;
mod verdict;

pub use proof::Proof;
pub use stage::foresee;
pub(crate) use stage::{described, may_come_first};
