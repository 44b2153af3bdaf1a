//! A directory of migrations for tests.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::History;
use crate::dialect::Sqlite;
use crate::error::{Error, Result};

pub(super) struct Folder {
    directory: TempDir,
}

impl Folder {
    pub(super) fn new() -> Self {
        Self { directory: TempDir::new().unwrap() }
    }

    /// A folder with one migration per pair of name and up.sql.
    pub(super) fn with(migrations: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, up) in migrations {
            folder.file(&format!("{name}/up.sql"), up);
        }
        folder
    }

    /// Writes a file, making the directories that lead to it.
    pub(super) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(super) fn read(&self) -> Result<History> {
        History::read(self.path(), &Sqlite, None)
    }

    pub(super) fn history(&self) -> History {
        self.read().unwrap()
    }

    /// The error that reading gives, its causes appended, without the folder's own path.
    pub(super) fn error(&self) -> (Error, String) {
        let error = self.read().unwrap_err();
        let text = self.without_path(&error.to_string());
        (error, text)
    }

    pub(super) fn without_path(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.path().display()), "").replace(&self.path().display().to_string(), ".")
    }

    /// Every path below the folder, sorted, hidden ones too.
    pub(super) fn paths(&self) -> Vec<String> {
        fn walk(path: &Path, found: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                }
                found.push(path);
            }
        }
        let mut found = Vec::new();
        walk(self.path(), &mut found);
        let mut found: Vec<String> =
            found.iter().map(|path| path.strip_prefix(self.path()).unwrap().display().to_string()).collect();
        found.sort();
        found
    }
}
