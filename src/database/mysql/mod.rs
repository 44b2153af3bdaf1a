//! MySQL and MariaDB: sessions on a server, by way of mysql_async, and of Diesel where code asks for its connection.

mod connect;
mod error;
mod link;
mod row;

pub use link::MysqlConnection;
#[allow(unused_imports)]
pub(crate) use link::MysqlLink;
