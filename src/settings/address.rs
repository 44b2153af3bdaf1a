use std::fmt;
use std::path::{Path, PathBuf};

use super::ServerAddress;
use super::object::{closest, list};
use crate::dialect::Driver;

/// How a database is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// An SQLite file.
    Sqlite(SqliteAddress),
    /// A database on a PostgreSQL server.
    Postgres(ServerAddress),
    /// A database on a MySQL or MariaDB server.
    Mysql(ServerAddress),
}

impl Address {
    /// Who speaks there.
    pub fn driver(&self) -> Driver {
        match self {
            Self::Sqlite(_) => Driver::Sqlite,
            Self::Postgres(_) => Driver::Postgres,
            Self::Mysql(_) => Driver::Mysql,
        }
    }
}

/// As it may be shown.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(address) => write!(f, "{}", address.path.display()),
            Self::Postgres(address) | Self::Mysql(address) => address.fmt(f),
        }
    }
}

/// An SQLite file, and how it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqliteAddress {
    path: PathBuf,
    parameters: Vec<(String, String)>,
}

/// What SQLite understands behind the `?` of a URI.
const PARAMETERS: [&str; 6] = ["cache", "immutable", "mode", "nolock", "psow", "vfs"];

impl SqliteAddress {
    /// The file of this path, opened as usual.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), parameters: Vec::new() }
    }

    /// The file, from a URL as Diesel understands it (`sqlite://path`, `file:path`, a bare path), or as others write it
    /// (`sqlite:path`). A relative path starts from the folder.
    pub(crate) fn of_url(url: &str, folder: &Path) -> Result<Self, String> {
        let lower = url.to_ascii_lowercase();
        let uri = ["sqlite://", "sqlite3://", "sqlite:", "sqlite3:", "file:"]
            .into_iter()
            .find(|scheme| lower.starts_with(scheme))
            .map(|scheme| (scheme, url.get(scheme.len()..).unwrap_or_default()));
        let Some((scheme, rest)) = uri else { return Self::of_path(url, folder, Vec::new()) };
        let rest = rest.split('#').next().unwrap_or_default();
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = match path.strip_prefix("//") {
            Some(path) if scheme == "file:" => match path.find('/').map(|slash| path.split_at(slash)) {
                Some(("" | "localhost", path)) => path,
                _ => return Err("a `file:` URL has no host: it begins with `file:/` or `file:///`".to_owned()),
            },
            // SQLAlchemy's four slashes.
            Some(_) => path.get(1..).unwrap_or_default(),
            None => path,
        };
        let mut parameters = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            parameters.push((decode(name)?, decode(value)?));
        }
        Self::of_path(&decode(path)?, folder, parameters)
    }

    /// The file of this path.
    pub(super) fn of_path(path: &str, folder: &Path, parameters: Vec<(String, String)>) -> Result<Self, String> {
        let memory = parameters.iter().any(|(name, value)| name == "mode" && value == "memory");
        if path == ":memory:" || memory {
            return Err("a database in memory is gone when the command ends: name a file".to_owned());
        }
        if path.trim().is_empty() {
            return Err("the path of the database is empty".to_owned());
        }
        if path.contains('\0') {
            return Err("the path of the database holds a NUL character".to_owned());
        }
        if path.ends_with(['/', '\\']) {
            return Err(format!("`{path}` is a folder, not an SQLite file"));
        }
        if let Some((unknown, _)) = parameters.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
            let meant = closest(unknown, PARAMETERS.into_iter());
            let known = meant.map_or_else(|| list(PARAMETERS.into_iter()), |meant| format!("`{meant}`"));
            return Err(format!("SQLite has no parameter `{unknown}`, but {known}"));
        }
        Ok(Self { path: folder.join(path), parameters })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What was said beside the path, as SQLite knows it: `mode`, `cache` and the like.
    pub fn parameters(&self) -> &[(String, String)] {
        &self.parameters
    }
}

/// As SQLite decodes: a `%` without two hexadecimal digits behind it is an error here, and not silently dropped.
pub(super) fn decode(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let code = digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(code.ok_or("a `%` in a URL is followed by two hexadecimal digits (`%25` is a percent sign)")?);
    }
    String::from_utf8(bytes).map_err(|_| "the path in the URL is not UTF-8".to_owned())
}
