use std::path::Path;

use super::own_user::own_user;
use super::server_parameters::{ServerParameters, roots};
use super::{Host, Password, PostgresLine, ServerAddress, Tls, TlsMode, Variables};
use crate::dialect::Driver;

const KNOWN: [&str; 11] = [
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "unix_socket",
    "connect_timeout",
    "ssl_mode",
    "ssl_ca",
    "ssl_cert",
    "ssl_key",
];

/// What libmysqlclient has and this has not, with what to do instead.
const REFUSED: [(&str, &str); 6] = [
    ("ssl_capath", "name one file with `ssl_ca`"),
    ("ssl_crl", "lists of revoked certificates are not read"),
    ("ssl_crlpath", "lists of revoked certificates are not read"),
    ("ssl_cipher", "the ciphers are those of TLS 1.2 and 1.3 that are sound"),
    ("tls_version", "TLS 1.2 and 1.3 are spoken"),
    ("default_auth", "the method is that which the server asks for"),
];

/// Where servers put their sockets.
const SOCKETS: [&str; 5] = [
    "/var/run/mysqld/mysqld.sock",
    "/run/mysqld/mysqld.sock",
    "/var/lib/mysql/mysql.sock",
    "/run/mysql/mysql.sock",
    "/tmp/mysql.sock",
];

/// The address that these parameters make.
pub(super) fn address(
    mut given: ServerParameters,
    variables: &Variables,
    folder: &Path,
) -> Result<ServerAddress, String> {
    for (other, name) in
        [("socket", "unix_socket"), ("ssl-mode", "ssl_mode"), ("sslmode", "ssl_mode"), ("ssl-ca", "ssl_ca")]
    {
        if let Some(value) = given.take(other) {
            given.set(name, value);
        }
    }
    for name in ["charset", "default_character_set"] {
        if let Some(charset) = given.take(name).filter(|charset| !charset.to_ascii_lowercase().starts_with("utf8")) {
            return Err(format!("`{name}` is {charset:?}: migrations are UTF-8, which is `utf8mb4`"));
        }
    }
    let ca = given.take_path("ssl_ca", folder);
    let mode = match given.take("ssl_mode").map(|mode| mode.to_ascii_uppercase().replace('-', "_")).as_deref() {
        // A certificate that is named is there to be used.
        None if ca.is_some() => TlsMode::VerifyCa,
        None | Some("PREFERRED" | "PREFER") => TlsMode::Prefer,
        Some("DISABLED" | "DISABLE") => TlsMode::Disable,
        Some("REQUIRED" | "REQUIRE") => TlsMode::Require,
        Some("VERIFY_CA") => TlsMode::VerifyCa,
        Some("VERIFY_IDENTITY" | "VERIFY_FULL") => TlsMode::VerifyFull,
        Some(other) => {
            return Err(format!(
                "`ssl_mode` is {other:?}, not `DISABLED`, `PREFERRED`, `REQUIRED`, `VERIFY_CA` or `VERIFY_IDENTITY`"
            ));
        }
    };
    let identity = match (given.take_path("ssl_cert", folder), given.take_path("ssl_key", folder)) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err("`ssl_cert` and `ssl_key` are given together".to_owned()),
    };
    let connect_timeout = given.take_connect_timeout()?;
    let socket = given.take("unix_socket");
    let said_port = given.0.iter().any(|(name, _)| name == "port");
    let mut hosts = given.take_hosts(3306)?;
    given.take("port");
    if hosts.len() > 1 {
        return Err("MySQL is reached at one host".to_owned());
    }
    let local = hosts.first().is_none_or(|host| host.name == "localhost") && !said_port;
    // `localhost` is the socket for MySQL's own clients; a port says that it is not meant.
    let socket = socket.or_else(|| {
        let there = SOCKETS.into_iter().find(|socket| local && Path::new(socket).exists());
        there.map(str::to_owned)
    });
    if let Some(name) = socket {
        hosts = vec![Host { name, port: 3306 }];
    } else if hosts.is_empty() {
        hosts.push(Host { name: "localhost".to_owned(), port: 3306 });
    }
    let user = given.take("user").map_or_else(|| own_user(variables), Ok)?;
    let password = given.take("password").map(Password::new);
    let database = given.take("dbname").ok_or("there is no database: name one in the URL, or as `database`")?;
    given.finish("MySQL", &KNOWN, &REFUSED)?;
    Ok(ServerAddress {
        driver: Driver::Mysql,
        hosts,
        user,
        password,
        database,
        tls: Tls { mode, roots: roots(ca), identity },
        connect_timeout,
        options: None,
        application_name: None,
        lock_timeout: None,
        statement_timeout: None,
        postgres: PostgresLine::default(),
        notes: Vec::new(),
    })
}
