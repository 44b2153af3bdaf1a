//! MySQL and MariaDB: sessions on a server, by way of mysql_async, and of Diesel where code asks for its connection.

mod client_key;
mod connect;
mod error;
mod home;
mod introspect;
mod link;
mod lock;
mod ran;
mod row;
mod scratch;
mod session;
mod strict;
mod target;
mod violations;

pub(super) use home::leads_away;
pub use link::MysqlConnection;
pub(crate) use link::MysqlLink;
pub use scratch::MysqlScratch;
pub use session::MysqlSession;
pub use strict::not_strict;
