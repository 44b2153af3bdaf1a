use std::fmt;

use super::conninfo::is_conninfo;
use crate::dialect::Driver;

/// The databases that settings may name, as they are spelled there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriverName {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgresql,
    /// MySQL and MariaDB.
    Mysql,
}

impl DriverName {
    /// The driver of this name, in any of its usual spellings.
    pub fn of(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "sqlite" | "sqlite3" => Some(Self::Sqlite),
            "postgresql" | "postgres" | "pg" | "psql" | "pgsql" => Some(Self::Postgresql),
            "mysql" | "mariadb" => Some(Self::Mysql),
            _ => None,
        }
    }

    /// The driver that a URL is for: by its scheme. A text without one is PostgreSQL's `host=… dbname=…`, or the path of
    /// an SQLite file.
    pub fn of_url(url: &str) -> Result<Self, String> {
        if let Some((scheme, _)) = url.split_once("://") {
            return match scheme.to_ascii_lowercase().as_str() {
                "file" => Ok(Self::Sqlite),
                other => Self::of(other).ok_or_else(|| other.to_owned()),
            };
        }
        if is_conninfo(url) {
            return Ok(Self::Postgresql);
        }
        match url.split_once(':') {
            // One letter is a drive of Windows.
            Some((scheme, _)) if scheme.len() > 1 => Ok(Self::of(scheme).unwrap_or(Self::Sqlite)),
            _ => Ok(Self::Sqlite),
        }
    }

    /// The driver.
    pub fn driver(self) -> Driver {
        match self {
            Self::Sqlite => Driver::Sqlite,
            Self::Postgresql => Driver::Postgres,
            Self::Mysql => Driver::Mysql,
        }
    }
}

impl fmt::Display for DriverName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
            Self::Mysql => "mysql",
        })
    }
}
