//! The same history on PostgreSQL, if `$MANAGE_TEST_POSTGRES` names a server (`tests/servers start` makes one).

use std::fs;
use std::path::Path;
use std::process::Command;

use super::contest::Contest;
use super::contest::Role::{Floor, Ours, Peer};
use super::large_history::{Author, LargeHistory};
use super::process::Process;

/// A database on the server, dropped with this.
struct Base {
    /// The URL of the server's own database, and of this one.
    server: String,
    url: String,
    name: String,
}

impl Base {
    fn new(server: String) -> Self {
        let name = format!("bench_{}", std::process::id());
        let (place, _) = server.rsplit_once('/').expect("a URL with a database");
        Self { url: format!("{place}/{name}"), server, name }
    }

    fn sql(&self, sql: &str) {
        let done = Command::new("psql").args(["-X", "-q", "-d", &self.server, "-c", sql]).status();
        assert!(done.is_ok_and(|status| status.success()), "{sql}");
    }

    /// Made anew, empty or as it was kept.
    fn anew(&self, template: &str) {
        self.sql(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        self.sql(&format!("CREATE DATABASE {} TEMPLATE {template}", self.name));
    }

    fn kept(&self) -> String {
        format!("{}_kept", self.name)
    }

    fn psql(&self, folder: &Path, script: &str) -> Process {
        Process::new(folder, "psql", &["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &self.url, "-f", script])
    }

    fn diesel(&self, folder: &Path, arguments: &[&str]) -> Option<Process> {
        let program = std::env::var_os("DIESEL")?;
        let arguments: Vec<&str> = ["migration"].iter().chain(arguments).copied().collect();
        let process = Process::new(folder, program, &arguments);
        Some(process.with("DATABASE_URL", &self.url).with("MIGRATION_DIRECTORY", "app_migrations/default"))
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        self.sql(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        self.sql(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.kept()));
    }
}

/// Forward on a fresh database, back again, and with nothing to do.
pub(crate) fn measure(folder: &Path, models: usize) {
    let Ok(server) = std::env::var("MANAGE_TEST_POSTGRES") else { return };
    let base = Base::new(server);
    let history = LargeHistory { migrations: models, author: Author::Manage };
    write(folder, history, &base).expect("a project");
    let manage = |arguments: &[&str]| Process::manage(folder, arguments);

    let mut contest = Contest::new("PostgreSQL: migrate on a fresh database, a migration for each model");
    contest.enter(Ours, "manage migrate", || base.anew("template0"), manage(&["migrate"]));
    contest.enter(Floor, "psql, one transaction", || base.anew("template0"), base.psql(folder, "ups.sql"));
    if let Some(diesel) = base.diesel(folder, &["run"]) {
        contest.enter(Peer, "diesel migration run", || base.anew("template0"), diesel);
    }
    contest.run();

    base.anew("template0");
    manage(&["migrate"]).run();
    base.sql(&format!("CREATE DATABASE {} TEMPLATE {}", base.kept(), base.name));
    let mut contest = Contest::new("PostgreSQL: nothing to do");
    contest.enter(Ours, "manage migrate", || (), manage(&["migrate"]));
    contest.enter(Ours, "manage showmigrations", || (), manage(&["showmigrations"]));
    for arguments in ["run", "list"] {
        if let Some(diesel) = base.diesel(folder, &[arguments]) {
            contest.enter(Peer, format!("diesel migration {arguments}"), || (), diesel);
        }
    }
    contest.run();

    let back = || base.anew(&base.kept());
    let mut contest = Contest::new("PostgreSQL: downgrade to nothing");
    contest.enter(Ours, "manage downgrade base", back, manage(&["downgrade", "base"]));
    contest.enter(Floor, "psql, one transaction", back, base.psql(folder, "downs.sql"));
    if let Some(diesel) = base.diesel(folder, &["revert", "--all"]) {
        contest.enter(Peer, "diesel migration revert --all", back, diesel);
    }
    contest.run();
}

/// The project, with SQL that PostgreSQL takes.
fn write(folder: &Path, history: LargeHistory, base: &Base) -> std::io::Result<()> {
    let migrations = folder.join("app_migrations/default");
    history.write(&migrations)?;
    let own = |text: &str| text.replace(" DOUBLE ", " DOUBLE PRECISION ").replace(" BLOB", " BYTEA");
    for entry in fs::read_dir(&migrations)? {
        let file = entry?.path().join("up.sql");
        fs::write(&file, own(&fs::read_to_string(&file)?))?;
    }
    let transaction = |script: &str| format!("BEGIN;\n{script}COMMIT;\n");
    let (ups, downs): (Vec<String>, Vec<String>) = history.scripts().unzip();
    fs::write(folder.join("ups.sql"), transaction(&own(&ups.concat())))?;
    fs::write(folder.join("downs.sql"), transaction(&downs.into_iter().rev().collect::<String>()))?;
    fs::write(folder.join("settings.json"), format!(r#"{{"databases": {{"default": {{"url": "{}"}}}}}}"#, base.url))
}
