use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The first parts of the names that are looked for. Whatever else is in a folder called `templates`, a web project's
/// pages for instance, is none of our business.
pub(super) const ROOMS: [&str; 4] = ["command", "migration", "models", "project"];

/// The longest template that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// A project's own templates.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    /// Where it is; it need not exist.
    pub(super) path: PathBuf,
    /// The same as messages show it.
    pub(super) shown: PathBuf,
}

/// A template of the project.
pub(super) struct Own {
    /// Its file, as messages show it.
    pub(super) file: PathBuf,
    pub(super) text: String,
}

impl Folder {
    /// The template of this name, in the file of that name with or without `.j2` behind it; `None` if there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Own>> {
        let Some(file) = self.file(name)? else { return Ok(None) };
        let shown = self.shown.join(&file);
        let text = read(&self.path.join(&file), &shown)?;
        Ok(Some(Own { file: shown, text }))
    }

    /// The file of the template of this name, below the folder.
    pub(super) fn file(&self, name: &str) -> Result<Option<PathBuf>> {
        if !is_ours(name) {
            return Ok(None);
        }
        let (short, long) = (PathBuf::from(name), PathBuf::from(format!("{name}.j2")));
        match (self.exists(&short)?, self.exists(&long)?) {
            (true, true) => {
                let (one, other) = (self.shown.join(&short), self.shown.join(&long));
                let both = format!("{} and {} are the same template", one.display(), other.display());
                Err(Error::failure(both).hint("remove one of them"))
            }
            (true, false) => Ok(Some(short)),
            (false, true) => Ok(Some(long)),
            (false, false) => Ok(None),
        }
    }

    /// The names of the folders in one of its folders; none if that is not there.
    pub(super) fn folders(&self, room: &str) -> Result<BTreeSet<String>> {
        let shown = self.shown.join(room);
        let entries = match fs::read_dir(self.path.join(room)) {
            Ok(entries) => entries,
            Err(error) if is_absent(error.kind()) => return Ok(BTreeSet::new()),
            Err(error) => return Err(unreadable(&shown, error)),
        };
        let mut found = BTreeSet::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&shown, error))?;
            if entry.path().is_dir() {
                found.insert(entry.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(found)
    }

    fn exists(&self, file: &Path) -> Result<bool> {
        match fs::symlink_metadata(self.path.join(file)) {
            Ok(_) => Ok(true),
            Err(error) if is_absent(error.kind()) => Ok(false),
            Err(error) => Err(unreadable(&self.shown.join(file), error)),
        }
    }
}

/// Whether the name is one that can be a template: below one of our rooms, and nothing that leaves the folder.
fn is_ours(name: &str) -> bool {
    let room = name.split('/').next().unwrap_or_default();
    let sound = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    ROOMS.contains(&room) && name.len() < 1000 && name.split('/').all(sound)
}

/// Whether there is nothing of that name. A file where a folder would have to be is none of our business either.
fn is_absent(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename)
}

fn read(path: &Path, shown: &Path) -> Result<String> {
    let unreadable = |error| unreadable(shown, error);
    // What is no file could keep us waiting for ever: a pipe, a terminal.
    if !fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Error::failure(format!("the template {} is no file", shown.display()))
            .hint("remove it, or put a file in its place"));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unreadable)?.take(LONGEST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LONGEST {
        return Err(Error::failure(format!("the template {} is longer than {LONGEST} bytes", shown.display()))
            .hint("is it a template at all?"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(good).filter(|byte| **byte == b'\n').count() + 1;
        Error::failure(format!("{}:{line}: the template is not UTF-8", shown.display())).hint("save it as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn unreadable(shown: &Path, error: std::io::Error) -> Error {
    let message = format!("cannot read the template {}", shown.display());
    let hint = match error.kind() {
        ErrorKind::NotFound => "it is a symbolic link to nothing: correct or remove it",
        ErrorKind::PermissionDenied => "give yourself the permission to read it",
        _ => return Error::failure(message).because(error),
    };
    Error::failure(message).because(error).hint(hint)
}
