use std::error::Error as _;
use std::io::{self, Write};

use serde::Serialize;

use super::text::escape;
use super::{Captured, Prompts, Stream, Style, Table, Text, Typed};
use crate::error::{Error, Result};

/// The version of the shapes that `--json` prints. A key that is added does not change it.
pub const JSON_VERSION: u32 = 1;

/// Everything that reaches the terminal. Data goes to standard output, talk to standard error.
pub struct Ui {
    out: Stream,
    pub(super) err: Stream,
    /// How questions are asked, where somebody is there to answer.
    pub(super) prompts: Option<Prompts>,
    verbosity: Verbosity,
    json: bool,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors, warnings and data.
    Quiet,
    /// What is done.
    #[default]
    Normal,
    /// Details too.
    Verbose,
}

/// When styles are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What becomes of the data of a command that is called by another.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DataOfCalled<'a> {
    /// It is shown.
    Shown,
    /// It is kept for the command that calls.
    Kept(&'a Captured),
}

impl Ui {
    /// The terminal, or wherever the streams of this process lead. `plain` says that the environment wants no colours.
    pub fn of_process(colour: Colour, plain: bool) -> Self {
        let stream = |to: Box<dyn Write + Send>, terminal: &console::Term| {
            let (is_terminal, width) = (terminal.is_term(), terminal.size_checked().map(|(_, width)| width.into()));
            let styled = match colour {
                Colour::Auto => is_terminal && !plain,
                Colour::Always => true,
                Colour::Never => false,
            };
            Stream::new(to, styled, if is_terminal { Some(width.unwrap_or(80)) } else { None })
        };
        Self {
            out: stream(Box::new(io::stdout()), &console::Term::stdout()),
            err: stream(Box::new(io::stderr()), &console::Term::stderr()),
            prompts: Prompts::of_process(),
            verbosity: Verbosity::Normal,
            json: false,
        }
    }

    /// One that keeps what is written: what went to standard output, what went to standard error.
    pub fn captured() -> (Self, Captured, Captured) {
        let (out, err) = (Captured::default(), Captured::default());
        let stream = |to: &Captured| Stream::new(Box::new(to.clone()), false, None);
        let ui =
            Self { out: stream(&out), err: stream(&err), prompts: None, verbosity: Verbosity::Normal, json: false };
        (ui, out, err)
    }

    /// The same, with somebody there who types this when asked.
    #[must_use]
    pub(crate) fn with_typed(mut self, typed: Typed) -> Self {
        self.prompts = Some(Prompts::typed(typed));
        self
    }

    /// The same, as talkative as this.
    #[must_use]
    pub fn with_verbosity(mut self, verbosity: Verbosity) -> Self {
        self.verbosity = verbosity;
        self
    }

    /// The same, with data as JSON.
    #[must_use]
    pub fn with_json(mut self, json: bool) -> Self {
        self.json = json;
        self
    }

    /// How much is said.
    pub fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// Whether data is wanted as JSON.
    pub fn wants_json(&self) -> bool {
        self.json
    }

    /// A line of data.
    pub fn data(&self, text: impl Into<Text>) {
        self.out.write(&format!("{}\n", text.into().render(self.out.colour)));
    }

    /// A table of data.
    pub fn table(&self, table: Table) {
        for line in table.lines(self.out.width) {
            self.out.write(&format!("{}\n", line.render(self.out.colour).trim_end()));
        }
    }

    /// Data exactly as it is, such as SQL that somebody pipes into a shell; on a terminal control characters are shown.
    pub fn verbatim(&self, text: &str) {
        if self.out.width.is_some() { self.out.write(&escape(text, true)) } else { self.out.write(text) }
    }

    /// Data as JSON: the keys of the value, with `version` before them.
    ///
    /// # Errors
    /// When the value is no object.
    pub fn json(&self, value: &impl Serialize) -> Result<()> {
        #[derive(Serialize)]
        struct Versioned<'a, T> {
            version: u32,
            #[serde(flatten)]
            value: &'a T,
        }
        let json = serde_json::to_string_pretty(&Versioned { version: JSON_VERSION, value })
            .map_err(|error| Error::failure("cannot write the result as JSON").because(error))?;
        self.verbatim(&format!("{json}\n"));
        Ok(())
    }

    /// A line of talk: what is done. Not said when quiet.
    pub fn say(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Normal, &text.into());
    }

    /// A line for those who want to know more (`-v`).
    pub fn detail(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Verbose, &text.into());
    }

    /// Something that is not right and does not stop the work.
    pub fn warn(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Quiet, &Text::new().styled(Style::Caution, "warning:").plain(" ").then(text));
    }

    /// A command or an edit that helps.
    pub fn hint(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Quiet, &Text::new().styled(Style::Command, "hint:").plain(" ").then(text));
    }

    /// An error: its line, its causes, its hints.
    pub fn error(&self, error: &Error) {
        self.talk(Verbosity::Quiet, &Text::new().styled(Style::Bad, "error:").plain(" ").then(one_line(error)));
        let mut cause = error.source();
        while let Some(next) = cause {
            let text = next.to_string().trim_end().replace('\n', "\n    ");
            self.talk(Verbosity::Quiet, &Text::new().styled(Style::Faint, "  caused by:").plain(" ").plain(text));
            cause = next.source();
        }
        for hint in error.hints() {
            self.hint(one_line(hint));
        }
    }

    /// What went wrong with writing data, if anything did: a full disk, but not a reader who has left.
    ///
    /// # Errors
    /// With that.
    pub fn finish(&self) -> Result<()> {
        self.out
            .failure()
            .map_or(Ok(()), |error| Err(Error::failure("cannot write to the standard output").because(error)))
    }

    /// One for a command that is called by another: it says things to the same terminal, as talkative as this, and
    /// its data, which is not JSON unless it says so, goes there. It is to be [finished](Self::finish) on its own.
    pub(crate) fn for_called(&self, data: DataOfCalled<'_>) -> Self {
        let out = match data {
            // Where this one's data is JSON, nothing else may stand beside it.
            DataOfCalled::Shown if self.json => self.err.clone(),
            DataOfCalled::Shown => self.out.clone(),
            DataOfCalled::Kept(captured) => Stream::new(Box::new(captured.clone()), false, None),
        };
        Self { out, err: self.err.clone(), prompts: self.prompts.clone(), verbosity: self.verbosity, json: false }
    }

    fn talk(&self, least: Verbosity, text: &Text) {
        if self.verbosity >= least {
            self.err.write(&format!("{}\n", text.render(self.err.colour)));
        }
    }

    /// A page that clap has styled: help that was asked for is data, help that was not is talk.
    pub(crate) fn page(&self, page: &clap::builder::StyledStr, asked_for: bool) {
        let stream = if asked_for { &self.out } else { &self.err };
        let page = if stream.colour { page.ansi().to_string() } else { page.to_string() };
        page.lines().for_each(|line| stream.write(&format!("{}\n", line.trim_end())));
    }
}

fn one_line(text: &impl ToString) -> Text {
    Text::new().plain(escape(&text.to_string(), false))
}
