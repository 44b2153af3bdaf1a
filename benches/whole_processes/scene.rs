//! The folders that the programs are run in.

use std::fs;
use std::path::{Path, PathBuf};

use super::large_history::{Author, LargeHistory};
use super::large_project::LargeProject;
use super::process::Process;

/// A project in a folder of its own.
pub(crate) struct Scene {
    folder: PathBuf,
}

impl Scene {
    /// Models, and no migrations.
    pub(crate) fn models(folder: PathBuf, models: usize) -> Self {
        LargeProject { models, one_more_column: false }.write(&folder).expect("models");
        Self { folder }
    }

    /// Models, and a migration for each of them.
    pub(crate) fn history(folder: PathBuf, models: usize, author: Author) -> Self {
        let scene = Self::models(folder, models);
        let history = LargeHistory { migrations: models, author };
        history.write(&scene.migrations()).expect("migrations");
        // Nothing has changed; it only writes `schema.json`.
        Process::manage(&scene.folder, &["makemigrations"]).run();
        Process::manage(&scene.folder, &["makemigrations", "--check"]).run();
        let transaction = |script: &str| format!("BEGIN;\n{script}COMMIT;\n");
        let (ups, downs): (Vec<String>, Vec<String>) = history.scripts().unzip();
        scene.write("ups.sql", &transaction(&ups.concat()));
        scene.write("ups_one_by_one.sql", &ups.iter().map(|up| transaction(up)).collect::<String>());
        scene.write("downs.sql", &transaction(&downs.into_iter().rev().collect::<String>()));
        scene
    }

    /// Another column in one of the models.
    pub(crate) fn add_a_column(&self, models: usize) {
        LargeProject { models, one_more_column: true }.write(&self.folder).expect("models");
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn migrations(&self) -> PathBuf {
        self.folder.join("app_migrations/default")
    }

    /// What is to be there before a program begins: nothing but the project.
    pub(crate) fn forget_database(&self) {
        let _ = fs::remove_file(self.folder.join("db.sqlite3"));
    }

    /// All migrations and what is remembered of them go.
    pub(crate) fn forget_migrations(&self) {
        let _ = fs::remove_dir_all(self.folder.join("app_migrations"));
    }

    /// Migrations that are younger than the history go, and `schema.json` is as it was.
    pub(crate) fn forget_what_is_new(&self, state: &[u8]) {
        for entry in fs::read_dir(self.migrations()).expect("migrations") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if path.is_dir() && !name.contains("_create_item") {
                fs::remove_dir_all(&path).expect("a migration that goes");
            }
        }
        fs::write(self.migrations().join("schema.json"), state).expect("the state");
    }

    /// Puts a copy of the database aside.
    pub(crate) fn keep_database(&self, name: &str) {
        fs::copy(self.folder.join("db.sqlite3"), self.folder.join(name)).expect("a copy");
    }

    /// Puts the copy in the place of the database.
    pub(crate) fn bring_database(&self, name: &str) {
        fs::copy(self.folder.join(name), self.folder.join("db.sqlite3")).expect("a copy");
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(name), text).expect("a script");
    }
}
