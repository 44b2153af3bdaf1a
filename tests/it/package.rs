//! A published crate, whose migrations and schema a test works with: the real thing, fetched from the registry when the
//! test runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

use crate::project::Project;
use crate::servers::Database;

/// A crate's sources, where cargo unpacks them.
pub(crate) struct Package {
    folder: PathBuf,
}

impl Package {
    /// Fetches the crate. One that cannot be fetched fails the test.
    pub(crate) fn fetch(name: &str, version: &str) -> Self {
        static FETCHED: OnceLock<Mutex<BTreeMap<String, PathBuf>>> = OnceLock::new();
        let mut fetched = FETCHED.get_or_init(Mutex::default).lock().expect("no fetch has panicked before");
        let folder = fetched.entry(format!("{name}-{version}")).or_insert_with(|| fetch(name, version));
        Self { folder: folder.clone() }
    }

    /// A file of the crate.
    pub(crate) fn read(&self, path: &str) -> Vec<u8> {
        fs::read(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The files of this name below a folder of the crate, as paths inside the crate, sorted.
    pub(crate) fn files(&self, folder: &str, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name().is_some_and(|own| own == name) {
                    let inside = path.strip_prefix(&self.folder).expect("a file of the crate");
                    found.push(inside.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// A project with the crate's migrations, of this folder, and these sources of its tables, at the same places.
    pub(crate) fn project(&self, migrations: &str, schemas: &[String]) -> Project {
        let project = Project::empty();
        let models: Vec<String> = schemas.iter().map(|file| format!("{file:?}")).collect();
        project.write(
            "settings.json",
            format!(
                r#"{{"databases": {{"default": {{"driver": "sqlite", "database": "db.sqlite3",
                    "migrations": "app_migrations/default", "models": [{}]}}}}}}"#,
                models.join(", ")
            ),
        );
        for file in schemas {
            project.write(file, self.read(file));
        }
        self.migrations(migrations, &project);
        project
    }

    /// A project with the same in this database of a server; `more` is what the settings have beside it.
    pub(crate) fn project_on(&self, database: Database, migrations: &str, schemas: &[String], more: &str) -> Project {
        let url = database.url();
        let project = Project::on(database, "");
        let models: Vec<String> = schemas.iter().map(|file| format!("{file:?}")).collect();
        let models = models.join(", ");
        project.write(
            "settings.json",
            format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": [{models}]{more}}}}}}}"#),
        );
        for file in schemas {
            project.write(file, self.read(file));
        }
        self.migrations(migrations, &project);
        project
    }

    fn migrations(&self, folder: &str, project: &Project) {
        let folder = self.folder.join(folder);
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let migration = entry.expect("an entry").path();
            if !migration.is_dir() {
                continue;
            }
            let name = migration.file_name().expect("a name").to_string_lossy().into_owned();
            for file in fs::read_dir(&migration).expect("a migration") {
                let file = file.expect("an entry").path();
                let own = file.file_name().expect("a name").to_string_lossy().into_owned();
                project.write(&format!("app_migrations/default/{name}/{own}"), fs::read(&file).expect("a file"));
            }
        }
    }
}

fn fetch(name: &str, version: &str) -> PathBuf {
    let nowhere = tempfile::tempdir().expect("a temporary folder");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["info", &format!("{name}@{version}")])
        .current_dir(nowhere.path())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "cargo info: {}", String::from_utf8_lossy(&output.stderr));
    let home = std::env::var_os("CARGO_HOME")
        .map_or_else(|| Path::new(&std::env::var_os("HOME").expect("HOME")).join(".cargo"), PathBuf::from);
    fs::read_dir(home.join("registry/src"))
        .expect("cargo's sources")
        .map(|entry| entry.expect("an entry").path().join(format!("{name}-{version}")))
        .find(|path| path.join("Cargo.toml").is_file())
        .expect("cargo unpacked the crate")
}
