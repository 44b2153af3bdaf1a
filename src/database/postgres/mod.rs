//! PostgreSQL: sessions on a server, by way of tokio-postgres, and of Diesel where code asks for its connection; and
//! databases of their own to try things on.

mod arranged;
mod connect;
mod error;
mod introspect;
mod link;
mod lock;
mod remains;
mod row;
mod scratch;
mod session;
mod shareable;
mod target;

pub(super) use arranged::may_change;
pub use link::PgConnection;
pub(crate) use link::PostgresLink;
pub(super) use scratch::scratch;
pub use session::PostgresSession;
