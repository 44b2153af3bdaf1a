use std::fs;

use super::{load, shown};
use crate::settings::{Address, Host, Password, Roots, ServerAddress, TlsMode};

/// The server of settings with this body of a database.
fn server(database: &str, variables: &[(&str, &str)]) -> Result<ServerAddress, String> {
    let settings =
        load(format!(r#"{{"databases": {{"default": {{{database}}}}}}}"#), variables).map_err(|e| shown(&e))?;
    match settings.one(None).and_then(|database| database.address()).map_err(|error| shown(&error))? {
        Address::Postgres(server) | Address::Mysql(server) => Ok(server),
        Address::Sqlite(_) => Err("SQLite".to_owned()),
    }
}

fn url(url: &str) -> Result<ServerAddress, String> {
    server(&format!(r#""url": "{url}""#), &[("USER", "me")])
}

#[track_caller]
fn refused(text: &str, needle: &str) {
    let error = url(text).expect_err(text);
    assert!(error.contains(needle) && !error.contains("sesame"), "{error}");
}

#[test]
fn a_url_is_read_as_libpq_reads_it() {
    let server = url("postgres://a%40b:ses%2Fame%3A@db.example:5433/my%20db?sslmode=require&connect_timeout=3&application_name=x&options=-c%20jit%3Doff").unwrap();
    assert_eq!(server.hosts, [Host { name: "db.example".to_owned(), port: 5433 }]);
    assert_eq!((server.user.as_str(), server.database.as_str()), ("a@b", "my db"));
    assert_eq!(server.password.as_ref().map(Password::expose), Some("ses/ame:"));
    assert_eq!(server.tls.mode, TlsMode::Require);
    assert_eq!(server.options.as_deref(), Some("-c jit=off"));
    assert_eq!(server.connect_timeout.map(|limit| limit.as_secs()), Some(3));
    assert_eq!(server.to_string(), "postgres://a@b@db.example:5433/my db");

    for (text, name, port) in [
        ("postgres://u@%2Ftmp%2Fsock:5433/d", "/tmp/sock", 5433),
        ("postgres://u@/d?host=/tmp/sock&port=5434", "/tmp/sock", 5434),
        ("postgresql://u@[::1]:5435/d", "::1", 5435),
        ("postgres://u@h/d", "h", 5432),
    ] {
        assert_eq!(url(text).unwrap().hosts, [Host { name: name.to_owned(), port }], "{text}");
    }
    let several = url("postgres://u@one:1,two:2,three/d").unwrap().hosts;
    assert_eq!(several.iter().map(|host| host.port).collect::<Vec<_>>(), [1, 2, 5432]);
    let own = whoami::username().unwrap_or_else(|_| "me".to_owned());
    assert_eq!(url("postgres://h/").unwrap().database, own);
    assert_eq!(url("mysql://h/d").unwrap().user, own);
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    for (text, needle) in [
        ("postgres://u:sesame@h/d?sslmode=verify", "`sslmode` is \"verify\""),
        ("postgres://u:sesame@h/d?gssencmode=require", "`gssencmode=require` is not supported"),
        ("postgres://u:sesame@h/d?sslsni=0", "`sslsni` is not supported"),
        ("postgres://u:sesame@h/d?service=x", "`service` is not supported"),
        ("postgres://u:sesame@h/d?sslmod=require", "did you mean `sslmode`?"),
        ("postgres://u:sesame@h/d?sslcert=a", "`sslcert` without `sslkey`"),
        ("postgres://u:sesame@h/d?sslrootcert=system&sslmode=require", "`sslmode` is `verify-full`"),
        ("postgres://u:sesame@h/d?client_encoding=latin1", "`client_encoding` is \"latin1\""),
        ("postgres://u:sesame@h/d?connect_timeout=soon", "`connect_timeout` is \"soon\""),
        ("postgres://u:sesame@h:99999/d", "a port is a number"),
        ("postgres://u:ses/ame@h/d", "what stands behind the host is no port"),
        ("postgres://u:%zz@h/d", "two hexadecimal digits"),
        ("mysql://u:sesame@h/d?ssl_mode=MAYBE", "`ssl_mode` is \"MAYBE\""),
        ("mysql://u:sesame@h/d?ssl_crl=x", "`ssl_crl` is not supported"),
        ("mysql://u:sesame@h/d?unix_sockt=x", "did you mean `unix_socket`?"),
        ("mysql://u:sesame@h/", "there is no database"),
    ] {
        refused(text, needle);
    }
}

#[test]
fn a_url_for_mysql_has_the_names_of_its_client() {
    let server = url("mysql://u:p%25@h:3307/d?ssl_mode=verify_identity&ssl_ca=ca.pem").unwrap();
    assert_eq!((server.tls.mode, server.hosts[0].port), (TlsMode::VerifyFull, 3307));
    assert!(matches!(&server.tls.roots, Roots::File(file) if file.ends_with("ca.pem") && file.is_absolute()));
    assert_eq!(server.password.as_ref().map(Password::expose), Some("p%"));
    let socket = url("mysql://u@localhost/d?unix_socket=/tmp/my.sock").unwrap();
    assert_eq!((socket.hosts[0].name.as_str(), socket.hosts.len()), ("/tmp/my.sock", 1));
    assert_eq!(url("mysql://u@h/d").unwrap().tls.mode, TlsMode::Prefer);
}

#[test]
fn separate_keys_need_no_escapes() {
    let keys = r#""driver": "postgresql", "host": "h", "port": 5433, "username": "a@b", "password": "p/%:@",
                  "database": "d", "options": {"sslmode": "disable"}, "lock_timeout": "500ms", "statement_timeout": 2"#;
    let server = server(keys, &[]).unwrap();
    assert_eq!((server.user.as_str(), server.tls.mode), ("a@b", TlsMode::Disable));
    assert_eq!(server.password.as_ref().map(Password::expose), Some("p/%:@"));
    let limits = [server.lock_timeout, server.statement_timeout].map(|limit| limit.map(|limit| limit.as_millis()));
    assert_eq!(limits, [Some(500), Some(2000)]);
}

#[test]
fn what_the_settings_leave_open_comes_from_the_environment() {
    let given = [("PGHOST", "h"), ("PGUSER", "u"), ("PGPASSWORD", "p"), ("PGPORT", "7"), ("PGSSLMODE", "allow")];
    let server = server(r#""driver": "postgres", "database": "d", "port": 8"#, &given).unwrap();
    assert_eq!(server.hosts, [Host { name: "h".to_owned(), port: 8 }]);
    assert_eq!((server.user.as_str(), server.tls.mode, server.password.is_some()), ("u", TlsMode::Allow, true));
    let error = self::server(r#""driver": "postgres", "username": "u""#, &[("PGSERVICE", "s")]).unwrap_err();
    assert!(error.contains("`service` is not supported"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_password_file_counts_if_nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pass");
    fs::write(&file, "# comment\nother:*:*:*:no\nh:5432:d\\:x:u:se\\:same\n*:*:*:u:fall\n").unwrap();
    let read = |mode: u32, database: &str| {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let keys = format!(r#""driver": "postgres", "host": "h", "username": "u", "database": "{database}""#);
        server(&keys, &[("PGPASSFILE", file.to_str().unwrap())]).unwrap()
    };
    let password = |server: &ServerAddress| server.password.as_ref().map(|password| password.expose().to_owned());
    assert_eq!(password(&read(0o600, "d:x")).as_deref(), Some("se:same"));
    assert_eq!(password(&read(0o600, "e")).as_deref(), Some("fall"));
    let open = read(0o644, "d:x");
    assert_eq!((password(&open), open.notes.len()), (None, 1));
}

#[test]
fn a_limit_is_a_time() {
    for wrong in [r#""soon""#, "-1", "true", r#""5 parsecs""#, "1e300", r#""nan""#] {
        let keys = format!(r#""driver": "postgres", "host": "h", "username": "u", "lock_timeout": {wrong}"#);
        let error = server(&keys, &[]).expect_err(wrong);
        assert!(error.contains("lock_timeout") && error.contains("a time"), "{error}");
    }
    let error = server(r#""driver": "sqlite", "database": "d", "lock_timeout": 1"#, &[]).unwrap_err();
    assert!(error.contains("SQLite has no use for"), "{error}");
}
