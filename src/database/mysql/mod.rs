//! MySQL and MariaDB.

mod home;
mod introspect;
mod link;
mod lock;
mod ran;
mod scratch;
mod session;
mod target;
mod violations;

pub use scratch::MysqlScratch;
pub use session::MysqlSession;
