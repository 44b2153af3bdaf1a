use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::{Password, PostgresLine};
use crate::dialect::Driver;

/// A database on a server, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress {
    pub(crate) driver: Driver,
    /// Where the server may be, in the order to try.
    pub(crate) hosts: Vec<Host>,
    pub(crate) user: String,
    pub(crate) password: Option<Password>,
    pub(crate) database: String,
    pub(crate) tls: Tls,
    /// How long a host may take to answer.
    pub(crate) connect_timeout: Option<Duration>,
    /// Settings of the session, in the form of PostgreSQL's `options`.
    pub(crate) options: Option<String>,
    pub(crate) application_name: Option<String>,
    /// How long a statement waits for locks.
    pub(crate) lock_timeout: Option<Duration>,
    /// How long a statement may take.
    pub(crate) statement_timeout: Option<Duration>,
    /// What only PostgreSQL's clients are told.
    pub(crate) postgres: PostgresLine,
    /// What was passed over, to be told when the server refuses the password.
    pub(crate) notes: Vec<String>,
}

/// A place that a server listens at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    /// A name, an IP address, or what a Unix socket has: a directory for PostgreSQL, a file for MySQL.
    pub(crate) name: String,
    pub(crate) port: u16,
}

impl Host {
    /// Whether it is a Unix socket.
    pub(crate) fn is_socket(&self) -> bool {
        self.name.starts_with(['/', '@'])
    }
}

/// How a connection is kept secret, and what is asked of the server's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tls {
    pub(crate) mode: TlsMode,
    pub(crate) roots: Roots,
    /// The certificate and the key that the client shows.
    pub(crate) identity: Option<(PathBuf, PathBuf)>,
}

/// In the words of PostgreSQL; MySQL's mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlsMode {
    /// Never.
    Disable,
    /// Where the server insists.
    Allow,
    /// Where the server can.
    Prefer,
    /// Always, with whomever.
    Require,
    /// Always, with a server whose certificate somebody trusted has signed.
    VerifyCa,
    /// Always, and the certificate is for this host.
    VerifyFull,
}

/// Who is trusted to sign certificates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Roots {
    /// Nobody was named.
    Unnamed,
    /// Those whom the system trusts.
    System,
    /// Those of a file.
    File(PathBuf),
}

impl ServerAddress {
    /// Another database of the same server.
    pub(crate) fn with_database(&self, name: &str) -> Self {
        Self { database: name.to_owned(), ..self.clone() }
    }
}

/// As it may be shown: without the password.
impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.driver == Driver::Mysql { "mysql" } else { "postgres" };
        write!(f, "{scheme}://{}@", self.user)?;
        let mut separator = "";
        for host in &self.hosts {
            match host.is_socket() {
                true if self.driver == Driver::Mysql => write!(f, "{separator}{}", host.name)?,
                true => write!(f, "{separator}{}/.s.PGSQL.{}", host.name, host.port)?,
                false if host.name.contains(':') => write!(f, "{separator}[{}]:{}", host.name, host.port)?,
                false => write!(f, "{separator}{}:{}", host.name, host.port)?,
            }
            separator = ",";
        }
        write!(f, "/{}", self.database)
    }
}
