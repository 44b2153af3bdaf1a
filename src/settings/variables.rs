use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use super::text::{Part, Text};
use crate::error::{Error, Result};

/// The environment, and beneath it what a file `.env` says.
#[derive(Clone, Default)]
pub struct Variables {
    environment: BTreeMap<OsString, OsString>,
    file: BTreeMap<String, String>,
}

impl Variables {
    /// The environment of this process.
    pub fn of_process() -> Self {
        Self { environment: std::env::vars_os().collect(), file: BTreeMap::new() }
    }

    /// These variables and no others.
    pub fn of<K: Into<OsString>, V: Into<OsString>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        let environment = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { environment, file: BTreeMap::new() }
    }

    /// The variable as the system has it, or as the file has it.
    pub fn get_os(&self, name: &str) -> Option<&OsStr> {
        let own = self.environment.get(OsStr::new(name)).map(OsString::as_os_str);
        own.or_else(|| self.file.get(name).map(OsStr::new))
    }

    /// The variable.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn get(&self, name: &str) -> Result<Option<&str>> {
        self.get_os(name)
            .map(|value| {
                value.to_str().ok_or_else(|| {
                    Error::failure(format!("the environment variable `{name}` is not UTF-8"))
                        .hint("set it anew, or unset it")
                })
            })
            .transpose()
    }

    /// The same with what the nearest file `.env` adds, of this folder or of one above it, as Diesel looks for it: in a
    /// workspace it often lies in the root.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn with_nearest_file(self, folder: &Path) -> Result<Self> {
        match folder.ancestors().find(|folder| folder.join(".env").is_file()) {
            Some(folder) => self.with_file_of(folder),
            None => self.with_file_of(folder),
        }
    }

    /// The same with what the file `.env` of this folder adds, if there is one. The environment has the last word.
    ///
    /// # Errors
    /// When the file cannot be read or understood.
    pub fn with_file_of(mut self, folder: &Path) -> Result<Self> {
        let path = folder.join(".env");
        let shown = path.display();
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(self),
            // Virtual environments of other languages are often folders of that name.
            Err(error) if error.kind() == ErrorKind::IsADirectory => return Ok(self),
            Err(error) => {
                let unreadable = Error::failure(format!("cannot read {shown}")).because(error);
                return Err(unreadable.hint("make it readable for this user, or move it away"));
            }
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
            Error::failure(format!("{shown}:{line}: the file is not UTF-8")).hint("save it with the encoding UTF-8")
        })?;
        for item in dotenvy::from_read_iter(text.as_bytes()) {
            let (name, value) = item.map_err(|error| malformed(&path, text, &error))?;
            self.file.insert(name, value);
        }
        Ok(self)
    }

    /// The string with its variables put in.
    pub(super) fn expand(&self, text: &Text) -> Result<String> {
        let mut expanded = String::new();
        for part in text.parts()? {
            match part {
                Part::Literal(literal) => expanded.push_str(literal),
                Part::Variable { name, fallback } => {
                    let value = self.get(name).map_err(|error| text.error(error))?;
                    match (value, fallback) {
                        (Some(value), None) => expanded.push_str(value),
                        // As in a shell, the fallback of `:-` also stands in for an empty value.
                        (Some(value), Some(_)) if !value.is_empty() => expanded.push_str(value),
                        (_, Some(fallback)) => expanded.push_str(fallback),
                        (None, None) => return Err(missing(text, name)),
                    }
                }
            }
        }
        Ok(expanded)
    }
}

fn missing(text: &Text, name: &str) -> Error {
    text.error(format_args!("`{}` needs the environment variable `{name}`, which is not set", text.path))
        .hint(format!("set it, write it to the file .env beside the settings, or give a fallback: `${{{name}:-…}}`"))
}

/// The line is named and not shown: it may hold a password.
fn malformed(path: &Path, text: &str, error: &dotenvy::Error) -> Error {
    let line = match error {
        dotenvy::Error::LineParse(line, _) => text.find(line.as_str()).map(|at| {
            let before = text.get(..at).unwrap_or_default();
            before.matches('\n').count() + 1
        }),
        _ => None,
    };
    let place = line.map_or_else(|| path.display().to_string(), |line| format!("{}:{line}", path.display()));
    Error::failure(format!("{place}: this is not a line of a .env file"))
        .hint("lines are NAME=value; a value with blanks, quotes or `#` stands in single quotes")
}

/// Names only: values may be passwords.
impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables")
            .field("environment", &self.environment.keys())
            .field("file", &self.file.keys())
            .finish()
    }
}
