use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::built_in::built_in;
use super::folder::Folder;
use crate::error::Error;

/// What stands before the name of a template that comes with `manage`, whatever the project has of that name.
const BUILT_IN: &str = "built-in/";

/// Where the texts come from while one template is filled in, and what was found there.
#[derive(Clone, Debug)]
pub(super) struct Source {
    folder: Option<Folder>,
    found: Arc<Mutex<Found>>,
}

#[derive(Debug, Default)]
struct Found {
    /// The project's own files by the names that they were asked for under, in the order in which they were.
    own: Vec<(String, PathBuf)>,
    /// Why a text could not be had.
    error: Option<Error>,
}

impl Source {
    pub(super) fn new(folder: Option<Folder>) -> Self {
        Self { folder, found: Arc::default() }
    }

    /// The text of the template of this name: the project's own if it has one, else the built-in one.
    pub(super) fn load(&self, asked: &str) -> Result<Option<String>, minijinja::Error> {
        let name = asked.strip_suffix(".j2").unwrap_or(asked);
        if let Some(name) = name.strip_prefix(BUILT_IN) {
            return Ok(built_in(name).map(str::to_owned));
        }
        match self.folder.as_ref().map_or(Ok(None), |folder| folder.read(name)) {
            Ok(Some(own)) => {
                self.found().own.push((asked.to_owned(), own.file));
                Ok(Some(own.text))
            }
            Ok(None) => Ok(built_in(name).map(str::to_owned)),
            Err(error) => {
                let told = minijinja::Error::new(minijinja::ErrorKind::TemplateNotFound, error.to_string());
                self.found().error = Some(error);
                Err(told)
            }
        }
    }

    /// The project's own files that were used.
    pub(super) fn own_files(&self) -> Vec<PathBuf> {
        self.found().own.iter().map(|(_, file)| file.clone()).collect()
    }

    /// The project's own file that the name led to.
    pub(super) fn own_file(&self, name: &str) -> Option<PathBuf> {
        self.found().own.iter().find(|(own, _)| own == name).map(|(_, file)| file.clone())
    }

    /// Why a text could not be had, if that is what went wrong.
    pub(super) fn take_error(&self) -> Option<Error> {
        self.found().error.take()
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        // Nothing panics while it holds the lock, and what is in it would be right all the same.
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
