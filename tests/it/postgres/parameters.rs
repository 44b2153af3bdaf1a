//! Every parameter of libpq is obeyed, or refused by its name; so are its variables and its file of passwords.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use crate::project::{Project, Run};
use crate::servers::{Database, Role, Server};
use crate::together::add;

/// A project with one migration, which notes what the session is like.
fn project() -> Project {
    let project = Project::postgres("");
    let settings =
        ["application_name", "work_mem", "datestyle", "geqo"].map(|name| format!("current_setting('{name}')"));
    let look = format!("SELECT concat_ws('|', {}, inet_server_addr() IS NULL, user) AS it", settings.join(", "));
    add(&project, "1_look", &format!("CREATE TABLE seen AS {look};\n"), "DROP TABLE seen;\n");
    project
}

fn url(project: &Project, url: &str) {
    project.write("settings.json", format!(r#"{{"databases": {{"default": {{"url": "{url}"}}}}}}"#));
}

/// What the session was like, and back again.
#[track_caller]
fn seen(project: &Project, variables: &[(&str, &str)]) -> String {
    let run = |arguments: &[&str]| project.run(project.command(arguments).envs(variables.iter().copied()));
    run(&["migrate"]).ok();
    let seen = project.database().sql_as(Role::Admin, "SELECT it FROM seen");
    run(&["downgrade", "base"]).ok();
    seen.trim_end().to_owned()
}

#[track_caller]
fn fails(project: &Project, variables: &[(&str, &str)], texts: &[&str]) -> Run {
    let run = project.run(project.command(["migrate"]).envs(variables.iter().copied())).expect(6);
    for text in texts {
        assert!(run.stderr.contains(text), "{text}:\n{}", run.stderr);
    }
    assert!(!run.stderr.contains("hush"), "{}", run.stderr);
    run
}

const PLAIN: &str = "manage [N on H]|4MB|ISO, MDY|on|f|manage_creator";

/// The process and the machine are not the same twice.
fn same(seen: &str) -> String {
    match (seen.find('['), seen.find(']')) {
        (Some(begin), Some(end)) => format!("{}[N on H{}", &seen[..begin], &seen[end..]),
        _ => seen.to_owned(),
    }
}

#[test]
fn what_can_be_obeyed_is_obeyed() {
    let project = project();
    let own = project.database().url();
    for (parameters, expected) in [
        ("", PLAIN.replace("manage [", "manage migrate [").as_str()),
        ("?application_name=some%20one", "some one|4MB|ISO, MDY|on|f|manage_creator"),
        ("?application_name=x&options=-c%20work_mem%3D7MB%20-cgeqo%3Doff", "x|7MB|ISO, MDY|off|f|manage_creator"),
        (
            "?application_name=x&keepalives=0&tcp_user_timeout=5000&client_encoding=auto&gssencmode=disable&sslcompression=0&load_balance_hosts=random",
            "x|4MB|ISO, MDY|on|f|manage_creator",
        ),
        (
            "?application_name=x&keepalives=1&keepalives_idle=5&keepalives_interval=2&keepalives_count=3",
            "x|4MB|ISO, MDY|on|f|manage_creator",
        ),
        ("?application_name=x&channel_binding=require&sslmode=require", "x|4MB|ISO, MDY|on|f|manage_creator"),
        ("?application_name=x&channel_binding=disable", "x|4MB|ISO, MDY|on|f|manage_creator"),
        ("?application_name=x&target_session_attrs=read-write", "x|4MB|ISO, MDY|on|f|manage_creator"),
        ("?application_name=x&target_session_attrs=primary", "x|4MB|ISO, MDY|on|f|manage_creator"),
        (
            "?application_name=x&max_protocol_version=latest&replication=false&sslsni=1",
            "x|4MB|ISO, MDY|on|f|manage_creator",
        ),
    ] {
        url(&project, &format!("{own}{parameters}"));
        assert_eq!(same(&seen(&project, &[])), expected, "{parameters}");
    }
    let socket = project.database().server.socket.display().to_string();
    url(&project, &format!("{own}?application_name=x&host={socket}"));
    assert_eq!(seen(&project, &[]), "x|4MB|ISO, MDY|on|t|manage_creator");
    url(&project, &own.replace(&project.database().server.host, &socket.replace('/', "%2F")));
    assert!(seen(&project, &[]).ends_with("|t|manage_creator"));
}

#[test]
fn the_first_of_several_hosts_that_will_do_is_taken() {
    let project = project();
    let Database { server, name, .. } = project.database();
    let Server { host, port, .. } = server;
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let (user, password) = ("manage_creator", "hush-manage_creator");
    url(&project, &format!("postgres://{user}:{password}@127.0.0.1:{nobody},{host}:{port}/{name}?application_name=x"));
    assert_eq!(seen(&project, &[]), "x|4MB|ISO, MDY|on|f|manage_creator");
    url(
        &project,
        &format!("postgres://{user}:{password}@/{name}?application_name=x&host=127.0.0.1,{host}&port={nobody},{port}"),
    );
    assert_eq!(seen(&project, &[]), "x|4MB|ISO, MDY|on|f|manage_creator");
    url(&project, &format!("postgres://{user}:{password}@127.0.0.1:{nobody},localhost:{nobody}/{name}"));
    fails(&project, &[], &["nobody listens there"]);
    // One whose sessions are read-only will not do.
    url(
        &project,
        &format!(
            "{}?target_session_attrs=read-write&options=-c%20default_transaction_read_only%3Don",
            project.database().url()
        ),
    );
    fails(
        &project,
        &[],
        &[
            "its sessions are read-only, and `target_session_attrs` wants another",
            "hint: name a host that takes changes",
        ],
    );
}

#[test]
fn what_cannot_be_had_is_refused_by_name() {
    let project = project();
    let own = project.database().url();
    for parameter in [
        "hostaddr=127.0.0.1",
        "service=x",
        "sslcrl=x",
        "sslcrldir=x",
        "sslpassword=x",
        "sslnegotiation=direct",
        "requiressl=1",
        "requirepeer=x",
        "require_auth=none",
        "krbsrvname=x",
        "gsslib=gssapi",
        "gssencmode=require",
        "gssdelegation=1",
        "replication=database",
        "target_session_attrs=standby",
        "target_session_attrs=read-only",
        "client_encoding=LATIN1",
        "sslcertmode=require",
        "sslkeylogfile=x",
        "min_protocol_version=3.2",
        "ssl_max_protocol_version=TLSv1.1",
        "sslsni=0",
        "scram_client_key=x",
        "scram_server_key=x",
        "oauth_issuer=x",
        "oauth_client_id=x",
        "oauth_client_secret=x",
        "oauth_scope=x",
        "channel_binding=maybe",
        "connect_timeout=soon",
        "keepalives_idle=x",
        "sslmode=verify",
        "application_nam=x",
    ] {
        url(&project, &format!("{own}?{parameter}"));
        let name = parameter.split('=').next().expect("a name");
        fails(
            &project,
            &[],
            &[&format!("`{name}"), "hint: the form is `postgres://user:password@host:5432/database?sslmode=require`"],
        );
    }
    url(&project, &format!("{own}?channel_binding=require&sslmode=disable"));
    fails(&project, &[], &["cannot connect to ", "channel binding"]);
}

#[test]
fn a_text_of_names_and_values_is_taken_as_diesel_takes_it() {
    let project = project();
    let Database { server, name, .. } = project.database();
    let Server { host, port, .. } = server;
    let text = format!(
        "host={host} port = {port} user=manage_creator password='hush-manage_creator' dbname={name} application_name='some\\\\'one'"
    );
    url(&project, &text);
    assert_eq!(seen(&project, &[]), "some'one|4MB|ISO, MDY|on|f|manage_creator");
    // Without settings, too.
    fs::remove_file(project.file("settings.json")).expect("settings");
    let text = text.replace("\\\\", "\\");
    let run = project.run(project.command(["showmigrations"]).env("DATABASE_URL", &text));
    assert!(run.code == 0 && !run.stderr.contains("hush"), "{}", run.stderr);
    url(&project, &format!("host={host} port={port} user=manage_creator password=hush-wrong dbname={name}"));
    fails(&project, &[], &["it refuses the password of the user `manage_creator`"]);
    url(&project, "host=x dbname='hush");
    fails(&project, &[], &["a quote is not closed"]);
}

#[test]
fn variables_say_what_the_settings_leave_open() {
    let project = project();
    let Database { server, name, .. } = project.database();
    let (host, port) = (server.host.as_str(), server.port.to_string());
    project.write("settings.json", r#"{"databases": {"default": {"driver": "postgresql"}}}"#);
    let all = [
        ("PGHOST", host),
        ("PGPORT", port.as_str()),
        ("PGUSER", "manage_creator"),
        ("PGPASSWORD", "hush-manage_creator"),
        ("PGDATABASE", name.as_str()),
        ("PGAPPNAME", "by variable"),
        ("PGOPTIONS", "-c work_mem=9MB"),
        ("PGSSLMODE", "disable"),
        ("PGDATESTYLE", "ISO, DMY"),
        ("PGGEQO", "off"),
        ("PGCONNECT_TIMEOUT", "5"),
        ("PGTZ", "Asia/Tokyo"),
        ("PGCLIENTENCODING", "UTF8"),
    ];
    assert_eq!(seen(&project, &all), "by variable|9MB|ISO, DMY|off|f|manage_creator");
    url(
        &project,
        &format!("{}?application_name=own&options=-c%20work_mem%3D5MB&sslmode=require", project.database().url()),
    );
    assert_eq!(
        seen(
            &project,
            &[("PGUSER", "nobody"), ("PGAPPNAME", "no"), ("PGOPTIONS", "-c work_mem=9MB"), ("PGSSLMODE", "disable")]
        ),
        "own|5MB|ISO, MDY|on|f|manage_creator"
    );
    url(&project, &project.database().url());
    for (variable, name) in [
        ("PGSERVICE", "service"),
        ("PGREQUIREPEER", "requirepeer"),
        ("PGSSLCRL", "sslcrl"),
        ("PGHOSTADDR", "hostaddr"),
        ("PGREQUIREAUTH", "require_auth"),
        ("PGSSLNEGOTIATION", "sslnegotiation"),
    ] {
        fails(&project, &[(variable, "x")], &[&format!("`{name}` is not supported")]);
    }
}

#[test]
fn a_file_of_passwords_counts_as_it_does_for_libpq() {
    let project = project();
    let Database { server, name, .. } = project.database();
    let Server { host, port, .. } = server;
    let bare = project.database().url().replace(":hush-manage_creator", "");
    url(&project, &bare);
    let write = |file: &str, text: &str, mode: u32| {
        project.write(file, text);
        fs::set_permissions(project.file(file), fs::Permissions::from_mode(mode)).expect("a file of ours");
    };
    let line = format!("{host}:{port}:{name}:manage_creator:hush-manage_creator\n");
    write(".pgpass", &format!("# of ours\n*:*:*:nobody:no\n{line}"), 0o600);
    assert!(seen(&project, &[]).ends_with("manage_creator"));
    write(".pgpass", &line, 0o644);
    fails(
        &project,
        &[],
        &[
            "the server wants a password, and there is none",
            "[ROOT]/.pgpass was passed over, since others may read it: `chmod 600 [ROOT]/.pgpass`",
        ],
    );
    write(".pgpass", "*:*:*:*:hush-wrong\n", 0o600);
    fails(&project, &[], &["it refuses the password of the user `manage_creator`"]);
    // Elsewhere, and with an escape.
    write("passwords", &format!("*:{port}:*:manage\\_creator:hush-manage\\_creator\n"), 0o600);
    let elsewhere = project.file("passwords").display().to_string();
    assert!(seen(&project, &[("PGPASSFILE", &elsewhere)]).ends_with("manage_creator"));
    url(&project, &format!("{bare}?passfile={elsewhere}"));
    assert!(seen(&project, &[]).ends_with("manage_creator"));
}

#[test]
fn roles_get_in_in_the_ways_that_the_server_asks_for() {
    let project = project();
    for role in [Role::Clear, Role::Md5, Role::Creator] {
        for mode in ["disable", "require"] {
            let own = format!("{}?sslmode={mode}", project.database().url_as(role));
            url(&project, &own);
            project.manage(["showmigrations"]).ok();
            url(&project, &own.replace("hush-", "hush-not-"));
            fails(&project, &[], &["it refuses the password of the user"]);
        }
    }
}
