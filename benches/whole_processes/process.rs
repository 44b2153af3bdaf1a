//! A program that is run from its beginning to its end, and what that costs.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// A program, where it runs, and on what.
pub(crate) struct Process {
    program: OsString,
    arguments: Vec<OsString>,
    folder: PathBuf,
    input: Option<PathBuf>,
    /// What it ends with when all is well.
    code: i32,
    variables: Vec<(String, OsString)>,
}

/// What a run cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// The most memory that it had at a time, in bytes.
    pub(crate) memory: u64,
}

impl Process {
    pub(crate) fn new(folder: &Path, program: impl AsRef<OsStr>, arguments: &[&str]) -> Self {
        Self {
            program: program.as_ref().to_owned(),
            arguments: arguments.iter().map(OsString::from).collect(),
            folder: folder.to_owned(),
            input: None,
            code: 0,
            variables: Vec::new(),
        }
    }

    /// `manage` in that project.
    pub(crate) fn manage(folder: &Path, arguments: &[&str]) -> Self {
        Self::new(folder, env!("CARGO_BIN_EXE_manage"), arguments)
    }

    /// The `sqlite3` of the system, which runs a script on `db.sqlite3`.
    pub(crate) fn sqlite(folder: &Path, script: &str) -> Self {
        Self::new(folder, "sqlite3", &["-bail", "db.sqlite3"]).reading(script)
    }

    /// The same with a file of its folder as its input.
    pub(crate) fn reading(self, script: &str) -> Self {
        Self { input: Some(self.folder.join(script)), ..self }
    }

    /// The same where it ends with this code.
    pub(crate) fn ending_with(self, code: i32) -> Self {
        Self { code, ..self }
    }

    /// The same with an environment variable.
    pub(crate) fn with(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.variables.push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Runs it.
    pub(crate) fn run(&self) -> Cost {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(&self.folder).stdout(Stdio::null()).stderr(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        if let Some(input) = &self.input {
            command.stdin(File::open(input).expect("a script"));
        }
        let begin = Instant::now();
        let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", self.program.display()));
        let used = child.wait4().expect("it ends");
        let time = begin.elapsed();
        let shown = (self.program.display(), &self.arguments);
        assert_eq!(used.status.code(), Some(self.code), "{} {:?} in {}", shown.0, shown.1, self.folder.display());
        Cost { time, memory: used.rusage.maxrss }
    }
}
