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
use crate::ui::{Typed, Ui};

/// Runs a program in a folder, with these arguments (without the program's name) and an empty environment.
pub fn run(manage: Manage, arguments: &[&str], folder: impl Into<PathBuf>) -> Run {
    Caller::in_folder(folder).run(manage, arguments)
}

/// Who calls a program: the folder, the environment and the time that it finds.
///
/// There is no terminal: nothing is styled, and a question is one that nobody answers, unless it is said
/// [what is typed](Self::typing).
#[derive(Clone, Debug)]
pub struct Caller {
    folder: PathBuf,
    variables: BTreeMap<OsString, OsString>,
    typed: Option<Vec<String>>,
}

impl Caller {
    /// One in this folder, with an empty environment: nothing of this process's shows through.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), variables: BTreeMap::new(), typed: None }
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

    /// The same with somebody there who types these lines, one at each question, as in a terminal without arrow keys:
    /// `yes`, `no`, the number of what is chosen, a value; an empty line takes what is proposed. A line that does not
    /// fit is refused, and the next one is taken. Where there is none any more, whoever was asked has left.
    #[must_use]
    pub fn typing<L: Into<String>>(mut self, lines: impl IntoIterator<Item = L>) -> Self {
        self.typed = Some(lines.into_iter().map(Into::into).collect());
        self
    }

    /// Runs the program with these arguments, without the program's name.
    pub fn run(&self, manage: Manage, arguments: &[&str]) -> Run {
        let (ui, stdout, stderr) = Ui::captured();
        let typed = self.typed.clone().map(Typed::of);
        let ui = match &typed {
            Some(typed) => ui.with_typed(typed.clone()),
            None => ui,
        };
        let surroundings = Surroundings {
            variables: Variables::of(self.variables.clone()),
            directory: Ok(self.folder.clone()),
            width: None,
            ui: |_| ui,
        };
        let code = manage.run_in(["manage"].iter().chain(arguments), surroundings);
        let unread = typed.map(|typed| typed.left()).unwrap_or_default();
        Run { code, stdout: stdout.text(), stderr: stderr.text(), unread }
    }
}

/// What came of a run. Displayed, it is all of that, for the message of an assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The exit code.
    pub code: u8,
    /// The data.
    pub stdout: String,
    /// The talk, with questions and what was typed.
    pub stderr: String,
    /// What was to be typed, and nothing has asked for it.
    pub unread: Vec<String>,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exit code {}\n--- stdout\n{}--- stderr\n{}", self.code, self.stdout, self.stderr)
    }
}
