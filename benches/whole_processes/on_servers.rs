//! The same history on PostgreSQL and MariaDB, on the servers that `$MANAGE_TEST_POSTGRES` and `$MANAGE_TEST_MYSQL` name
//! (`tests/servers start` makes them).

use std::fs;
use std::path::Path;
use std::process::Command;

use super::contest::Contest;
use super::contest::Role::{Floor, Ours, Peer};
use super::large_history::{Author, LargeHistory};
use super::process::Process;

/// Whose server it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Postgres,
    Mysql,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MariaDB",
        }
    }

    fn server(self) -> Option<String> {
        let variable = match self {
            Self::Postgres => "MANAGE_TEST_POSTGRES",
            Self::Mysql => "MANAGE_TEST_MYSQL",
        };
        std::env::var(variable).ok()
    }

    /// The script with the names of types that this server has.
    fn own(self, text: &str) -> String {
        match self {
            Self::Postgres => text.replace(" DOUBLE ", " DOUBLE PRECISION ").replace(" BLOB", " BYTEA"),
            Self::Mysql => text.replace("parent_id BIGINT", "parent_id INTEGER"),
        }
    }
}

/// A database on the server, dropped with this.
struct Base {
    kind: Kind,
    /// The URL of the server's own database, and of this one.
    server: String,
    url: String,
    name: String,
}

impl Base {
    fn new(kind: Kind, server: String) -> Self {
        let name = format!("bench_{}", std::process::id());
        let (place, _) = server.rsplit_once('/').expect("a URL with a database");
        Self { kind, url: format!("{place}/{name}"), server, name }
    }

    /// Another one on the same server.
    fn beside(&self) -> Self {
        let named = |text: &str| format!("{text}_beside");
        Self { kind: self.kind, server: self.server.clone(), url: named(&self.url), name: named(&self.name) }
    }

    fn sql(&self, sql: &str) {
        let mut client = match self.kind {
            Kind::Postgres => {
                let mut client = Command::new("psql");
                client.args(["-X", "-q", "-d", &self.server, "-c", sql]);
                client
            }
            Kind::Mysql => {
                let mut client = Command::new("mariadb");
                client.args(self.mysql_options()).args(["-e", sql]);
                client
            }
        };
        assert!(client.status().is_ok_and(|status| status.success()), "{sql}");
    }

    /// What MariaDB's client has instead of a URL.
    fn mysql_options(&self) -> Vec<String> {
        let (_, rest) = self.server.split_once("://").expect("a URL");
        let (who, place) = rest.split_once('@').expect("a user");
        let (user, password) = who.split_once(':').expect("a password");
        let (host, port) = place.split('/').next().and_then(|place| place.split_once(':')).expect("a port");
        vec![
            format!("--host={host}"),
            format!("--port={port}"),
            format!("--user={user}"),
            format!("--password={password}"),
            "--skip-ssl".to_owned(),
        ]
    }

    fn drop(&self, name: &str) {
        let force = if self.kind == Kind::Postgres { " WITH (FORCE)" } else { "" };
        self.sql(&format!("DROP DATABASE IF EXISTS {name}{force}"));
    }

    /// Made anew, empty.
    fn anew(&self) {
        self.drop(&self.name);
        match self.kind {
            Kind::Postgres => self.sql(&format!("CREATE DATABASE {} TEMPLATE template0", self.name)),
            Kind::Mysql => self.sql(&format!("CREATE DATABASE {}", self.name)),
        }
    }

    /// A copy is put aside (PostgreSQL).
    fn keep(&self) {
        self.sql(&format!("CREATE DATABASE {} TEMPLATE {}", self.kept(), self.name));
    }

    /// Made anew as it was kept.
    fn back(&self) {
        self.drop(&self.name);
        self.sql(&format!("CREATE DATABASE {} TEMPLATE {}", self.name, self.kept()));
    }

    fn kept(&self) -> String {
        format!("{}_kept", self.name)
    }

    /// The server's own client with a script: on PostgreSQL one transaction.
    fn client(&self, folder: &Path, script: &str) -> (&'static str, Process) {
        match self.kind {
            Kind::Postgres => {
                let arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &self.url, "-f", script];
                ("psql, one transaction", Process::new(folder, "psql", &arguments))
            }
            Kind::Mysql => {
                let mut arguments = self.mysql_options();
                arguments.push(self.name.clone());
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                ("mariadb", Process::new(folder, "mariadb", &arguments).reading(script))
            }
        }
    }

    fn diesel(&self, folder: &Path, arguments: &[&str]) -> Option<Process> {
        let program = std::env::var_os("DIESEL")?;
        let process = Process::new(folder, program, arguments);
        Some(process.with("DATABASE_URL", &self.url).with("MIGRATION_DIRECTORY", "app_migrations/default"))
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        Base::drop(self, &self.name);
        if self.kind == Kind::Postgres {
            Base::drop(self, &self.kept());
        }
    }
}

/// On each server that there is.
pub(crate) fn measure(folder: &Path, models: usize) {
    for kind in [Kind::Postgres, Kind::Mysql] {
        let Some(server) = kind.server() else { continue };
        let base = Base::new(kind, server);
        let folder = folder.join(kind.name());
        write(&folder, LargeHistory { migrations: models, author: Author::Manage }, &base).expect("a project");
        forward(&folder, &base);
        nothing_to_do(&folder, &base);
        introspection(&folder, &base, models);
        replay(&folder, &base, models);
        if kind == Kind::Postgres {
            downgrade(&folder, &base);
        }
    }
}

/// From an empty database to the newest migration; the database is left there.
fn forward(folder: &Path, base: &Base) {
    let title = format!("{}: migrate on a fresh database, a migration for each model", base.kind.name());
    let mut contest = Contest::new(&title);
    contest.enter(Ours, "manage migrate", || base.anew(), Process::manage(folder, &["migrate"]));
    let (client, process) = base.client(folder, "ups.sql");
    contest.enter(Floor, client, || base.anew(), process);
    if let Some(diesel) = base.diesel(folder, &["migration", "run"]) {
        contest.enter(Peer, "diesel migration run", || base.anew(), diesel);
    }
    contest.run();
    drop(contest);

    base.anew();
    Process::manage(folder, &["migrate"]).run();
}

fn nothing_to_do(folder: &Path, base: &Base) {
    let title = format!("{}: nothing to do", base.kind.name());
    let mut contest = Contest::new(&title);
    contest.enter(Ours, "manage migrate", || (), Process::manage(folder, &["migrate"]));
    contest.enter(Ours, "manage showmigrations", || (), Process::manage(folder, &["showmigrations"]));
    for arguments in [["migration", "run"], ["migration", "list"]] {
        if let Some(diesel) = base.diesel(folder, &arguments) {
            contest.enter(Peer, format!("diesel {}", arguments.join(" ")), || (), diesel);
        }
    }
    contest.run();
}

fn introspection(folder: &Path, base: &Base, models: usize) {
    let title = format!("{}: introspection of {models} tables", base.kind.name());
    let mut contest = Contest::new(&title);
    contest.enter(Ours, "manage inspectdb", || (), Process::manage(folder, &["inspectdb"]));
    if let Some(diesel) = base.diesel(folder, &["print-schema"]) {
        contest.enter(Peer, "diesel print-schema", || (), diesel);
    }
    contest.run();
}

/// What the migrations lead to, where `schema.json` does not say it: all of them on a scratch database.
fn replay(folder: &Path, base: &Base, models: usize) {
    let manage = |arguments: &[&str]| Process::manage(folder, arguments);
    manage(&["inspectdb", "--output", "models.rs"]).run();
    // On a database of its own, which the client does not make and drop.
    let beside = base.beside();
    let title = format!("{}: replay of {models} migrations", base.kind.name());
    let mut contest = Contest::new(&title);
    let forget = || drop(fs::remove_file(folder.join("app_migrations/default/schema.json")));
    contest.enter(Ours, "manage makemigrations --check", forget, manage(&["makemigrations", "--check"]));
    let (client, process) = beside.client(folder, "ups.sql");
    contest.enter(Floor, client, || beside.anew(), process);
    contest.run();
}

fn downgrade(folder: &Path, base: &Base) {
    base.keep();
    let title = format!("{}: downgrade to nothing", base.kind.name());
    let mut contest = Contest::new(&title);
    contest.enter(Ours, "manage downgrade base", || base.back(), Process::manage(folder, &["downgrade", "base"]));
    let (client, process) = base.client(folder, "downs.sql");
    contest.enter(Floor, client, || base.back(), process);
    if let Some(diesel) = base.diesel(folder, &["migration", "revert", "--all"]) {
        contest.enter(Peer, "diesel migration revert --all", || base.back(), diesel);
    }
    contest.run();
}

/// The project, with SQL that the server takes.
fn write(folder: &Path, history: LargeHistory, base: &Base) -> std::io::Result<()> {
    let migrations = folder.join("app_migrations/default");
    history.write(&migrations)?;
    let own = |text: &str| base.kind.own(text);
    for entry in fs::read_dir(&migrations)? {
        let file = entry?.path().join("up.sql");
        fs::write(&file, own(&fs::read_to_string(&file)?))?;
    }
    let transaction = |script: &str| format!("BEGIN;\n{script}COMMIT;\n");
    let (ups, downs): (Vec<String>, Vec<String>) = history.scripts().unzip();
    fs::write(folder.join("ups.sql"), transaction(&own(&ups.concat())))?;
    fs::write(folder.join("downs.sql"), transaction(&downs.into_iter().rev().collect::<String>()))?;
    fs::write(
        folder.join("settings.json"),
        format!(r#"{{"databases": {{"default": {{"url": "{}", "models": ["models.rs"]}}}}}}"#, base.url),
    )
}
