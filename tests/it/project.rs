//! A project in a temporary folder, and the real programs run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::servers::{Database, Server};

/// The time that every program in the tests sees.
pub(crate) const NOW: &str = "2026-11-21T10:15:00Z";

/// A folder with settings, models and migrations, gone when it is dropped, as is its database on a server.
pub(crate) struct Project {
    root: tempfile::TempDir,
    database: Option<Database>,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { root: tempfile::tempdir().expect("a temporary folder"), database: None }
    }

    /// One SQLite database `default`, with its models in `src/models.rs`.
    pub(crate) fn sqlite(models: &str) -> Self {
        let project = Self::empty();
        project.write(
            "settings.json",
            r#"{"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3", "models": ["src/models.rs"]}}}"#,
        );
        project.models(models);
        project
    }

    /// The same on PostgreSQL, in a fresh database.
    pub(crate) fn postgres(models: &str) -> Self {
        Self::on(Database::postgres(), models)
    }

    /// The same on MariaDB, in a fresh database.
    pub(crate) fn mysql(models: &str) -> Self {
        Self::on(Database::mysql(), models)
    }

    /// The same on a server, in this database.
    pub(crate) fn on(database: Database, models: &str) -> Self {
        let project = Self { database: Some(database), ..Self::empty() };
        let url = project.database().url();
        project.write(
            "settings.json",
            format!(r#"{{"databases": {{"default": {{"url": "{url}", "models": ["src/models.rs"]}}}}}}"#),
        );
        project.models(models);
        project
    }

    /// Its database on a server.
    pub(crate) fn database(&self) -> &Database {
        self.database.as_ref().expect("a project on a server")
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.root.path()
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Writes a file, and the folders that it needs.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.file(name);
        fs::create_dir_all(path.parent().expect("a file in the project")).expect("folders for it");
        fs::write(&path, text).expect("a file that can be written");
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Writes `src/models.rs`; chrono and the like need no `use`, nothing is compiled.
    pub(crate) fn models(&self, text: &str) {
        self.write("src/models.rs", text);
    }

    /// The migration directories of a database, oldest first.
    pub(crate) fn migrations(&self, alias: &str) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.file("app_migrations").join(alias)) else { return Vec::new() };
        let mut found: Vec<PathBuf> =
            entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
        found.sort();
        found
    }

    /// All files of the project but databases, as relative path and bytes: to see that nothing was written.
    pub(crate) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(self.path()).expect("a file of the project").to_owned();
                    if !name.to_string_lossy().contains("sqlite3") {
                        found.push((name, fs::read(&path).unwrap_or_default()));
                    }
                }
            }
        }
        found.sort();
        found
    }

    /// Runs `manage` in an environment that holds nothing of the machine's.
    pub(crate) fn manage<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        self.run(&mut self.command(arguments))
    }

    /// The command that [`manage`](Self::manage) runs, to be changed first.
    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_manage"));
        command.args(arguments).current_dir(self.path()).env_clear().env("HOME", self.path()).env("MANAGE_NOW", NOW);
        command
    }

    /// Runs a command and keeps what it printed, what differs from run to run replaced as by [`same`](Self::same).
    pub(crate) fn run(&self, command: &mut Command) -> Run {
        let output = command.output().expect("a program that starts");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: self.same(&String::from_utf8_lossy(&output.stdout)),
            stderr: self.same(&String::from_utf8_lossy(&output.stderr)),
        }
    }

    /// A text with `[ROOT]` for the project's own path, `[DATABASE]` for the name of its database on a server, and
    /// `[SERVER]` for the server's host and port.
    pub(crate) fn same(&self, text: &str) -> String {
        let text = text.replace(&*self.path().to_string_lossy(), "[ROOT]");
        let Some(database) = &self.database else { return text };
        let Server { host, port, .. } = database.server;
        text.replace(&database.name, "[DATABASE]").replace(&format!("{host}:{port}"), "[SERVER]")
    }

    /// Runs Diesel's own command line on the `default` database and its migrations.
    pub(crate) fn diesel(&self, arguments: &[&str]) -> Run {
        let url = self.database.as_ref().map_or_else(|| "db.sqlite3".to_owned(), Database::url);
        self.diesel_at(&url, arguments)
    }

    /// The same on another database of a server.
    pub(crate) fn diesel_on(&self, database: &Database, arguments: &[&str]) -> Run {
        self.diesel_at(&database.url(), arguments)
    }

    fn diesel_at(&self, url: &str, arguments: &[&str]) -> Run {
        let diesel =
            std::env::var_os("DIESEL").expect("DIESEL names Diesel's command line: run the tests with tests/run");
        let mut command = Command::new(diesel);
        command
            .args(arguments)
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("DATABASE_URL", url)
            .env("MIGRATION_DIRECTORY", "app_migrations/default");
        self.run(&mut command)
    }
}

/// What a program printed, and how it ended.
pub(crate) struct Run {
    /// The exit code; -1 after a signal.
    pub(crate) code: i32,
    /// What went to stdout.
    pub(crate) stdout: String,
    /// What went to stderr.
    pub(crate) stderr: String,
}

impl Run {
    /// The same run, if it ended with this code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr);
        self
    }

    /// The same run, if it went well.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.expect(0)
    }

    /// All of it as one text, for snapshots, without how long things took.
    pub(crate) fn shown(&self) -> String {
        let mut text = format!("exit {}\n", self.code);
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                text.push_str(&format!("--- {name}\n"));
                for line in stream.lines() {
                    text.push_str(
                        line.rsplit_once(" (").filter(|(_, end)| end.ends_with(" ms)")).map_or(line, |it| it.0),
                    );
                    text.push('\n');
                }
            }
        }
        text
    }
}
