//! Migration directories: what is in them, in what order, and the schema that they lead to.

pub(crate) mod atomic;
mod beside;
mod branches;
mod by_hand;
mod digest;
mod draft;
mod edited;
#[cfg(test)]
mod fixture;
mod graph;
mod header;
#[allow(clippy::module_inception)]
mod history;
mod layout;
mod merged;
mod metadata;
mod migration;
mod new_migration;
mod new_variants;
mod new_version;
mod place;
mod read;
mod recognition;
mod replay;
mod revision;
mod rows;
mod script;
mod server_says;
mod state;
mod state_file;
mod touch;
mod tryout;
mod variants;
mod verification;
mod version;
mod write;

pub use beside::Beside;
pub use branches::{Branches, Collision, Meeting, Order, Route, Side, Stuck, What};
pub use by_hand::ByHand;
pub use draft::Draft;
pub use header::Header;
pub use history::History;
pub use migration::Migration;
pub use new_migration::{MadeFrom, Making, NewMigration};
pub use recognition::{Recognised, recognise};
pub use replay::replay;
pub use revision::Revision;
pub(crate) use revision::{is_no_step, no_step};
pub use script::Script;
pub use state::{STATE_FILE, State};
pub use touch::{Common, Touches};
pub use tryout::{Proof, foresee};
pub(crate) use tryout::{described, may_come_first};
pub use verification::{Fault, Finding, Remark, Verification, Verified};
pub use version::Version;
pub use write::{Outcome, write};
