//! PostgreSQL: a session on a server, and databases of their own to try things on.

mod arranged;
mod introspect;
mod link;
mod lock;
mod remains;
mod scratch;
mod session;
mod shareable;
mod target;

pub(super) use scratch::scratch;
pub use session::PostgresSession;
