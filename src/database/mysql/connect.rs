use mysql_async::{ClientIdentity, Conn, DriverError, Error as ClientError, Opts, OptsBuilder, SslOpts};

use super::client_key::client_key;
use super::error::of_client;
use crate::database::server::{Refusal, block_on, trusted};
use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::{Error, Result};
use crate::settings::{Host, ServerAddress, TlsMode};

/// Connects, and says with what, for a second connection beside it.
pub(super) fn connect(address: &ServerAddress) -> Result<(Conn, Opts)> {
    let Some(host) = address.hosts.first() else {
        return Err(Error::failure(format!("{address} names no host")));
    };
    let mut tls = match address.tls.mode {
        TlsMode::Disable => None,
        // A socket is secret by itself.
        _ if host.is_socket() => None,
        _ => Some(tls(address)?),
    };
    // Without TLS where the server has none and that is allowed; under the name that the certificate has where only its
    // signature counts.
    for _ in 0..2 {
        match attempt(address, host, tls.clone()) {
            Ok(connected) => return Ok(connected),
            Err(Failure::Driver(ClientError::Driver(DriverError::NoClientSslFlagFromServer)))
                if matches!(address.tls.mode, TlsMode::Prefer | TlsMode::Allow) =>
            {
                tls = None;
            }
            Err(failure) => match (other_name(&failure, address), tls.take()) {
                (Some(name), Some(same)) => tls = Some(same.with_danger_tls_hostname_override(Some(name))),
                _ => return Err(refusal(&failure, address).error(address).because(failure.told())),
            },
        }
    }
    match attempt(address, host, tls) {
        Ok(connected) => Ok(connected),
        Err(failure) => Err(refusal(&failure, address).error(address).because(failure.told())),
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the time of `connect_timeout` is over")]
    Late,
    #[error(transparent)]
    Driver(#[from] ClientError),
}

impl Failure {
    /// In the words of the server, or of the system.
    fn told(&self) -> SqlError {
        match self {
            Self::Driver(error) => of_client(error),
            Self::Late => SqlError::new(self.to_string(), SqlErrorKind::ConnectionLost),
        }
    }
}

fn attempt(address: &ServerAddress, host: &Host, tls: Option<SslOpts>) -> Result<(Conn, Opts), Failure> {
    let socket = host.is_socket();
    let options = OptsBuilder::default()
        .ip_or_hostname(if socket { "localhost" } else { host.name.as_str() })
        .tcp_port(host.port)
        .socket(socket.then(|| host.name.clone()))
        // Another way than the one that the settings name would make another user of it.
        .prefer_socket(false)
        .user(Some(address.user.clone()))
        .pass(address.password.as_ref().map(|password| password.expose().to_owned()))
        .db_name(Some(address.database.clone()))
        .ssl_opts(tls);
    let options = Opts::from(options);
    let connection = block_on(async {
        let connecting = Conn::new(options.clone());
        match address.connect_timeout {
            None => connecting.await.map_err(Failure::from),
            Some(limit) => {
                tokio::time::timeout(limit, connecting).await.map_err(|_| Failure::Late)?.map_err(Failure::from)
            }
        }
    })?;
    Ok((connection, options))
}

fn tls(address: &ServerAddress) -> Result<SslOpts> {
    let mut options = SslOpts::default();
    match trusted(&address.tls)? {
        None => options = options.with_danger_accept_invalid_certs(true),
        Some(roots) => {
            let roots = roots.into_iter().map(|root| root.to_vec().into()).collect();
            options = options.with_disable_built_in_roots(true).with_root_certs(roots);
        }
    }
    if let Some((certificate, key)) = &address.tls.identity {
        options = options
            .with_client_identity(Some(ClientIdentity::new(certificate.clone().into(), client_key(key)?.into())));
    }
    Ok(options)
}

/// The name that the certificate is for, where it is signed by somebody trusted and the name does not count: names are
/// looked at last.
fn other_name(failure: &Failure, address: &ServerAddress) -> Option<String> {
    if address.tls.mode == TlsMode::VerifyFull {
        return None;
    }
    let error: &(dyn std::error::Error + 'static) = failure;
    std::iter::successors(Some(error), |error| error.source()).find_map(|cause| {
        let told = cause.to_string();
        let (_, names) = told.split_once("only valid for ")?;
        // `DnsName("db.example")` or `IpAddress(127.0.0.1)`; whichever is first.
        let name = names.split_once("(\"").map_or_else(
            || names.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name),
            |(_, rest)| rest.split_once('"').map(|(name, _)| name),
        )?;
        Some(name.to_owned())
    })
}

fn refusal(failure: &Failure, address: &ServerAddress) -> Refusal {
    let Failure::Driver(error) = failure else { return Refusal::of_time() };
    let (user, database) = (&address.user, &address.database);
    match error {
        ClientError::Server(said) => match said.code {
            1044 | 1698 => Refusal::new(
                format!("it does not let the user `{user}` in"),
                format!("check the user, and what it is granted: `SHOW GRANTS FOR {user}`"),
            ),
            1045 => Refusal::new(
                format!("it refuses the user `{user}` or the password"),
                "check the user, the password and the host in the settings: for MySQL, `user@localhost` is the one of the socket",
            ),
            1049 => Refusal::new(
                format!("there is no database `{database}`"),
                format!(
                    "make it (`CREATE DATABASE {database} CHARACTER SET utf8mb4`), or check its name in the settings"
                ),
            ),
            1040 | 1203 | 1226 => {
                Refusal::new("it has no connection left", "end others, or raise `max_connections` of the server")
            }
            1130 => Refusal::new(
                "it does not let this host in",
                format!("check the host of the user `{user}` on the server"),
            ),
            _ => Refusal::new("it refuses the connection", "look at what it says, and at its log"),
        },
        other => Refusal::of(other),
    }
}
