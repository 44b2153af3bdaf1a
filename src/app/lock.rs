use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::backend::Backend;
use super::{MigrateError, Read};
use crate::lock::{Attempt, Holder, LockFile};

/// How often the lock is asked for.
const PAUSE: Duration = Duration::from_millis(50);

/// `diesel_m` in ASCII. PostgreSQL keeps the locks of each database apart, so that one number does for all.
const TRY_POSTGRES: &str = "SELECT pg_try_advisory_lock(7235425822644658029)::text";

const RELEASE_POSTGRES: &str = "SELECT pg_advisory_unlock(7235425822644658029)::text";

/// What keeps others who migrate the same database out.
pub(super) enum Lock {
    /// The file that `manage` takes, too.
    File(LockFile),
    /// The session's own, until it is released or the session ends.
    Session,
    /// A database in memory is nobody else's; and for MySQL there is none yet.
    None,
}

impl Lock {
    /// Takes the lock, asking for it until the time is up.
    pub(super) fn acquire<C: Read>(connection: &mut C, timeout: Duration) -> Result<Self, MigrateError> {
        let holder = Holder::here(command());
        let begin = Instant::now();
        loop {
            let other = match attempt(connection, &holder)? {
                Ok(lock) => return Ok(lock),
                Err(other) => other,
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
        match self {
            Self::File(file) => file.is_ours(),
            Self::Session | Self::None => true,
        }
    }

    /// Gives it back.
    pub(super) fn release<C: Read>(self, connection: &mut C) {
        if matches!(self, Self::Session) {
            // A session that cannot be spoken to has lost it anyway.
            let _ = connection.texts(RELEASE_POSTGRES);
        }
    }
}

/// Tries once; who has it otherwise, where that is known.
fn attempt<C: Read>(connection: &mut C, holder: &Holder) -> Result<Result<Lock, Option<Holder>>, MigrateError> {
    match Backend::of::<C::Backend>() {
        Backend::Sqlite => {
            let file = connection.texts("SELECT file FROM pragma_database_list WHERE name = 'main'")?.concat();
            if file.is_empty() {
                return Ok(Ok(Lock::None));
            }
            match LockFile::attempt(Path::new(&file), holder) {
                Ok(Attempt::Held(file)) => Ok(Ok(Lock::File(file))),
                Ok(Attempt::Busy(other)) => Ok(Err(other)),
                Err(error) => Err(MigrateError::Lock(error.into())),
            }
        }
        Backend::Postgres => {
            let held = connection.texts(TRY_POSTGRES)?.concat() == "true";
            Ok(if held { Ok(Lock::Session) } else { Err(None) })
        }
        Backend::Mysql | Backend::Unknown => Ok(Ok(Lock::None)),
    }
}

/// What others read who wait for the lock.
fn command() -> String {
    let program = std::env::current_exe().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    program.unwrap_or_else(|| "an application".to_owned())
}
