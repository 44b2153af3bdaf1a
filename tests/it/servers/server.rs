//! A server that runs: where it listens.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::Role;

/// What kind of server it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// PostgreSQL.
    Postgres,
    /// MariaDB.
    Mysql,
}

/// A server of `tests/servers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    /// What it is.
    pub(crate) kind: Kind,
    /// The host in URLs, which its certificate names.
    pub(crate) host: String,
    /// The port.
    pub(crate) port: u16,
    /// PostgreSQL: the folder of its socket; MariaDB: the socket.
    pub(crate) socket: PathBuf,
    /// The folder of `ca.pem`, `client.pem`, `client.key`, `stranger.pem`.
    pub(crate) certificates: PathBuf,
    /// The folder of its own programs; what is not there is called as the machine has it.
    pub(super) programs: PathBuf,
}

impl Server {
    /// PostgreSQL.
    pub(crate) fn postgres() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::postgres_of("MANAGE_TEST_POSTGRES"))
    }

    /// PostgreSQL of version 16 or later: there are projects that need one.
    pub(crate) fn newer_postgres() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::postgres_of("MANAGE_TEST_NEWER_POSTGRES"))
    }

    /// MariaDB.
    pub(crate) fn mysql() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::of(Kind::Mysql, "MANAGE_TEST_MYSQL"))
    }

    fn postgres_of(name: &str) -> Self {
        Self { programs: variable(&format!("{name}_PROGRAMS")).into(), ..Self::of(Kind::Postgres, name) }
    }

    fn of(kind: Kind, name: &str) -> Self {
        let url = variable(name);
        let (_, place) = url.rsplit_once('@').expect("a URL with a user");
        let (host, port) = place.split('/').next().and_then(|place| place.split_once(':')).expect("a host and a port");
        Self {
            kind,
            host: host.to_owned(),
            port: port.parse().expect("a port"),
            socket: variable(&format!("{name}_SOCKET")).into(),
            certificates: variable("MANAGE_TEST_CERTIFICATES").into(),
            programs: PathBuf::new(),
        }
    }

    /// One of its client programs.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        let own = self.programs.join(name);
        if own.exists() { own } else { name.into() }
    }

    /// The URL of a database for a role.
    pub(crate) fn url(&self, role: Role, database: &str) -> String {
        self.url_at(role, &self.host, self.port, database)
    }

    /// The same by way of another host and port: of a [`Proxy`](super::Proxy), or of nobody.
    pub(crate) fn url_at(&self, role: Role, host: &str, port: u16, database: &str) -> String {
        let scheme = match self.kind {
            Kind::Postgres => "postgres",
            Kind::Mysql => "mysql",
        };
        format!("{scheme}://{}:{}@{host}:{port}/{database}", role.name(self.kind), role.password(self.kind))
    }

    /// A file of the certificates.
    pub(crate) fn certificate(&self, name: &str) -> String {
        self.certificates.join(name).display().to_string()
    }
}

/// A variable of `tests/servers`, from the environment or from its file. A test without a server fails.
fn variable(name: &str) -> String {
    if let Ok(value) = std::env::var(name) {
        return value;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/servers.env");
    let text = fs::read_to_string(&file).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("export ")?.strip_prefix(name)?.strip_prefix('='));
    line.unwrap_or_else(|| panic!("{name} is not set: `tests/servers start` starts the servers that the tests need"))
        .to_owned()
}
