//! New migrations on disk: all of them, each with its `schema.json`, or none.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::atomic::{self, UNFINISHED, cannot_write, remove_leftovers, sync_folder};
use super::digest::digests;
use super::state::STATE_FILE;
use super::state_file::StateFile;
use super::{Beside, NewMigration};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::schema::Schema;

/// A new migration together with the schema that it leads to.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    /// The migration.
    pub new: &'a NewMigration,
    /// The schema after it.
    pub schema: &'a Schema,
    /// What of it other directories make.
    pub beside: &'a Beside,
    /// Whether a database has said so. Otherwise the next command that wants to know runs the migrations.
    pub proven: bool,
    /// The dialect of its database.
    pub dialect: &'a dyn Dialect,
}

/// Writes the migrations of several databases, those of one in their order, or nothing: everything that takes room is written under names that
/// nobody looks at, and only then gets its own name; if that fails, what has its name already is taken back.
///
/// # Errors
/// When something cannot be written; everything is then as it was.
pub fn write(outcomes: &[Outcome<'_>]) -> Result<()> {
    let mut steps = Vec::new();
    for (place, outcome) in outcomes.iter().enumerate() {
        match Step::prepare(outcome, outcomes.get(..place).unwrap_or_default()) {
            Ok(step) => steps.push(step),
            Err(error) => return Err(undo(steps, error)),
        }
    }
    for place in 0..steps.len() {
        let done = steps.get_mut(place).map_or(Ok(()), Step::commit);
        if let Err(error) = done {
            return Err(undo(steps, error));
        }
    }
    Ok(())
}

fn undo(steps: Vec<Step>, error: Error) -> Error {
    steps.into_iter().rev().for_each(Step::undo);
    error
}

/// What is done for one database.
struct Step {
    /// The folder of the migrations.
    folder: PathBuf,
    /// The folders that had to be made for it, innermost first.
    made: Vec<PathBuf>,
    /// The migration under the name that nobody looks at.
    unfinished: PathBuf,
    /// The migration under its own name.
    finished: PathBuf,
    /// `schema.json` as it was.
    old_state: Option<Vec<u8>>,
    /// `schema.json` as it will be.
    new_state: Vec<u8>,
    committed: bool,
}

impl Step {
    fn prepare(outcome: &Outcome<'_>, earlier: &[Outcome<'_>]) -> Result<Self> {
        let NewMigration { migration, history, .. } = outcome.new;
        let folder = history.directory.clone();
        let earlier: Vec<&Outcome<'_>> = earlier.iter().filter(|own| own.new.history.directory == folder).collect();
        let mut step = Self {
            made: missing_folders(&folder),
            unfinished: folder.join(format!("{UNFINISHED}{}", migration.name)),
            finished: migration.directory.clone(),
            old_state: fs::read(folder.join(STATE_FILE)).ok(),
            new_state: state_text(outcome, &earlier)?,
            committed: false,
            folder,
        };
        match step.write_unfinished(outcome.new, earlier.is_empty()) {
            Ok(()) => Ok(step),
            Err((path, error)) => {
                step.committed = false;
                step.undo();
                Err(cannot_write(&path, error))
            }
        }
    }

    fn write_unfinished(&mut self, new: &NewMigration, is_first: bool) -> Result<(), (PathBuf, io::Error)> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| (path, error)
        };
        fs::create_dir_all(&self.folder).map_err(at(&self.folder))?;
        // Behind the first one, what looks like a leftover is its.
        if is_first {
            remove_leftovers(&self.folder);
        }
        fs::create_dir(&self.unfinished).map_err(at(&self.unfinished))?;
        for (path, text) in new.files() {
            let Some(name) = path.file_name() else { continue };
            write_through(&self.unfinished.join(name), text.as_bytes()).map_err(at(&path))?;
        }
        sync_folder(&self.unfinished);
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        if fs::symlink_metadata(&self.finished).is_ok() {
            return Err(cannot_write(&self.finished, io::ErrorKind::AlreadyExists.into()));
        }
        fs::rename(&self.unfinished, &self.finished).map_err(|error| cannot_write(&self.finished, error))?;
        self.committed = true;
        atomic::write(&self.folder.join(STATE_FILE), &self.new_state)?;
        sync_folder(&self.folder);
        Ok(())
    }

    /// Makes everything as it was, as far as the system still lets us: what stays under the name that nobody looks at
    /// does no harm, and the next run removes it.
    fn undo(self) {
        if self.committed {
            let _ = fs::rename(&self.finished, &self.unfinished);
            let state = self.folder.join(STATE_FILE);
            let _ = match &self.old_state {
                Some(old) => atomic::write(&state, old).map_err(drop),
                None => fs::remove_file(&state).map_err(drop),
            };
        }
        let _ = fs::remove_dir_all(&self.unfinished);
        for folder in &self.made {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// The folders on the way that are not there, innermost first.
fn missing_folders(folder: &Path) -> Vec<PathBuf> {
    let folders = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    folders.take_while(|folder| !folder.exists()).map(Path::to_owned).collect()
}

fn state_text(outcome: &Outcome<'_>, earlier: &[&Outcome<'_>]) -> Result<Vec<u8>> {
    let mut digests = digests(&outcome.new.history);
    for own in earlier.iter().copied().chain([outcome]).filter(|own| !own.proven) {
        let version = &own.new.migration.version;
        digests.iter_mut().filter(|digest| digest.version == *version).for_each(|digest| digest.unproven = true);
    }
    StateFile::text(&digests, outcome.schema, outcome.beside, outcome.dialect)
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
