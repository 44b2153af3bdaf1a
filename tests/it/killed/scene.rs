//! One project in which the same command is run again and again from the same database.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

use super::history::{STEPS, write};
use super::image::{image, is_sound};
use crate::dump::execute;
use crate::example;
use crate::project::{Project, Run};

/// Databases that migrations work on, and what SQLite keeps beside them.
const DATABASES: [&str; 2] = ["db.sqlite3", "other.sqlite3"];
const BESIDE: [&str; 5] = ["", "-journal", "-wal", "-shm", "-manage"];

/// A project, a database to begin with, and the command that is killed.
pub(super) struct Scene {
    pub(super) project: Project,
    steps: &'static str,
    arguments: Vec<&'static str>,
}

/// So small a cache that rows are written before their transaction commits. What a killed process has written is there
/// without waiting for the disk.
pub(super) fn session(keys: bool) -> [&'static str; 3] {
    let keys = if keys { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
    ["PRAGMA cache_size = 4", "PRAGMA synchronous = OFF", keys]
}

impl Scene {
    /// The history that has everything; the database is what these commands make of an empty one.
    pub(super) fn new(wal: bool, keys: bool, before: &[&[&str]], arguments: &[&'static str]) -> Self {
        let project = Project::empty();
        write(&project, &session(keys));
        Self::of(project, STEPS, wal, before, arguments)
    }

    /// The same for a project that has its own history, some of it with Rust steps.
    pub(super) fn of(
        project: Project,
        steps: &'static str,
        wal: bool,
        before: &[&[&str]],
        arguments: &[&'static str],
    ) -> Self {
        let scene = Self { project, steps, arguments: arguments.to_vec() };
        if wal {
            execute(&scene.project.file("db.sqlite3"), "PRAGMA journal_mode = WAL");
        }
        for arguments in before {
            scene.project.run(&mut scene.program(arguments)).ok();
        }
        scene.kept()
    }

    /// Takes the databases as they are for those to begin with.
    fn kept(self) -> Self {
        fs::create_dir(self.project.file("start")).expect("a folder");
        copy_databases(self.project.path(), &self.project.file("start"));
        self
    }

    /// The databases as in the beginning.
    pub(super) fn reset(&self) {
        for name in names() {
            let _ = fs::remove_file(self.project.file(&name));
        }
        copy_databases(&self.project.file("start"), self.project.path());
    }

    /// The project's `manage`, which can be killed.
    pub(super) fn program(&self, arguments: &[&str]) -> Command {
        let mut command = example::command(&self.project, "manage_that_is_killed", arguments);
        command.env("STEPS", self.steps);
        command
    }

    /// The command itself.
    pub(super) fn command(&self) -> Command {
        self.program(&self.arguments)
    }

    /// Runs it to its end.
    pub(super) fn run(&self) -> Run {
        self.project.run(&mut self.command())
    }

    /// Runs it until it is killed at that boundary, and says whether it came to it.
    pub(super) fn die_at(&self, boundary: usize) -> bool {
        let output = self.command().env("DIE_AT", boundary.to_string()).output().expect("a program");
        let died = killed(output.status);
        assert!(died || output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        died
    }

    /// The boundaries that an undisturbed run comes to, and what it leaves.
    pub(super) fn undisturbed(&self) -> (Vec<String>, Vec<String>) {
        self.reset();
        let list = self.project.file("boundaries");
        let _ = fs::remove_file(&list);
        self.project.run(self.command().env("BOUNDARIES", &list)).ok();
        let boundaries = fs::read_to_string(&list).expect("boundaries").lines().map(str::to_owned).collect();
        (boundaries, self.image())
    }

    /// Everything that the databases hold.
    pub(super) fn image(&self) -> Vec<String> {
        let there = DATABASES.iter().map(|name| self.project.file(name)).filter(|path| path.exists());
        there.flat_map(|path| image(&path)).collect()
    }

    /// Looks at a copy, so that it is the next run that finds what the killed one left.
    pub(super) fn check_between(&self) -> Result<(), String> {
        let copy = self.project.file("between");
        let _ = fs::remove_dir_all(&copy);
        fs::create_dir(&copy).expect("a folder");
        copy_databases(self.project.path(), &copy);
        is_sound(&copy.join("db.sqlite3"))
    }
}

/// Whether it was killed, and by the signal that nobody can catch.
pub(super) fn killed(status: ExitStatus) -> bool {
    status.signal() == Some(9)
}

fn names() -> impl Iterator<Item = String> {
    DATABASES.iter().flat_map(|name| BESIDE.iter().map(move |end| format!("{name}{end}")))
}

fn copy_databases(from: &Path, to: &Path) {
    for name in names() {
        let path: PathBuf = from.join(&name);
        if path.exists() {
            fs::copy(&path, to.join(&name)).expect("a copy");
        }
    }
}
