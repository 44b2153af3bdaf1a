use chrono::{Duration, Utc};
use sha2::{Digest, Sha256};

use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::LockAttempt;
use crate::error::Result;
use crate::lock::Holder;

impl MysqlSession {
    /// The lock's name: it is the whole server's, so the database's name is in it, and has 64 characters at most.
    pub(super) fn lock_name(&self) -> String {
        let digest = Sha256::digest(self.database.as_bytes());
        let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        format!("manage_{hex}")
    }

    pub(super) fn attempt_lock(&mut self) -> Result<LockAttempt> {
        if self.lock.is_some() {
            return Ok(LockAttempt::Held);
        }
        let name = self.lock_name();
        let label = self.label.clone();
        let cannot = |error: SqlError| error.during(format!("`{label}` cannot be locked"));
        if self.take(&name).map_err(cannot)? {
            self.lock = Some(name);
            return Ok(LockAttempt::Held);
        }
        Ok(LockAttempt::Busy(self.holder(&name)))
    }

    /// Tries once to take a lock of this name.
    pub(super) fn take(&mut self, name: &str) -> Result<bool, SqlError> {
        let query = format!("SELECT GET_LOCK({}, 0)", self.quoted(name));
        Ok(self.value(&query)?.as_deref() == Some("1"))
    }

    pub(super) fn release(&mut self, name: &str) {
        // Fails when the connection is gone, and the lock with it.
        let query = format!("SELECT RELEASE_LOCK({})", self.quoted(name));
        let _ = self.query(&query);
    }

    /// Whose connection has the lock, as far as this user may know.
    fn holder(&mut self, name: &str) -> Option<Holder> {
        let name = self.quoted(name);
        let rows = self.query(&format!(
            "SELECT ID, USER, HOST, TIME FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({name})"
        ));
        let row = rows.ok()?.into_iter().next()?;
        let [Some(id), Some(user), Some(host), time] = <[_; 4]>::try_from(row).ok()? else { return None };
        let seconds: i64 = time.and_then(|time| time.parse().ok()).unwrap_or_default();
        Some(Holder {
            host: host.split(':').next().unwrap_or_default().to_owned(),
            pid: id.parse().ok()?,
            since: Utc::now() - Duration::seconds(seconds.clamp(0, 1_000_000_000)),
            command: format!("a connection of {user}"),
        })
    }

    pub(super) fn has_lock(&mut self) -> bool {
        let Some(name) = self.lock.clone() else { return false };
        let query = format!("SELECT IS_USED_LOCK({}) = CONNECTION_ID()", self.quoted(&name));
        self.value(&query).is_ok_and(|value| value.as_deref() == Some("1"))
    }
}
