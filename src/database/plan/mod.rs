//! What is going to run, decided before anything does.

mod back;
mod fit;
mod forward;
mod own_commit;
mod part;
mod pragma;
mod session_state;
mod step;
mod way;

pub use back::{Back, plan_down};
pub(super) use fit::{newer, renamed};
pub use forward::{Late, plan_up};
pub(super) use part::{Part, ends_or_refuses_transaction, is_commit, is_of_session, parts};
pub(super) use pragma::Pragma;
pub(super) use session_state::lost;
pub use step::{Plan, Step, runs_in_transaction};
pub(crate) use way::quoted;
