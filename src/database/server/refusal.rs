use std::error::Error as StdError;
use std::io::{self, ErrorKind as Io};

use crate::error::Error;
use crate::settings::ServerAddress;

/// Why a connection was not had, in the words for a person, and what helps.
pub(in crate::database) struct Refusal {
    pub(in crate::database) why: String,
    pub(in crate::database) hint: String,
}

impl Refusal {
    pub(in crate::database) fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }

    /// By what lies beneath an error of a driver: the system, or TLS.
    pub(in crate::database) fn of(error: &(dyn StdError + 'static)) -> Self {
        let chain = || chain(error);
        let told: String = chain().map(|cause| format!("{cause}\n")).collect();
        if told.contains("does not support TLS") || told.contains("does not have this capability") {
            let hint = "turn TLS on in the server, or allow a plain connection: `sslmode=prefer` (MySQL: `ssl_mode=PREFERRED`)";
            return Self::new("the server does not speak TLS", hint);
        }
        if told.contains("certificate") || told.contains("TLS") || told.contains("tls") {
            return Self::new(
                "there is no TLS connection to be had",
                "check `sslmode` and `sslrootcert` (MySQL: `ssl_mode` and `ssl_ca`), and which host the certificate is for",
            );
        }
        if told.contains("lookup") {
            return Self::new("there is no such host", "check the host in the settings, or the name server");
        }
        if told.contains("password missing") {
            return Self::new(
                "the server wants a password, and there is none",
                "set it in the settings (`\"password\": \"${DB_PASSWORD}\"`), in the URL, or in `PGPASSWORD` or `~/.pgpass`",
            );
        }
        match chain().find_map(|cause| cause.downcast_ref::<io::Error>()).map(io::Error::kind) {
            Some(Io::ConnectionRefused) => {
                Self::new("nobody listens there", "start the server, or check the host and the port in the settings")
            }
            Some(Io::TimedOut) => Self::of_time(),
            Some(Io::NotFound) => {
                Self::new("there is no such socket", "start the server, or check the path of its socket")
            }
            Some(Io::PermissionDenied) => Self::new("the socket is not for this user", "check who may use the socket"),
            Some(Io::HostUnreachable | Io::NetworkUnreachable) => {
                Self::new("the host cannot be reached", "check the network and the host in the settings")
            }
            _ => Self::new(
                "the server did not answer as one",
                "check that the host and the port are those of such a server, and look at its log",
            ),
        }
    }

    pub(in crate::database) fn of_time() -> Self {
        Self::new(
            "there was no answer in time",
            "check the host, the port and firewalls between, or raise `connect_timeout`",
        )
    }

    /// The error, caused by that of a driver.
    pub(in crate::database) fn error(self, address: &ServerAddress) -> Error {
        let error = Error::failure(format!("cannot connect to {address}: {}", self.why)).hint(self.hint);
        address.notes.iter().fold(error, Error::hint)
    }
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let this = next?;
        next = this.source();
        Some(this)
    })
}
