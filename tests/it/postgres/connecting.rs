//! Connections that are not had, each with its reason; TLS in all the ways of libpq; lines that are cut.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use crate::process::{Process, until};
use crate::project::{Project, Run};
use crate::servers::{Held, Kind, Moment, PASS, Proxy, Role};
use crate::together::add;

/// A project on the server with one migration, which notes whether the line is secret.
fn project() -> Project {
    let project = Project::postgres("");
    let look = "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    add(&project, "1_look", &format!("CREATE TABLE seen AS {look};\n"), "DROP TABLE seen;\n");
    project
}

fn lead_to(project: &Project, url: &str) {
    project.write(
        "settings.json",
        format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]}}}}}}"#),
    );
}

#[track_caller]
fn fails(project: &Project, url: &str, texts: &[&str]) -> Run {
    lead_to(project, url);
    let run = project.manage(["migrate"]).expect(6);
    says(&run, texts);
    run
}

#[track_caller]
fn says(run: &Run, texts: &[&str]) {
    for text in texts {
        assert!(run.stderr.contains(text), "{text}:\n{}", run.stderr);
    }
    assert!(
        !run.stderr.contains("hush") && !run.stdout.contains("hush") && !run.stderr.contains("panicked"),
        "{}",
        run.stderr
    );
}

/// What stands behind the scheme.
fn rest(url: &str) -> &str {
    url.split_once("://").expect("a URL").1
}

#[test]
fn a_connection_that_is_not_had_says_why() {
    let project = project();
    let database = project.database();
    let (server, name) = (database.server, &database.name);
    let url = database.url();
    fails(
        &project,
        &url.replace("hush-manage_creator", "hush-wrong"),
        &[
            "cannot connect to postgres://manage_creator@[SERVER]/[DATABASE]: it refuses the password of the user `manage_creator`",
            "password authentication failed for user \"manage_creator\" (SQLSTATE 28P01)",
            "hint: check the user and the password in the settings, the URL, `PGPASSWORD` or `~/.pgpass`",
        ],
    );
    fails(
        &project,
        &url.replace(":hush-manage_creator", ""),
        &["the server wants a password, and there is none", "hint: set it in the settings"],
    );
    fails(
        &project,
        &url.replace("manage_creator:hush", "manage_nobody:hush"),
        &["it refuses the password of the user `manage_nobody`"],
    );
    fails(
        &project,
        &server.url(Role::Creator, "test_nowhere"),
        &[
            "there is no database `test_nowhere`",
            "database \"test_nowhere\" does not exist (SQLSTATE 3D000)",
            "hint: make it (`createdb test_nowhere`, or `diesel database setup`), or check its name in the settings",
        ],
    );
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    fails(
        &project,
        &server.url_at(Role::Creator, "127.0.0.1", taken, name),
        &[
            "nobody listens there",
            "Connection refused",
            "hint: start the server, or check the host and the port in the settings",
        ],
    );
    fails(
        &project,
        &server.url_at(Role::Creator, "no-such-host.invalid", 5432, name),
        &["there is no such host", "hint: check the host in the settings, or the name server"],
    );
    fails(&project, &format!("{url}?host=/no/such/folder"), &["there is no such socket"]);
    // What only looks says the same, and makemigrations, which needs a scratch database.
    for arguments in [["showmigrations"], ["makemigrations"]] {
        lead_to(&project, &url.replace("hush-manage_creator", "hush-wrong"));
        project.models("#[derive(Model)]\npub struct User {\n    pub id: i64,\n}\n");
        let run = project.manage(arguments).expect(6);
        says(&run, &["it refuses the password of the user `manage_creator`"]);
    }
    assert_eq!(project.migrations("default").len(), 1, "nothing is written");
}

/// Answers the first message of whoever comes, and says nothing more.
fn strange(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.expect("a stream");
            let _ = stream.read(&mut [0; 512]);
            let _ = stream.write_all(answer);
            if answer.is_empty() {
                kept.push(stream);
            }
        }
    });
    port
}

#[test]
fn what_is_no_such_server_is_told_from_one_that_is_silent() {
    let project = project();
    let database = project.database();
    let at = |port: u16, more: &str| {
        format!("{}{more}", database.server.url_at(Role::Creator, "127.0.0.1", port, &database.name))
    };
    let web = strange(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    fails(
        &project,
        &at(web, "?sslmode=disable"),
        &["the server did not answer as one", "hint: check that the host and the port are those of such a server"],
    );
    let plain = strange(b"N");
    fails(
        &project,
        &at(plain, "?sslmode=require"),
        &[
            "the server does not speak TLS",
            "hint: turn TLS on in the server, or allow a plain connection: `sslmode=prefer`",
        ],
    );
    let silent = strange(b"");
    fails(
        &project,
        &at(silent, "?connect_timeout=1"),
        &[
            "there was no answer in time",
            "hint: check the host, the port and firewalls between, or raise `connect_timeout`",
        ],
    );
    // Who does not want to wait is not kept.
    lead_to(&project, &at(silent, ""));
    let run = Process::start(&mut project.command(["migrate"]));
    run.says("Migrating ");
    run.signal("INT");
    run.ends(&project).expect(130);
}

#[test]
fn tls_in_the_ways_of_libpq() {
    let project = project();
    let database = project.database();
    let server = database.server;
    let [right, stranger] = ["ca.pem", "stranger.pem"].map(|name| format!("sslrootcert={}", server.certificate(name)));
    let by_address = server.url_at(Role::Creator, "127.0.0.1", server.port, &database.name);
    let by_name = database.url();
    let seen = |url: &str| {
        lead_to(&project, url);
        project.manage(["migrate"]).ok();
        let seen = database.sql("SELECT ssl FROM seen");
        project.manage(["downgrade", "base"]).ok();
        seen
    };
    for (mode, secret) in [("disable", "f\n"), ("allow", "f\n"), ("prefer", "t\n"), ("require", "t\n")] {
        assert_eq!(seen(&format!("{by_name}?sslmode={mode}")), secret, "{mode}");
        assert_eq!(seen(&format!("{by_address}?sslmode={mode}")), secret, "{mode}");
    }
    assert_eq!(seen(&by_name), "t\n");
    for mode in ["verify-ca", "verify-full"] {
        assert_eq!(seen(&format!("{by_name}?sslmode={mode}&{right}")), "t\n", "{mode}");
        fails(
            &project,
            &format!("{by_name}?sslmode={mode}&{stranger}"),
            &["there is no TLS connection to be had", "UnknownIssuer", "hint: check `sslmode` and `sslrootcert`"],
        );
        lead_to(&project, &format!("{by_name}?sslmode={mode}"));
        let run = project.manage(["migrate"]).expect(6);
        says(&run, &["no root certificate is named", "hint: name its file with `sslrootcert=FILE`"]);
    }
    // With a root at hand, `require` looks at the signature, too.
    assert_eq!(seen(&format!("{by_name}?sslmode=require&{right}")), "t\n");
    fails(&project, &format!("{by_name}?sslmode=require&{stranger}"), &["there is no TLS connection to be had"]);
    for (version, shown) in [("TLSv1.2", "TLSv1.2\n"), ("TLSv1.3", "TLSv1.3\n")] {
        let end = if version == "TLSv1.2" { "max" } else { "min" };
        lead_to(&project, &format!("{by_name}?sslmode=require&ssl_{end}_protocol_version={version}"));
        project.manage(["migrate"]).ok();
        assert_eq!(database.sql("SELECT version FROM seen"), shown);
        project.manage(["downgrade", "base"]).ok();
    }
}

#[test]
fn who_the_certificate_is_for_is_looked_at_by_verify_full_alone() {
    let project = project();
    let database = project.database();
    let server = database.server;
    let right = format!("sslrootcert={}", server.certificate("ca.pem"));
    let proxy = Proxy::elsewhere(server);
    let url = server.url_at(Role::Creator, "127.0.0.2", proxy.port, &database.name);
    lead_to(&project, &format!("{url}?sslmode=verify-ca&{right}"));
    project.manage(["migrate"]).ok();
    lead_to(&project, &format!("{url}?sslmode=verify-full&{right}"));
    let run = project.manage(["showmigrations"]).expect(6);
    says(&run, &["there is no TLS connection to be had", "certificate not valid for name \"127.0.0.2\""]);
}

#[test]
fn a_certificate_of_the_client_is_shown() {
    let project = project();
    let database = project.database();
    let server = database.server;
    database.sql("SELECT 1");
    let url = format!(
        "postgres://{}@{}:{}/{}",
        Role::Certified.name(Kind::Postgres),
        server.host,
        server.port,
        database.name
    );
    let [certificate, key] = ["client.pem", "client.key"].map(|name| server.certificate(name));
    lead_to(&project, &format!("{url}?sslmode=require&sslcert={certificate}&sslkey={key}"));
    project.manage(["migrate"]).ok();
    for (parameters, texts) in [
        (
            "sslmode=require".to_owned(),
            &[
                "it does not let the user `manage_certified` in",
                "connection requires a valid client certificate (SQLSTATE 28000)",
            ] as &[&str],
        ),
        (
            format!("sslmode=require&sslcertmode=disable&sslcert={certificate}&sslkey={key}"),
            &["connection requires a valid client certificate"],
        ),
        (
            format!("sslmode=require&sslcert={certificate}&sslkey=/no/such.key"),
            &["cannot use /no/such.key for TLS", "No such file", "hint: check the path, who may read it"],
        ),
        (
            format!("sslmode=require&sslcert={key}&sslkey={key}"),
            &["client.key holds no certificate", "BEGIN CERTIFICATE"],
        ),
        (format!("sslmode=require&sslcert={certificate}"), &["there is `sslcert` without `sslkey`"]),
        ("sslmode=disable".to_owned(), &["it does not let the user `manage_certified` in"]),
    ] {
        fails(&project, &format!("{url}?{parameters}"), texts);
    }
}

#[test]
fn a_server_that_stops_in_the_middle_leaves_nothing_half_done() {
    let project = Project::postgres("");
    let database = project.database();
    add(&project, "1_create", "CREATE TABLE a (i INTEGER);\n", "DROP TABLE a;\n");
    project.manage(["migrate"]).ok();
    add(&project, "2_fill", &format!("INSERT INTO a VALUES (1);\n{PASS};\n"), "DELETE FROM a;\n");
    let proxy = Proxy::to(database.server);
    let by_way = database.server.url_at(Role::Creator, "127.0.0.1", proxy.port, &database.name);
    for mode in ["disable", "require"] {
        let proxy = if mode == "disable" { None } else { Some(Proxy::to(database.server)) };
        let port = proxy.as_ref().map(|proxy| proxy.port.to_string());
        let url = port.map_or(by_way.clone(), |port| by_way.replace(&self::port(&by_way), &port));
        lead_to(&project, &format!("{url}?sslmode={mode}"));
        let gate = Held::gate(database);
        let run = Process::start(&mut project.command(["migrate"]));
        until("it is at the gate", || database.at_the_gate() == 1);
        match &proxy {
            Some(proxy) => proxy.cut(),
            None => self::cut(&run, database),
        }
        let run = run.ends(&project).expect(6);
        says(
            &run,
            &[
                "hint: the server stopped, ended the session, or the network between was cut: look at the server's log, then run the command again",
            ],
        );
        drop(gate);
        until("the session is gone", || database.sessions().is_empty());
        assert_eq!(database.sql("SELECT count(*) FROM a"), "0\n");
    }
    lead_to(&project, &database.url());
    project.manage(["migrate"]).ok();
    assert_eq!(database.sql("SELECT count(*) FROM a"), "1\n");
    drop(proxy);
}

fn port(url: &str) -> String {
    rest(url).rsplit_once(':').and_then(|(_, rest)| rest.split('/').next()).expect("a port").to_owned()
}

/// Ends the sessions of `manage` as a server that stops does.
fn cut(run: &Process, database: &crate::servers::Database) {
    assert!(run.id() > 0);
    database.sql_as(Role::Admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'manage%'");
}

#[test]
fn a_scratch_database_whose_maker_is_cut_off_goes_with_the_next() {
    let project = Project::postgres("#[derive(Model)]\npub struct User {\n    pub id: i64,\n}\n");
    let database = project.database();
    add(&project, "1_by_hand", "CREATE TABLE by_hand (id BIGINT PRIMARY KEY);\n", "DROP TABLE by_hand;\n");
    let proxy = Proxy::cut_at(database.server, Moment::Before("CREATE TABLE by_hand".to_owned()));
    let url = database.server.url_at(Role::Creator, "127.0.0.1", proxy.port, &database.name);
    lead_to(&project, &format!("{url}?sslmode=disable"));
    let run = Process::start(&mut project.command(["makemigrations", "--no-input"]));
    let own = format!("_{}_", run.id());
    let run = run.ends(&project);
    assert!(proxy.is_cut());
    assert_ne!(run.code, 0, "{}", run.stderr);
    says(&run, &["hint: "]);
    assert_eq!(project.migrations("default").len(), 1, "nothing is written");
    lead_to(&project, &database.url());
    // The server ends the sessions that were cut off as soon as it notices.
    until("the scratch database is gone", || {
        project.manage(["makemigrations", "--dry-run", "--drop", "by_hand"]).ok();
        database.scratch_databases(&own).is_empty()
    });
}
