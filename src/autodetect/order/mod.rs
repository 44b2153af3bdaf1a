//! The order of changes: what one change needs another one must have made before, and what it stands in the way of
//! must wait.

mod cycles;
mod needs;
mod place;
mod remade;
mod sort;

pub(super) use cycles::cut_cycles;
pub(super) use sort::order;
