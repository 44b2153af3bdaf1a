use chrono::{DateTime, Utc};

use super::session::PostgresSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::LockAttempt;
use crate::error::{Error, Result};
use crate::lock::Holder;

/// `diesel_m` in ASCII. PostgreSQL keeps the locks of each database apart, so that one number does for all.
const KEY: i64 = 7_235_425_822_644_658_029;

/// What an application's name holds at most, in bytes.
const NAME: usize = 63;

impl PostgresSession {
    /// Tries once to take the lock.
    pub(super) fn lock_attempt(&mut self, holder: &Holder) -> Result<LockAttempt> {
        if self.locked {
            return Ok(LockAttempt::Held);
        }
        let label = self.label.clone();
        let failed = |error: SqlError| error.during(format!("the lock on `{label}` cannot be asked for"));
        let name = self.dialect().quote_text_anywhere(&told(holder));
        // Others see who has the lock by the name that the server knows the session by: for people alone, and only where
        // they have not given it one of their own.
        let taken = self.query(&format!(
            "SELECT taken.it, CASE WHEN taken.it AND pg_catalog.current_setting('application_name') IN ('', 'manage') \
             THEN pg_catalog.set_config('application_name', {name}, false) END \
             FROM (SELECT pg_catalog.pg_try_advisory_lock({KEY}) AS it OFFSET 0) AS taken"
        ));
        if taken.map_err(failed)?.concat().first() == Some(&Some("t".to_owned())) {
            self.locked = true;
            return Ok(LockAttempt::Held);
        }
        Ok(LockAttempt::Busy(self.other()))
    }

    /// Who has the lock, as far as the server tells.
    fn other(&mut self) -> Option<Holder> {
        let rows = self.query(&format!(
            "SELECT s.application_name, COALESCE(s.client_addr::text, s.client_hostname, 'the server itself'), s.pid, \
             pg_catalog.to_char(s.backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') \
             FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity s ON s.pid = l.pid \
             WHERE {} AND l.granted LIMIT 1",
            is_ours()
        ));
        let mut values = rows.ok()?.concat().into_iter().map(Option::unwrap_or_default);
        let (name, address, pid) = (values.next()?, values.next()?, values.next()?);
        let since: DateTime<Utc> = values.next()?.parse().ok()?;
        let told = name.strip_suffix(']').and_then(|name| name.rsplit_once(" [")).and_then(|(command, own)| {
            let (pid, host) = own.split_once(" on ")?;
            Some((command.to_owned(), host.to_owned(), pid.parse().ok()?))
        });
        let (command, host, pid) = match told {
            Some(told) => told,
            None if name.is_empty() => ("a program without a name".to_owned(), address, pid.parse().ok()?),
            // What the server calls it: the process is one of the server's.
            None => (name, address, pid.parse().ok()?),
        };
        Some(Holder { host, pid, since, command })
    }

    /// Whether the lock is this session's.
    pub(super) fn has_lock(&mut self) -> bool {
        let rows = self.query(&format!(
            "SELECT 1 FROM pg_catalog.pg_locks l WHERE {} AND l.granted AND l.pid = pg_catalog.pg_backend_pid()",
            is_ours()
        ));
        rows.is_ok_and(|rows| !rows.is_empty())
    }

    /// Takes the lock again, where a migration gave it back without being asked.
    pub(super) fn lock_again(&mut self) {
        if !self.has_lock() {
            // Whether it was had is asked before the next migration.
            let _ = self.query(&format!("SELECT pg_catalog.pg_try_advisory_lock({KEY})"));
        }
    }

    /// Gives the lock back.
    pub(super) fn give_back(&mut self) {
        if std::mem::take(&mut self.locked) {
            // A session that cannot be spoken to has lost it anyway.
            let _ = self.query(&format!("SELECT pg_catalog.pg_advisory_unlock({KEY})"));
        }
    }

    /// Makes sure that the server still answers.
    pub(super) fn answers(&mut self) -> Result<()> {
        self.query("SELECT 1").map(drop).map_err(|error: SqlError| -> Error {
            error.during(format!("`{}` does not answer any more", self.label)).hint(
                "what was committed is kept, what was not is rolled back: run the command again when the server is back",
            )
        })
    }
}

/// Who it is, as an application's name.
fn told(holder: &Holder) -> String {
    let mut name = format!("{} [{} on {}]", holder.command, holder.pid, holder.host);
    let end = (0..=NAME).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    name.truncate(end);
    name
}

/// The condition that a row of `pg_locks` is about our lock.
fn is_ours() -> String {
    let (high, low) = (KEY >> 32, KEY & 0xffff_ffff);
    format!(
        "l.locktype = 'advisory' AND l.classid = {high}::pg_catalog.oid AND l.objid = {low}::pg_catalog.oid \
         AND l.objsubid = 1 AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d \
         WHERE d.datname = pg_catalog.current_database())"
    )
}
