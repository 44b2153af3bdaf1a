use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::{MigrateError, Read};
use crate::lock::{Attempt, Holder, LockFile};

/// How often the lock is asked for.
const PAUSE: Duration = Duration::from_millis(50);

/// The lock that `manage` takes, too.
pub(super) struct SqliteLock {
    /// A database in memory is nobody else's.
    file: Option<LockFile>,
}

impl SqliteLock {
    /// Takes the lock, asking for it until the time is up.
    pub(super) fn acquire<C: Read>(connection: &mut C, timeout: Duration) -> Result<Self, MigrateError> {
        let file = connection.texts("SELECT file FROM pragma_database_list WHERE name = 'main'")?.concat();
        if file.is_empty() {
            return Ok(Self { file: None });
        }
        let holder = Holder::here(command());
        let begin = Instant::now();
        loop {
            let attempt = LockFile::attempt(Path::new(&file), &holder);
            let other = match attempt.map_err(|error| MigrateError::Lock(error.into()))? {
                Attempt::Held(file) => return Ok(Self { file: Some(file) }),
                Attempt::Busy(other) => other,
            };
            let waited = begin.elapsed();
            if waited >= timeout {
                let holder = other.map_or_else(|| "another process".to_owned(), |other| other.to_string());
                return Err(MigrateError::Locked { holder, waited });
            }
            thread::sleep(PAUSE.min(timeout - waited));
        }
    }

    /// Whether it is ours still.
    pub(super) fn is_ours(&self) -> bool {
        self.file.as_ref().is_none_or(LockFile::is_ours)
    }
}

/// What others read who wait for the lock.
fn command() -> String {
    let program = std::env::current_exe().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    program.unwrap_or_else(|| "an application".to_owned())
}
