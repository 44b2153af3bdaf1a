use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::lock::Holder;

/// How much of a lock file is read: it is written by anybody who may write beside the database.
const MOST: u64 = 4096;

/// A lock on a file beside the database, held for as long as the process lives. The database's own file is left alone:
/// opening and closing it a second time would drop the locks that SQLite has on it.
#[derive(Debug)]
pub(crate) struct LockFile {
    file: File,
    path: PathBuf,
}

/// How an attempt ended.
pub(crate) enum Attempt {
    Held(LockFile),
    Busy(Option<Holder>),
}

impl LockFile {
    /// Where the lock of a database is: beside the file itself, by whatever links it is reached.
    pub(crate) fn path_for(database: &Path) -> PathBuf {
        let mut name = database.canonicalize().unwrap_or_else(|_| database.to_owned()).into_os_string();
        name.push("-manage");
        name.into()
    }

    /// Tries once.
    pub(crate) fn attempt(database: &Path, holder: &Holder) -> Result<Attempt> {
        let path = Self::path_for(database);
        let Opened { mut file, writable } = open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Attempt::Busy(read(&mut file))),
            Err(TryLockError::Error(error)) => return Err(no_lock(&path, error)),
        }
        let mut lock = Self { file, path };
        // The holder before us unlinks the file before it unlocks: what we locked may be nobody's file by now.
        if !lock.is_ours() {
            return Ok(Attempt::Busy(None));
        }
        if let Some(denied) = writable.err() {
            return lock.replace(denied, database, holder);
        }
        lock.write(holder).map_err(|error| no_lock(&lock.path, error))?;
        Ok(Attempt::Held(lock))
    }

    /// What was left behind by a process of another user, or made read-only, is locked and cannot be written: another
    /// one takes its place.
    fn replace(self, denied: io::Error, database: &Path, holder: &Holder) -> Result<Attempt> {
        let path = self.path.clone();
        if let Err(error) = fs::remove_file(&path) {
            return Err(no_lock(&path, denied).hint(format!(
                "nobody holds it: somebody who may ({error} for this user) has to remove it: `rm '{}'`",
                path.display()
            )));
        }
        drop(self);
        Self::attempt(database, holder)
    }

    /// Whether the path still leads to the file that is locked.
    pub(crate) fn is_ours(&self) -> bool {
        match (self.file.metadata(), fs::symlink_metadata(&self.path)) {
            (Ok(own), Ok(there)) => same_file(&own, &there),
            _ => false,
        }
    }

    fn write(&mut self, holder: &Holder) -> io::Result<()> {
        let text = serde_json::to_string(holder)?;
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        if self.is_ours() {
            // While it is still locked, so that nobody can have locked the file that goes.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A lock file, which can be locked whether or not it can be written.
struct Opened {
    file: File,
    writable: io::Result<()>,
}

fn open(path: &Path) -> Result<Opened> {
    match fs::symlink_metadata(path) {
        // What it leads to is not ours to be written to.
        Ok(there) if !there.is_file() => {
            return Err(Error::failure(format!(
                "the lock file `{}` cannot be written: something else has its name",
                path.display()
            ))
            .hint(format!("move it away: `mv '{0}' '{0}.old'`", path.display())));
        }
        _ => {}
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Ok(file) => Ok(Opened { file, writable: Ok(()) }),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => match File::open(path) {
            Ok(file) => Ok(Opened { file, writable: Err(error) }),
            Err(_) => Err(no_lock(path, error)),
        },
        Err(error) => Err(no_lock(path, error)),
    }
}

fn read(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.take(MOST).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

fn no_lock(path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            "make room on the disk, then run the command again"
        }
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only: SQLite cannot write there either",
        _ if path.exists() => {
            "it belongs to another user, or is read-only: remove it when no other `manage` is running"
        }
        _ => "make the folder of the database writable for this user: SQLite needs that for its journal, too",
    };
    Error::failure(format!("the lock file `{}` cannot be written", path.display())).because(error).hint(hint)
}

#[cfg(unix)]
fn same_file(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn same_file(_one: &fs::Metadata, _other: &fs::Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Attempt, LockFile};
    use crate::lock::Holder;

    fn held(attempt: Attempt) -> LockFile {
        match attempt {
            Attempt::Held(lock) => lock,
            Attempt::Busy(holder) => panic!("held by {holder:?}"),
        }
    }

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("db");
        let holder = Holder::here("manage migrate");
        let first = held(LockFile::attempt(&database, &holder).unwrap());
        match LockFile::attempt(&database, &holder).unwrap() {
            Attempt::Busy(Some(who)) => {
                assert_eq!((who.pid, who.command), (std::process::id(), "manage migrate".into()));
            }
            _ => panic!("two hold it"),
        }
        assert!(first.is_ours());
        drop(first);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        drop(held(LockFile::attempt(&database, &holder).unwrap()));
    }

    #[test]
    fn what_a_killed_process_leaves_is_taken_over() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("db");
        for rubbish in ["", "{\"host\":", "\u{0}"] {
            fs::write(folder.path().join("db-manage"), rubbish).unwrap();
            drop(held(LockFile::attempt(&database, &Holder::here("x")).unwrap()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_whose_file_was_replaced_is_lost_and_the_new_file_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("db");
        let lock = held(LockFile::attempt(&database, &Holder::here("x")).unwrap());
        fs::remove_file(folder.path().join("db-manage")).unwrap();
        assert!(!lock.is_ours());
        let other = held(LockFile::attempt(&database, &Holder::here("y")).unwrap());
        drop(lock);
        assert!(other.is_ours());
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_the_same_lock() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("db");
        fs::write(&database, "").unwrap();
        std::os::unix::fs::symlink(&database, folder.path().join("link")).unwrap();
        assert_eq!(LockFile::path_for(&database), LockFile::path_for(&folder.path().join("link")));
    }
}
