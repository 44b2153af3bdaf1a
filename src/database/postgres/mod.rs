//! PostgreSQL: sessions on a server, by way of tokio-postgres, and of Diesel where code asks for its connection.

mod connect;
mod error;
mod link;
mod row;

pub use link::PgConnection;
#[allow(unused_imports)]
pub(crate) use link::PostgresLink;
