use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::link::PostgresLink;
use super::session::{PostgresSession, QUIET};
use crate::database::session::{Session, SqlError};
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::settings::ServerAddress;

/// What the names of all scratch databases begin with.
const PREFIX: &str = "manage_scratch_";

/// How many scratch databases this process has made.
static MADE: AtomicU64 = AtomicU64::new(0);

/// A database that is dropped with this. As long as it is there, its maker holds a lock that is named after it.
pub(super) struct Scratch {
    /// The session that made it, and drops it.
    maker: PostgresLink,
    name: String,
}

impl Scratch {
    /// Makes the database, after those were dropped whose makers were killed.
    fn make(mut maker: PostgresLink, address: &ServerAddress) -> Result<Self> {
        let role = maker.query("SELECT session_user")?.concat().into_iter().next().flatten().unwrap_or_default();
        sweep(&mut maker);
        let name = name(&role);
        lock(&mut maker, &name)?;
        let created = maker.execute(&create(&name, "template1")).or_else(|error| {
            // Somebody is in it; the other one lets nobody in.
            if error.message.contains("template1") { maker.execute(&create(&name, "template0")) } else { Err(error) }
        });
        match created {
            Ok(_) => Ok(Self { maker, name }),
            Err(error) => Err(cannot_make(address, error)),
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        await_nobody(&mut self.maker, &self.name);
        // Who drops it is told of nothing that fails: the next one who makes one drops it then.
        let _ = drop_database(&mut self.maker, &self.name);
    }
}

/// A database that is empty, on the server of the address, and dropped when the session ends.
///
/// # Errors
/// When the server cannot be reached or the role may make none, with the ways out.
pub(in crate::database) fn scratch(address: &ServerAddress) -> Result<Box<dyn Session>> {
    let maker = PostgresLink::connect(address, "").or_else(|error| {
        // The database itself may be missing still, and is not needed.
        PostgresLink::connect(&address.with_database("postgres"), "").map_err(|_| error)
    })?;
    let scratch = Scratch::make(maker, address)?;
    // Nobody will ask for it after a crash.
    let mut more = format!("{QUIET}; SET synchronous_commit = off");
    if scratch.maker.reads_backslashes() {
        more.push_str("; SET standard_conforming_strings = off");
    }
    let link = PostgresLink::connect(&address.with_database(&scratch.name), &more)?;
    let mut session = PostgresSession::of(link, format!("scratch database {}", scratch.name));
    session.scratch = Some(scratch);
    Ok(Box::new(session))
}

fn create(name: &str, template: &str) -> String {
    format!("CREATE DATABASE {} TEMPLATE {template}", Driver::Postgres.dialect().quote(name))
}

/// `manage_scratch_<role>_<process>_<random>`, within the 63 bytes that the server keeps of a name.
fn name(role: &str) -> String {
    let role: String = role.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    let random = u64::from(time) ^ (MADE.fetch_add(1, Ordering::Relaxed) << 32);
    format!("{PREFIX}{}_{}_{random:x}", role.to_ascii_lowercase(), std::process::id())
}

/// Holds the lock that says that somebody uses the database.
fn lock(maker: &mut PostgresLink, name: &str) -> Result<(), SqlError> {
    let name = Driver::Postgres.dialect().quote_text(name);
    maker.execute(&format!("SELECT pg_catalog.pg_advisory_lock(pg_catalog.hashtextextended({name}, 0))"))
}

/// Drops the role's own databases that nobody holds the lock of any more: what a killed process began may run there
/// still.
fn sweep(maker: &mut PostgresLink) {
    // The locks of all databases are in the list: the maker may have been connected to another one.
    let left = maker.query(&format!(
        "SELECT d.datname FROM pg_catalog.pg_database d WHERE pg_catalog.starts_with(d.datname, '{PREFIX}') \
         AND d.datdba = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = session_user) \
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 \
         AND l.classid::bigint = (pg_catalog.hashtextextended(d.datname, 0) >> 32) & 4294967295 \
         AND l.objid::bigint = pg_catalog.hashtextextended(d.datname, 0) & 4294967295)"
    ));
    for name in left.unwrap_or_default().into_iter().flatten().flatten() {
        // What cannot be dropped harms nobody.
        let _ = drop_database(maker, &name);
    }
}

/// Waits a moment for the session that used the database to be gone. The server itself looks again after a tenth of a
/// second only.
fn await_nobody(maker: &mut PostgresLink, name: &str) {
    const LOOKS: usize = 50;
    let name = Driver::Postgres.dialect().quote_text(name);
    let anybody = format!("SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = {name}");
    for _ in 0..LOOKS {
        match maker.query(&anybody) {
            Ok(found) if !found.is_empty() => thread::sleep(Duration::from_millis(1)),
            _ => return,
        }
    }
}

/// The session that used it may be on its way out still.
fn drop_database(maker: &mut PostgresLink, name: &str) -> Result<(), SqlError> {
    let name = Driver::Postgres.dialect().quote(name);
    maker
        .execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        // Before PostgreSQL 13 there was no force.
        .or_else(|_| maker.execute(&format!("DROP DATABASE IF EXISTS {name}")))
}

fn cannot_make(address: &ServerAddress, error: SqlError) -> Error {
    let denied = error.message.contains("permission denied");
    let failed = Error::failure(format!("no scratch database can be made on `{address}`")).because(error);
    let failed = if denied {
        failed.hint("the role needs the right to make databases: `ALTER ROLE … CREATEDB` (as a superuser)")
    } else {
        failed
    };
    failed.hint("or name another server for it: `\"scratch\": { \"url\": \"…\" }` for this database in the settings")
}
