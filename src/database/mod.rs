//! Databases: connecting, looking, and running migrations with a lock, a ledger and a journal.

mod event;
#[cfg(test)]
mod fixture;
mod journal;
mod ledger;
mod lock;
mod plan;
mod run;
mod rust_step;
mod session;
pub mod sqlite;
mod status;
mod target;

pub use crate::lock::Holder;
pub use event::{Direction, Event, Reporter};
pub use journal::Entry;
pub use plan::{Back, Late, Plan, Step, plan_down, plan_up};
pub use run::{Options, downgrade, migrate};
pub use rust_step::{Inspector, RustStep, RustSteps, StepFunction};
pub use session::{Session, SqlError, SqlErrorKind};
pub use status::{MigrationState, State, status};
pub use target::{AnyConnection, LockAttempt, Reach, Target, Violation};
