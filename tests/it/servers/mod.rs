//! Real servers for the tests. `tests/servers start` starts them and documents the variables that lead to them
//! (`MANAGE_TEST_POSTGRES`, `MANAGE_TEST_MYSQL`, …), which come from the environment or, where that has none, from the file
//! `target/servers.env` that it wrote.
//!
//! ```ignore
//! let project = Project::postgres("#[derive(Model)] pub struct User { pub id: i64 }");
//! project.manage(["makemigrations"]).ok();
//! project.manage(["migrate"]).ok();
//! assert_eq!(project.database().sql("SELECT count(*) FROM users"), "0\n");
//! ```

mod client;
mod database;
mod dump_mysql;
mod dump_postgres;
mod harness;
mod held;
mod packets;
mod proxy;
mod role;
mod server;
mod talk;

pub(crate) use database::Database;
pub(crate) use held::{Held, PASS};
pub(crate) use packets::{Packets, Side};
pub(crate) use proxy::{Moment, Proxy};
pub(crate) use role::Role;
pub(crate) use server::{Kind, Server};
pub(crate) use talk::Talk;
