//! Databases: connecting, looking, and running migrations with a lock, a ledger and a journal.

mod access;
mod connect;
mod event;
#[cfg(test)]
mod fixture;
mod journal;
mod ledger;
mod lock;
pub mod mysql;
mod plan;
pub mod postgres;
mod repair;
mod run;
mod rust_step;
mod script;
mod server;
mod session;
mod shape;
pub mod sqlite;
mod stamp;
mod status;
mod sums;
mod target;

pub use crate::lock::Holder;
pub use access::Access;
pub use connect::{Opening, begin_to_open, open, scratch};
pub use event::{Direction, Event, Reporter};
pub use journal::{Entry, Unread};
pub(crate) use plan::quoted;
pub use plan::{Back, Late, Plan, Step, plan_down, plan_up, runs_in_transaction};
pub use repair::{Examined, Remedy, Repair, examined, repair};
pub use run::{Options, downgrade, migrate};
pub use rust_step::{Inspector, RustStep, RustSteps, StepFunction};
pub use script::{Rehearsal, SqlScript, supposed};
pub use session::{Session, SqlError, SqlErrorKind};
pub use shape::Shape;
pub use stamp::{Stamp, Stamped, stamp};
pub use status::{MigrationState, State, status};
pub use target::{AnyConnection, LockAttempt, Reach, Remains, Target, Violation};
