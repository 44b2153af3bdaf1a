//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// What the names of unfinished files and directories begin with. Diesel passes over names with a dot in front.
pub(super) const UNFINISHED: &str = ".tmp-";

/// Writes the file under another name beside its place, and then gives it its own.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    try_write(path, bytes).map_err(|error| cannot_write(path, error))
}

fn try_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    shared(&mut builder);
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(folder);
    Ok(())
}

/// Temporary files are made for their owner alone; these become a project's files, for whom the umask allows.
#[cfg(unix)]
fn shared(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn shared(_: &mut tempfile::Builder<'_, '_>) {}

/// Makes sure that the names in a folder outlive a power cut, where the system can.
pub(super) fn sync_folder(folder: &Path) {
    // Not every file system can; the files themselves are safe, and the rename has happened.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Removes what a run that was killed left behind.
pub(super) fn remove_leftovers(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            continue;
        }
        // What cannot be removed does no harm: everyone passes over it.
        let _ = match entry.file_type() {
            Ok(kind) if kind.is_dir() => fs::remove_dir_all(entry.path()),
            _ => fs::remove_file(entry.path()),
        };
    }
}

/// An error that says that the path cannot be written.
pub(super) fn cannot_write(path: &Path, error: io::Error) -> Error {
    let wrapped = Error::failure(format!("cannot write {}", path.display()));
    let hint = match error.kind() {
        io::ErrorKind::PermissionDenied => "give yourself the permission to write there",
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on the disk, then run the command again"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "something else is in the way: move it, or correct `migrations` in the settings"
        }
        _ => return wrapped.because(error),
    };
    wrapped.because(error).hint(hint)
}
