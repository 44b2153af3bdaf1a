mod diesel_macros;
mod mistakes;
mod sources;
mod structs;

use std::error::Error as _;
use std::fs;

use tempfile::TempDir;

use super::{Models, read};
use crate::dialect::{Dialect, Mysql, Postgres, Sqlite};
use crate::error::{Error, Result};
use crate::schema::{Action, Column, Expr, IndexKey, Table, TableName, Wanted};

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read_all(files: &[(&str, &str)]) -> Result<Wanted> {
    let folder = folder(files);
    read(folder.path(), &[".".to_owned()], "default", &Sqlite)
}

fn models(text: &str) -> Wanted {
    read_all(&[("models.rs", text)]).unwrap_or_else(|error| panic!("{}", told(&error)))
}

/// The error with its hints, as a person sees it.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    if let Some(source) = error.source() {
        text.push_str(&format!("\ncause: {source}"));
    }
    for hint in error.hints() {
        text.push_str(&format!("\nhint: {hint}"));
    }
    text
}

fn mistake(text: &str) -> String {
    told(&read_all(&[("models.rs", text)]).unwrap_err())
}

fn table<'a>(wanted: &'a Wanted, name: &str) -> &'a Table {
    wanted.schema.table(&TableName::new(name)).unwrap()
}

fn macros(text: &str) -> String {
    let folder = folder(&[("models.rs", text)]);
    Models::read(folder.path(), &["models.rs".to_owned()], "default", &Sqlite).unwrap().table_macros()
}

const TEAM: &str = "#[derive(Model)] pub struct Team { pub id: i64, #[model(unique)] pub code: String }\n";
