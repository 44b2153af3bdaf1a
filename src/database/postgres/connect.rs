use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio_postgres::config::{ChannelBinding, SslMode};
use tokio_postgres::{Client, Config, SimpleQueryMessage};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::error::of_client;
use crate::database::server::{Cancellable, Refusal, block_on, client_config, spawn};
use crate::database::session::{SqlError, SqlErrorKind};
use crate::error::{Error, Result};
use crate::interruption;
use crate::settings::{Host, ServerAddress, TlsMode, WantedSession};

/// How often it is looked whether the process is asked to end.
const LOOK: Duration = Duration::from_millis(25);

/// A connection, and what goes with it.
pub(super) struct Connected {
    pub(super) client: Client,
    pub(super) ended: Arc<Mutex<Option<SqlError>>>,
    pub(super) cancellable: Cancellable,
    /// Whether backslashes in plain strings escape what follows: `standard_conforming_strings` is off.
    pub(super) reads_backslashes: bool,
}

/// Tries the hosts in their order, each in the ways that the mode of TLS allows.
pub(super) fn connect(address: &ServerAddress) -> Result<Connected> {
    let tls = MakeRustlsConnect::new(client_config(&address.tls, address.postgres.tls)?);
    let mut failed = None;
    for host in &address.hosts {
        for mode in ways(address.tls.mode, host) {
            match attempt(address, host, *mode, &tls) {
                Ok(connected) => match unwanted(&connected.client, address.postgres.session) {
                    None => return Ok(connected),
                    Some(why) => {
                        let refused = Refusal::new(
                            format!("{why}, and `target_session_attrs` wants another"),
                            "name a host that takes changes, or leave `target_session_attrs` out",
                        );
                        failed.get_or_insert(refused.error(address));
                        break;
                    }
                },
                Err(error) => {
                    interruption::check()?;
                    let other_way = matters(&error);
                    let refused = refusal(&error, address, host);
                    // What the better way says is the reason; the second is only another try.
                    failed.get_or_insert(refused.error(address).because(error.told()));
                    if !other_way {
                        break;
                    }
                }
            }
        }
    }
    Err(failed.unwrap_or_else(|| Error::failure(format!("{address} names no host"))))
}

/// libpq's order.
fn ways(mode: TlsMode, host: &Host) -> &'static [SslMode] {
    match mode {
        // A socket is secret by itself.
        _ if host.is_socket() => &[SslMode::Disable],
        TlsMode::Disable => &[SslMode::Disable],
        TlsMode::Allow => &[SslMode::Disable, SslMode::Require],
        TlsMode::Prefer => &[SslMode::Prefer, SslMode::Disable],
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => &[SslMode::Require],
    }
}

/// Whether TLS could be the reason: a server says with one code that it wants it, and that it does not.
fn matters(error: &Failure) -> bool {
    match error {
        Failure::Late | Failure::Asked => false,
        Failure::Driver(error) => match error.code() {
            Some(code) => code.code() == "28000",
            None => error.to_string().contains("TLS"),
        },
    }
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the time of `connect_timeout` is over")]
    Late,
    #[error("the process was asked to end")]
    Asked,
    #[error(transparent)]
    Driver(#[from] tokio_postgres::Error),
}

impl Failure {
    /// In the words of the server, or of the system.
    fn told(&self) -> SqlError {
        match self {
            Self::Driver(error) => of_client(error),
            Self::Late | Self::Asked => SqlError::new(self.to_string(), SqlErrorKind::ConnectionLost),
        }
    }
}

/// What is said of the line itself.
fn arrange(config: &mut Config, address: &ServerAddress) {
    let line = &address.postgres;
    config.channel_binding(match line.channel_binding {
        None => ChannelBinding::Prefer,
        Some(true) => ChannelBinding::Require,
        Some(false) => ChannelBinding::Disable,
    });
    config.keepalives(!line.no_keepalives);
    if let Some(time) = line.keepalives_idle {
        config.keepalives_idle(time);
    }
    if let Some(time) = line.keepalives_interval {
        config.keepalives_interval(time);
    }
    if let Some(count) = line.keepalives_count {
        config.keepalives_retries(count);
    }
    if let Some(time) = line.user_timeout {
        config.tcp_user_timeout(time);
    }
}

/// Whether the session is what `target_session_attrs` asks for, in words if it is not.
fn unwanted(client: &Client, wanted: WantedSession) -> Option<&'static str> {
    let (query, why) = match wanted {
        WantedSession::Any => return None,
        WantedSession::ReadWrite => ("SHOW transaction_read_only", "its sessions are read-only"),
        WantedSession::Primary => ("SELECT pg_catalog.pg_is_in_recovery()", "it follows another server"),
    };
    let rows = block_on(client.simple_query(query)).unwrap_or_default();
    let value = rows.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    // Who does not answer is found out with the next statement.
    matches!(value, Some("on" | "t")).then_some(why)
}

fn attempt(address: &ServerAddress, host: &Host, mode: SslMode, tls: &MakeRustlsConnect) -> Result<Connected, Failure> {
    let mut config = Config::new();
    config.host(&host.name).port(host.port).user(&address.user).dbname(&address.database).ssl_mode(mode);
    arrange(&mut config, address);
    config.application_name(address.application_name.as_deref().unwrap_or("manage"));
    if let Some(password) = &address.password {
        config.password(password.expose());
    }
    if let Some(options) = &address.options {
        config.options(options);
    }
    let begin = Instant::now();
    let (client, connection) = block_on(async {
        let mut connecting = pin!(config.connect(tls.clone()));
        loop {
            match tokio::time::timeout(LOOK, connecting.as_mut()).await {
                Ok(connected) => break connected.map_err(Failure::from),
                // No statement runs that could be cancelled.
                Err(_) if interruption::check().is_err() => break Err(Failure::Asked),
                Err(_) if address.connect_timeout.is_some_and(|limit| begin.elapsed() >= limit) => {
                    break Err(Failure::Late);
                }
                Err(_) => {}
            }
        }
    })?;
    let reads_backslashes = connection.parameter("standard_conforming_strings") == Some("off");
    let ended = Arc::new(Mutex::new(None));
    let last_words = Arc::clone(&ended);
    spawn(async move {
        if let Err(error) = connection.await {
            *last_words.lock().unwrap_or_else(PoisonError::into_inner) = Some(of_client(&error));
        }
    });
    let (token, tls) = (client.cancel_token(), tls.clone());
    let cancellable = Cancellable::new(move || {
        let (token, tls) = (token.clone(), tls.clone());
        async move { _ = token.cancel_query(tls).await }
    });
    Ok(Connected { client, ended, cancellable, reads_backslashes })
}

fn refusal(failure: &Failure, address: &ServerAddress, host: &Host) -> Refusal {
    let Failure::Driver(error) = failure else { return Refusal::of_time() };
    let Some(said) = error.as_db_error() else { return Refusal::of(error) };
    let (user, database) = (&address.user, &address.database);
    match said.code().code() {
        "28P01" => Refusal::new(
            format!("it refuses the password of the user `{user}`"),
            "check the user and the password in the settings, the URL, `PGPASSWORD` or `~/.pgpass`",
        ),
        "28000" => Refusal::new(
            format!("it does not let the user `{user}` in"),
            format!(
                "check the user, and the line for this user, database and host in the server's `pg_hba.conf`{}",
                if host.is_socket() { " (`peer` wants the system's user of that name)" } else { "" }
            ),
        ),
        "3D000" => Refusal::new(
            format!("there is no database `{database}`"),
            format!("make it (`createdb {database}`, or `diesel database setup`), or check its name in the settings"),
        ),
        "53300" => Refusal::new("it has no connection left", "end others, or raise `max_connections` of the server"),
        "57P03" => Refusal::new("it is starting or stopping", "run the command again in a moment"),
        _ => Refusal::new("it refuses the connection", "look at what it says, and at its log"),
    }
}
