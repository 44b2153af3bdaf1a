mod bad_files;
mod databases;
mod diesel_project;
mod model_sources;
mod schema_file;
mod secrets;
mod servers;
mod variables;

use std::fs;
use std::path::Path;

use super::{Settings, Variables};
use crate::error::Error;

/// The settings of a file with this text, in a folder of its own.
fn load(text: impl AsRef<[u8]>, variables: &[(&str, &str)]) -> Result<Settings, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("settings.json"), text).expect("a file");
    Settings::load(None, folder.path(), Variables::of(variables.iter().copied()))
}

/// The settings of one SQLite database with these further keys (`, "managed": false`).
fn with(keys: &str) -> String {
    format!(r#"{{"databases": {{"default": {{"driver": "sqlite", "database": "db.sqlite3"{keys}}}}}}}"#)
}

/// The error and its hints, one line each.
fn shown(error: &Error) -> String {
    let hints: String = error.hints().iter().map(|hint| format!("\nhint: {hint}")).collect();
    format!("{error}{hints}")
}

/// The error that this text gives.
#[track_caller]
fn refused(text: impl AsRef<[u8]>) -> String {
    shown(&load(text, &[]).expect_err("settings that cannot be"))
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
    fs::write(path, text).expect("a file");
}
