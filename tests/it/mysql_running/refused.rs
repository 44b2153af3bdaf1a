//! Connections that are not to be had, and roles that may not do what is asked of them: why, what helps, and nothing left
//! behind.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::process::Command;
use std::thread;

use super::scene::{ledger, settings};
use crate::project::Project;
use crate::servers::{Role, Server};
use crate::together::add;

/// `migrate` fails with these words, and tells no password.
#[track_caller]
fn fails(project: &Project, arguments: &[&str], code: i32, words: &[&str]) {
    let run = project.manage(arguments).expect(code);
    for word in words {
        assert!(run.stderr.contains(word), "`{word}` is not in\n{}", run.stderr);
    }
    let all = run.stdout + &run.stderr;
    assert!(!all.contains("hush") && !all.contains("panicked"), "{all}");
}

#[test]
fn connections() {
    let project = Project::mysql("");
    let server = Server::mysql();
    let name = project.database().name.clone();
    let url = |role: Role| server.url(role, &name);
    let own = url(Role::Creator);
    let (stranger, ca) = (server.certificate("stranger.pem"), server.certificate("ca.pem"));
    let socket = server.socket.display().to_string();
    for (url, words) in [
        (
            own.replace("hush-", "hush-no"),
            [
                "it refuses the user `manage_creator` or the password",
                "(error 1045, SQLSTATE 28000)",
                "hint: check the user",
            ],
        ),
        (
            own.replace(&server.host, "no.such.host.invalid"),
            ["there is no such host", "lookup", "hint: check the host"],
        ),
        (
            server.url_at(Role::Creator, "127.0.0.1", 1, &name),
            ["nobody listens there", "Connection refused", "hint: start the server"],
        ),
        (
            server.url(Role::Creator, "test_nowhere"),
            [
                "there is no database `test_nowhere`",
                "(error 1049, SQLSTATE 42000)",
                "hint: make it (`CREATE DATABASE test_nowhere CHARACTER SET utf8mb4`)",
            ],
        ),
        (
            server.url(Role::Creator, "mysql"),
            ["it does not let the user `manage_creator` in", "(error 1044", "SHOW GRANTS FOR manage_creator"],
        ),
        (
            format!("{own}?unix_socket=/nowhere/my.sock"),
            ["there is no such socket", "No such file", "hint: start the server"],
        ),
        (format!("{own}?ssl_mode=VERIFY_CA"), ["no root certificate is named", "hint: name its file", "`ssl_ca=FILE`"]),
        (
            format!("{own}?ssl_mode=VERIFY_CA&ssl_ca={stranger}"),
            ["there is no TLS connection to be had", "UnknownIssuer", "hint: check `sslmode`"],
        ),
        (
            format!("{own}?ssl_ca={stranger}"),
            ["there is no TLS connection to be had", "UnknownIssuer", "hint: check `sslmode`"],
        ),
        (
            format!("{own}?ssl_mode=REQUIRED&ssl_ca=/nowhere.pem"),
            ["cannot use /nowhere.pem for TLS", "No such file", "hint: check the path"],
        ),
        (
            format!("{}?ssl_mode=REQUIRED", url(Role::Certified)),
            ["it refuses the user `manage_certified`", "(error 1045", "hint:"],
        ),
        (format!("{own}?ssl_mode=SOMETIMES"), ["`ssl_mode` is \"SOMETIMES\"", "PREFERRED", "settings.json:1:"]),
    ] {
        settings(&project, &url, "");
        for command in ["migrate", "showmigrations"] {
            fails(&project, &[command], 6, &words);
        }
    }
    for url in [
        format!("{own}?ssl_mode=DISABLED"),
        format!("{own}?ssl_mode=PREFERRED"),
        format!("{own}?ssl_mode=REQUIRED"),
        format!("{own}?ssl_mode=VERIFY_CA&ssl_ca={ca}"),
        format!("{own}?ssl_mode=VERIFY_IDENTITY&ssl_ca={ca}"),
        format!("{own}?unix_socket={socket}"),
        url(Role::Ed25519),
    ] {
        settings(&project, &url, "");
        project.manage(["migrate"]).ok();
    }
}

#[test]
fn the_certificate_of_a_client() {
    let project = Project::mysql("");
    let server = Server::mysql();
    let url = server.url(Role::Certified, &project.database().name);
    let openssl = |arguments: &str, file: &str| {
        let file = project.file(file).display().to_string();
        let done = Command::new("openssl").args(arguments.split_whitespace()).args(["-out", &file]).output();
        assert!(done.is_ok_and(|done| done.status.success()), "{arguments}");
        file
    };
    let (certificate, key) = (server.certificate("client.pem"), server.certificate("client.key"));
    let older = openssl(&format!("rsa -traditional -in {key}"), "older.key");
    assert!(fs::read_to_string(&key).expect("a key").starts_with("-----BEGIN PRIVATE KEY"));
    assert!(fs::read_to_string(&older).expect("a key").starts_with("-----BEGIN RSA PRIVATE KEY"));
    for key in [&key, &older] {
        settings(&project, &format!("{url}?ssl_cert={certificate}&ssl_key={key}"), "");
        project.manage(["migrate"]).ok();
    }
    let curve = openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256", "curve.key");
    for (key, words) in [
        (curve, ["must be an RSA key", "hint: make another pair"]),
        (certificate.clone(), ["for TLS", "hint: check the path"]),
        ("/nowhere.key".to_owned(), ["cannot use /nowhere.key for TLS", "No such file"]),
    ] {
        settings(&project, &format!("{url}?ssl_cert={certificate}&ssl_key={key}"), "");
        fails(&project, &["migrate"], 6, &words);
    }
}

#[test]
fn who_does_not_answer_or_answers_something_else() {
    let project = Project::mysql("");
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = |listener: &TcpListener| {
        let port = listener.local_addr().expect("an address").port();
        Server::mysql().url_at(Role::Creator, "127.0.0.1", port, "d")
    };
    settings(&project, &format!("{}?connect_timeout=1", url(&silent)), "");
    fails(&project, &["migrate"], 6, &["there was no answer in time", "hint: check the host, the port and firewalls"]);
    let odd = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = url(&odd);
    thread::spawn(move || {
        for client in odd.incoming() {
            // It may have gone by now.
            let _ = client.expect("a client").write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    settings(&project, &format!("{address}?connect_timeout=5"), "");
    fails(&project, &["migrate"], 6, &["cannot connect to mysql://manage_creator@127.0.0.1:", "hint: "]);
}

#[test]
fn a_role_that_may_not_make_scratch_databases() {
    let model = "#[derive(Model)]\n#[model(table = \"a\")]\npub struct A { pub id: i64 }\n";
    let project = Project::mysql(model);
    add(&project, "1_by_hand", "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY);\n", "DROP TABLE a;\n");
    let plain = project.database().url_as(Role::Plain);
    settings(&project, &plain, "");
    let words = [
        "no scratch database can be made",
        "(error 1044, SQLSTATE 42000)",
        "GRANT ALL ON `manage\\_scratch\\_%`.*",
        "\"scratch\"",
    ];
    fails(&project, &["makemigrations"], 6, &words);
    assert_eq!(project.migrations("default").len(), 1);
    // It may migrate all the same.
    project.manage(["migrate"]).ok();
}

#[test]
fn a_role_that_may_only_read() {
    let project = Project::mysql("");
    let name = project.database().name.clone();
    let role = format!("reader_{}", &name[name.len().saturating_sub(20)..]);
    let admin = |sql: &str| drop(project.database().sql_as(Role::Admin, sql));
    admin(&format!("CREATE USER {role}@'%' IDENTIFIED BY 'hush-reader'; GRANT SELECT ON {name}.* TO {role}@'%'"));
    add(&project, "1_create", "CREATE TABLE a (i INT);\n", "DROP TABLE a;\n");
    let own = project.database().url();
    let url = own.replace("manage_creator:hush-manage_creator", &format!("{role}:hush-reader"));
    settings(&project, &url, "");
    fails(
        &project,
        &["migrate"],
        6,
        &["ledger and journal cannot be made", "(error 1142, SQLSTATE 42000)", "hint: grant the role what it takes"],
    );
    project.manage(["showmigrations"]).ok();
    settings(&project, &own, r#", "session": ["SET SESSION TRANSACTION READ ONLY"]"#);
    fails(&project, &["migrate"], 6, &["(error 1792, SQLSTATE 25006)", "take no changes: connect to the primary"]);
    assert_eq!(project.database().dump().rows.len(), 0);
    settings(&project, &own, "");
    project.manage(["migrate"]).ok();
    // What is there already does not help it.
    add(&project, "2_more", "INSERT INTO a VALUES (1);\n", "DELETE FROM a;\n");
    settings(&project, &url, "");
    fails(&project, &["migrate"], 6, &["(error 1142, SQLSTATE 42000)", "grant the role what it takes"]);
    assert_eq!(ledger(&project), "1 ");
    admin(&format!("DROP USER {role}@'%'"));
}

#[test]
fn statements_that_the_server_refuses_are_placed() {
    let long = "a".repeat(65);
    for (up, words) in [
        (
            "CREATE TABLE a (i INT);\n  CREATE TABLE b (i INT,\n    j INT NOT NUL);\n".to_owned(),
            [
                "1_up/up.sql:3:15: You have an error",
                "(error 1064, SQLSTATE 42000)",
                "what 1_up did before this statement is kept",
            ],
        ),
        (
            "CREATE TABLE a (i VARCHAR(5));\nINSERT INTO a VALUES ('x');\nALTER TABLE a MODIFY i INT;\n".to_owned(),
            [
                "1_up/up.sql:3: Truncated incorrect INTEGER value: 'x'",
                "(error 1292, SQLSTATE 22007)",
                "ALTER TABLE a MODIFY",
            ],
        ),
        (
            format!("CREATE TABLE a (i INT);\nALTER TABLE a ADD COLUMN {long} INT;\n"),
            ["1_up/up.sql:2: Identifier name 'aaa", "(error 1059, SQLSTATE 42000)", "is kept"],
        ),
        (
            "CREATE TABLE a (i INT);\n\n/* why */ INSERT INTO a (i) VALUES (1), ('x');\n".to_owned(),
            ["1_up/up.sql:3: Incorrect integer value: 'x' for column", "(error 1366, SQLSTATE 22007)", "is kept"],
        ),
    ] {
        let project = Project::mysql("");
        add(&project, "1_up", &up, "DROP TABLE a;\n");
        fails(&project, &["migrate"], 6, &words);
        assert_eq!(ledger(&project), "");
        assert!(project.manage(["showmigrations"]).ok().stdout.contains("[-] 1_up"));
    }
    // Rows alone are taken back.
    let project = Project::mysql("");
    add(&project, "1_create", "CREATE TABLE a (i TINYINT);\n", "DROP TABLE a;\n");
    add(&project, "2_rows", "INSERT INTO a VALUES (1);\nINSERT INTO a VALUES (300);\n", "DELETE FROM a;\n");
    fails(
        &project,
        &["migrate"],
        6,
        &["2_rows/up.sql:2: Out of range value", "(error 1264, SQLSTATE 22003)", "nothing of 2_rows was kept"],
    );
    assert_eq!(project.database().sql("SELECT count(*) FROM a"), "0\n");
    assert_eq!(ledger(&project), "1 ");
}
