use std::path::{Path, PathBuf};

use super::server_parameters::{ServerParameters, roots};
use super::{Host, Password, Roots, ServerAddress, Tls, TlsMode, Variables, password_file};
use crate::dialect::Driver;

/// What libpq takes from the environment where neither the URL nor a key says it.
const VARIABLES: [(&str, &str); 24] = [
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGDATABASE", "dbname"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGPASSFILE", "passfile"),
    ("PGSSLMODE", "sslmode"),
    ("PGREQUIRESSL", "requiressl"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLCRLDIR", "sslcrldir"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGAPPNAME", "application_name"),
    ("PGOPTIONS", "options"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGCLIENTENCODING", "client_encoding"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGSERVICE", "service"),
    ("PGREQUIREPEER", "requirepeer"),
    ("PGREQUIREAUTH", "require_auth"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
];

const KNOWN: [&str; 16] = [
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "passfile",
    "connect_timeout",
    "options",
    "application_name",
    "client_encoding",
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "gssencmode",
    "target_session_attrs",
];

/// What libpq has and this has not, with what to do instead.
const REFUSED: [(&str, &str); 13] = [
    ("hostaddr", "write the address as `host`, with `sslmode` up to `verify-ca`"),
    ("service", "write the parameters of the service into the URL or the settings"),
    ("servicefile", "write the parameters of the service into the URL or the settings"),
    ("sslcrl", "lists of revoked certificates are not read"),
    ("sslcrldir", "lists of revoked certificates are not read"),
    ("sslpassword", "take the password off the key: `openssl pkey -in KEY -out KEY`"),
    ("sslnegotiation", "leave it out: every server takes the usual one"),
    ("requiressl", "write `sslmode=require`"),
    ("requirepeer", "the owner of the socket is not looked at"),
    ("require_auth", "every method that the server asks for is taken"),
    ("krbsrvname", "Kerberos is not spoken"),
    ("gsslib", "Kerberos is not spoken"),
    ("replication", "migrations do not run on a connection for replication"),
];

/// What is about the connection's innards, and changes nothing that could be noticed.
const OF_NO_CONSEQUENCE: [&str; 9] = [
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "sslcompression",
    "sslsni",
    "fallback_application_name",
    "load_balance_hosts",
];

/// The address that these parameters make, with what libpq adds.
pub(super) fn address(
    mut given: ServerParameters,
    variables: &Variables,
    folder: &Path,
) -> Result<ServerAddress, String> {
    for (variable, name) in VARIABLES {
        // A host of one's own is not to be mixed with ports of elsewhere, but that is what libpq does.
        if !given.0.iter().any(|(other, _)| other == name)
            && let Some(value) = variables.get(variable).map_err(|error| error.to_string())?
        {
            given.add(name, value.to_owned());
        }
    }
    if let Some(encoding) = given.take("client_encoding") {
        let plain: String = encoding.chars().filter(char::is_ascii_alphanumeric).collect();
        if !["utf8", "unicode", "auto"].contains(&plain.to_ascii_lowercase().as_str()) {
            return Err(format!("`client_encoding` is {encoding:?}: migrations are UTF-8"));
        }
    }
    if given.take("gssencmode").is_some_and(|mode| mode == "require") {
        return Err(
            "`gssencmode=require` is not supported: Kerberos is not spoken, use `sslmode=verify-full`".to_owned()
        );
    }
    match given.take("target_session_attrs").as_deref() {
        None | Some("any" | "read-write" | "primary") => {}
        Some(other) => return Err(format!("`target_session_attrs` is {other:?}: migrations write")),
    }
    for name in OF_NO_CONSEQUENCE {
        given.take(name);
    }
    let home = variables.get_os("HOME").map(PathBuf::from);
    let of_home =
        |name: &str| home.as_ref().map(|home| home.join(".postgresql").join(name)).filter(|file| file.is_file());
    let tls = tls(&mut given, folder, of_home)?;
    let connect_timeout = given.take_connect_timeout()?;
    let mut hosts = given.take_hosts(5432)?;
    if hosts.is_empty() {
        let port =
            given.take("port").map_or(Ok(5432), |port| port.parse()).map_err(|_| "the port is no port".to_owned())?;
        hosts.push(own_host(port));
    }
    let user = match given.take("user") {
        Some(user) => user,
        None => own_user(variables).ok_or("there is no user: name one in the URL, or as `username`")?,
    };
    let database = given.take("dbname").unwrap_or_else(|| user.clone());
    let file = given.take_path("passfile", folder).or_else(|| home.as_ref().map(|home| home.join(".pgpass")));
    let mut notes = Vec::new();
    let password = given.take("password").or_else(|| {
        let file = file?;
        hosts.iter().find_map(|host| password_file::password(&file, host, &database, &user, &mut notes))
    });
    let options = given.take("options");
    let application_name = given.take("application_name");
    given.finish("PostgreSQL", &KNOWN, &REFUSED)?;
    Ok(ServerAddress {
        driver: Driver::Postgres,
        hosts,
        user,
        password: password.map(Password::new),
        database,
        tls,
        connect_timeout,
        options,
        application_name,
        lock_timeout: None,
        statement_timeout: None,
        notes,
    })
}

fn tls(given: &mut ServerParameters, folder: &Path, of_home: impl Fn(&str) -> Option<PathBuf>) -> Result<Tls, String> {
    let roots = match given.take("sslrootcert") {
        Some(name) if name == "system" => Roots::System,
        Some(name) => Roots::File(folder.join(name)),
        None => roots(of_home("root.crt")),
    };
    let mode = match given.take("sslmode").as_deref() {
        // The system trusts many, so that less than the host's own name says nothing.
        None if roots == Roots::System => TlsMode::VerifyFull,
        None | Some("prefer") => TlsMode::Prefer,
        Some("disable") => TlsMode::Disable,
        Some("allow") => TlsMode::Allow,
        Some("require") => TlsMode::Require,
        Some("verify-ca") => TlsMode::VerifyCa,
        Some("verify-full") => TlsMode::VerifyFull,
        Some(other) => {
            return Err(format!(
                "`sslmode` is {other:?}, not `disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`"
            ));
        }
    };
    if roots == Roots::System && mode != TlsMode::VerifyFull {
        return Err(
            "with `sslrootcert=system`, `sslmode` is `verify-full`: those are trusted for too many hosts".to_owned()
        );
    }
    let named = (given.take_path("sslcert", folder), given.take_path("sslkey", folder));
    let identity = match named {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (Some(_), None) => return Err("there is `sslcert` without `sslkey`".to_owned()),
        (None, Some(_)) => return Err("there is `sslkey` without `sslcert`".to_owned()),
        (None, None) => of_home("postgresql.crt").zip(of_home("postgresql.key")),
    };
    Ok(Tls { mode, roots, identity })
}

/// Where a server of this machine listens: its socket, if there is one.
fn own_host(port: u16) -> Host {
    let sockets = ["/var/run/postgresql", "/tmp"];
    let there = sockets.into_iter().find(|folder| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists());
    Host { name: there.unwrap_or("localhost").to_owned(), port }
}

fn own_user(variables: &Variables) -> Option<String> {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| variables.get_os(name));
    named.and_then(|name| name.to_str()).map(str::to_owned).filter(|name| !name.is_empty())
}
