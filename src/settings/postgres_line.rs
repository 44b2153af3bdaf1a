use std::time::Duration;

use super::server_parameters::ServerParameters;

/// How a line to PostgreSQL is kept and what is asked of the session behind it, as far as libpq can be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PostgresLine {
    /// Whether the password's proof is bound to the TLS connection; `None`: where both sides can.
    pub(crate) channel_binding: Option<bool>,
    /// Which versions of TLS are spoken.
    pub(crate) tls: TlsVersions,
    /// What the session has to be: the next host is tried otherwise.
    pub(crate) session: WantedSession,
    /// Whether nobody asks a silent server now and then if it is there still.
    pub(crate) no_keepalives: bool,
    pub(crate) keepalives_idle: Option<Duration>,
    pub(crate) keepalives_interval: Option<Duration>,
    pub(crate) keepalives_count: Option<u32>,
    /// How long what was sent may stay without an answer of the network.
    pub(crate) user_timeout: Option<Duration>,
}

/// What a session has to be for its host to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum WantedSession {
    /// Anything.
    #[default]
    Any,
    /// One whose transactions may write.
    ReadWrite,
    /// One of a server that follows no other.
    Primary,
}

/// Which versions of TLS are spoken, of the two that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum TlsVersions {
    /// 1.2 and 1.3.
    #[default]
    Both,
    /// 1.2 alone.
    Older,
    /// 1.3 alone.
    Newer,
}

impl PostgresLine {
    /// Takes out what is said of it.
    ///
    /// # Errors
    /// With what is wrong, or cannot be had.
    pub(super) fn of(given: &mut ServerParameters) -> Result<Self, String> {
        let channel_binding = match given.take("channel_binding").as_deref() {
            None | Some("prefer") => None,
            Some("require") => Some(true),
            Some("disable") => Some(false),
            Some(other) => {
                return Err(format!("`channel_binding` is {other:?}, not `disable`, `prefer` or `require`"));
            }
        };
        let session = match given.take("target_session_attrs").as_deref() {
            None | Some("any") => WantedSession::Any,
            Some("read-write") => WantedSession::ReadWrite,
            Some("primary") => WantedSession::Primary,
            Some(other) => {
                return Err(format!(
                    "`target_session_attrs` is {other:?}: migrations write, so it is `any`, `read-write` or `primary`"
                ));
            }
        };
        let no_keepalives = given.take("keepalives").is_some_and(|value| value == "0");
        Ok(Self {
            channel_binding,
            tls: versions(given)?,
            session,
            no_keepalives,
            keepalives_idle: number(given, "keepalives_idle")?.map(seconds),
            keepalives_interval: number(given, "keepalives_interval")?.map(seconds),
            keepalives_count: number(given, "keepalives_count")?,
            user_timeout: number(given, "tcp_user_timeout")?.map(|time| Duration::from_millis(time.into())),
        })
    }
}

fn seconds(number: u32) -> Duration {
    Duration::from_secs(number.into())
}

/// A number, none for 0 or less, which is the system's own.
fn number(given: &mut ServerParameters, name: &str) -> Result<Option<u32>, String> {
    let Some(text) = given.take(name) else { return Ok(None) };
    match text.trim().parse::<i32>() {
        Ok(number) => Ok(u32::try_from(number).ok().filter(|number| *number > 0)),
        Err(_) => Err(format!("`{name}` is {text:?}, not a number")),
    }
}

fn versions(given: &mut ServerParameters) -> Result<TlsVersions, String> {
    let mut place = |name: &str| match given.take(name) {
        None => Ok(None),
        Some(text) => {
            let known = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
            let place = known.iter().position(|known| known.eq_ignore_ascii_case(&text));
            place.map(Some).ok_or_else(|| format!("`{name}` is {text:?}, not `TLSv1.2` or `TLSv1.3`"))
        }
    };
    match (place("ssl_min_protocol_version")?, place("ssl_max_protocol_version")?) {
        (_, Some(0 | 1)) => Err("`ssl_max_protocol_version` is older than TLS 1.2, which is not spoken".to_owned()),
        (Some(3), Some(2)) => Err("`ssl_min_protocol_version` is newer than `ssl_max_protocol_version`".to_owned()),
        (Some(3), _) => Ok(TlsVersions::Newer),
        (_, Some(2)) => Ok(TlsVersions::Older),
        _ => Ok(TlsVersions::Both),
    }
}
