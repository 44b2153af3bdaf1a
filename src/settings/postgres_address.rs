use std::path::{Path, PathBuf};

use super::own_user::own_user;
use super::server_parameters::{ServerParameters, roots};
use super::{Host, Password, PostgresLine, Roots, ServerAddress, Tls, TlsMode, Variables, password_file};
use crate::dialect::Driver;

/// What libpq takes from the environment where neither the URL nor a key says it.
const VARIABLES: [(&str, &str); 33] = [
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
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGSSLCERTMODE", "sslcertmode"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
    ("PGGSSDELEGATION", "gssdelegation"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
];

const KNOWN: [&str; 25] = [
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
    "channel_binding",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "sslcertmode",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
];

/// What libpq takes for the session from the environment, and what the setting is called there.
const SESSION_VARIABLES: [(&str, &str); 2] = [("PGDATESTYLE", "datestyle"), ("PGGEQO", "geqo")];

/// What libpq has and this has not, with what to do instead.
const REFUSED: [(&str, &str); 23] = [
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
    ("gssdelegation", "Kerberos is not spoken"),
    ("min_protocol_version", "the protocol is 3.0, which every server speaks"),
    ("sslkeylogfile", "the keys of connections are not written down"),
    ("scram_client_key", "give the password itself"),
    ("scram_server_key", "give the password itself"),
    ("oauth_issuer", "OAuth is not spoken"),
    ("oauth_client_id", "OAuth is not spoken"),
    ("oauth_client_secret", "OAuth is not spoken"),
    ("oauth_scope", "OAuth is not spoken"),
    ("replication", "migrations do not run on a connection for replication"),
    ("sslsni", "the name of the host is always said to the server"),
];

/// What changes nothing that could be noticed, with the values for which that is so; none: for all.
const OF_NO_CONSEQUENCE: [(&str, &[&str]); 10] = [
    ("sslcompression", &[]),
    ("sslsni", &["1"]),
    ("fallback_application_name", &[]),
    // Hosts in the order in which they stand are as good as any other.
    ("load_balance_hosts", &["disable", "random"]),
    ("gssdelegation", &["0"]),
    ("min_protocol_version", &["3.0"]),
    ("max_protocol_version", &["3.0", "3.2", "latest"]),
    ("replication", &["false", "off", "no", "0"]),
    ("authtype", &[]),
    ("tty", &[]),
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
    for (name, values) in OF_NO_CONSEQUENCE {
        given.0.retain(|(other, value)| other != name || !(values.is_empty() || values.contains(&value.as_str())));
    }
    let postgres = PostgresLine::of(&mut given)?;
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
        None => own_user(variables)?,
    };
    let database = given.take("dbname").unwrap_or_else(|| user.clone());
    let file = given.take_path("passfile", folder).or_else(|| home.as_ref().map(|home| home.join(".pgpass")));
    let mut notes = Vec::new();
    let password = given.take("password").or_else(|| {
        let file = file?;
        hosts.iter().find_map(|host| password_file::password(&file, host, &database, &user, &mut notes))
    });
    let mut options = given.take("options");
    for (variable, setting) in SESSION_VARIABLES {
        if let Some(value) = variables.get(variable).map_err(|error| error.to_string())? {
            let value = value.replace('\\', "\\\\").replace(' ', "\\ ");
            // What is said later counts.
            options = Some(format!("-c {setting}={value} {}", options.unwrap_or_default()).trim_end().to_owned());
        }
    }
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
        postgres,
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
    let shown = match given.take("sslcertmode").as_deref() {
        None | Some("allow") => true,
        Some("disable") => false,
        Some("require") => {
            return Err(
                "`sslcertmode=require` is not supported: name a certificate, and let the server ask for it".to_owned()
            );
        }
        Some(other) => return Err(format!("`sslcertmode` is {other:?}, not `disable` or `allow`")),
    };
    let named = (given.take_path("sslcert", folder), given.take_path("sslkey", folder));
    let identity = match named {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (Some(_), None) => return Err("there is `sslcert` without `sslkey`".to_owned()),
        (None, Some(_)) => return Err("there is `sslkey` without `sslcert`".to_owned()),
        (None, None) => of_home("postgresql.crt").zip(of_home("postgresql.key")),
    };
    Ok(Tls { mode, roots, identity: identity.filter(|_| shown) })
}

/// Where a server of this machine listens: its socket, if there is one.
fn own_host(port: u16) -> Host {
    let sockets = ["/var/run/postgresql", "/tmp"];
    let there = sockets.into_iter().find(|folder| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists());
    Host { name: there.unwrap_or("localhost").to_owned(), port }
}
