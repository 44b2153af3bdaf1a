//! Commands tested without a process: the same program, with its output kept.
//!
//! ```
//! use diesel_manage::testing::Caller;
//! use diesel_manage::{Manage, Outcome, clap};
//!
//! let manage = Manage::new().function(clap::Command::new("when"), |context, _| {
//!     context.ui.data(context.clock.now().to_string());
//!     Ok(Outcome::Done)
//! });
//! let run = Caller::in_folder(std::env::temp_dir()).at("2026-11-21T10:15:00Z").run(manage, &["when"]);
//! assert_eq!((run.code, run.stdout.as_str()), (0, "2026-11-21 10:15:00 UTC\n"));
//! ```

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use crate::Manage;
use crate::cli::Surroundings;
use crate::settings::Variables;
use crate::ui::Ui;

/// Runs a program in a folder, with these arguments (without the program's name) and an empty environment.
pub fn run(manage: Manage, arguments: &[&str], folder: impl Into<PathBuf>) -> Run {
    Caller::in_folder(folder).run(manage, arguments)
}

/// Who calls a program: the folder, the environment and the time that it finds.
///
/// There is no terminal: nothing is styled, and a question is one that nobody answers.
#[derive(Clone, Debug)]
pub struct Caller {
    folder: PathBuf,
    variables: BTreeMap<OsString, OsString>,
}

impl Caller {
    /// One in this folder, with an empty environment: nothing of this process's shows through.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), variables: BTreeMap::new() }
    }

    /// The same with a variable in the environment.
    #[must_use]
    pub fn variable(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.into(), value.into());
        self
    }

    /// The same at this time, as RFC 3339: `2026-11-21T10:15:00Z`.
    #[must_use]
    pub fn at(self, time: &str) -> Self {
        self.variable("MANAGE_NOW", time)
    }

    /// Runs the program with these arguments, without the program's name.
    pub fn run(&self, manage: Manage, arguments: &[&str]) -> Run {
        let (ui, stdout, stderr) = Ui::captured();
        let surroundings = Surroundings {
            variables: Variables::of(self.variables.clone()),
            directory: Ok(self.folder.clone()),
            width: None,
            ui: |_| ui,
        };
        let code = manage.run_in(["manage"].iter().chain(arguments), surroundings);
        Run { code, stdout: stdout.text(), stderr: stderr.text() }
    }
}

/// What came of a run. Displayed, it is all of that, for the message of an assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit code.
    pub code: u8,
    /// The data.
    pub stdout: String,
    /// The talk.
    pub stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}
