use std::error::Error as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::report::{self, Report};
use super::text::escape;
use super::work::WorkLine;
use super::{Captured, Prompts, Stream, Style, Table, Terminal, Text, Typed, Work};
use crate::error::{Error, Result};
use crate::interruption::{self, Ending, Held, Manner, Signal};

/// Everything that reaches the terminal. Data goes to standard output, talk to standard error. A clone says the same
/// things to the same terminal.
#[derive(Clone)]
pub struct Ui {
    out: Stream,
    pub(super) err: Stream,
    /// How questions are asked, where somebody is there to answer.
    pub(super) prompts: Option<Prompts>,
    verbosity: Verbosity,
    json: bool,
    report: Arc<Mutex<Report>>,
    /// Where progress is seen, if it is.
    line: Option<Arc<WorkLine>>,
    /// Whether it is the terminal of the process, whose signals are meant for what is done on it.
    of_process: bool,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Errors, warnings and data.
    Quiet,
    /// What is done.
    #[default]
    Normal,
    /// Details too (`-v`).
    Verbose,
    /// Each statement that a database is sent as well (`-vv`).
    Trace,
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
    /// The terminal, or wherever the streams of this process lead.
    pub fn of_process(colour: Colour, terminal: Terminal) -> Self {
        let stream = |to: Box<dyn Write + Send>, term: &console::Term| {
            // Where a terminal says that it has no columns, it only does not know.
            let width = term.size_checked().map(|(_, width)| width.into()).filter(|width| *width > 0).unwrap_or(80);
            Stream::new(to, terminal.is_styled(colour, term.is_term()), term.is_term().then_some(width))
        };
        let (out, err) = (console::Term::stdout(), console::Term::stderr());
        Self {
            line: (err.is_term() && terminal.can_be_rewritten()).then(Arc::default),
            prompts: Prompts::of_process(),
            of_process: true,
            ..Self::of(stream(Box::new(io::stdout()), &out), stream(Box::new(io::stderr()), &err))
        }
    }

    /// One that keeps what is written: what went to standard output, what went to standard error.
    pub fn captured() -> (Self, Captured, Captured) {
        let (out, err) = (Captured::default(), Captured::default());
        let stream = |to: &Captured| Stream::new(Box::new(to.clone()), false, None);
        (Self::of(stream(&out), stream(&err)), out, err)
    }

    fn of(out: Stream, err: Stream) -> Self {
        let (verbosity, report) = (Verbosity::Normal, Arc::default());
        Self { out, err, prompts: None, verbosity, json: false, report, line: None, of_process: false }
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
        self.give(&format!("{}\n", text.into().render(self.styles_data())));
    }

    /// A table of data.
    pub fn table(&self, table: Table) {
        for line in table.lines(self.out.width.filter(|_| !self.json)) {
            self.give(&format!("{}\n", line.render(self.styles_data()).trim_end()));
        }
    }

    /// Data exactly as it is, such as SQL that somebody pipes into a shell; on a terminal control characters are shown.
    pub fn verbatim(&self, text: &str) {
        if self.out.width.is_some() && !self.json { self.give(&escape(text, true)) } else { self.give(text) }
    }

    /// Data as JSON: the keys of the value, with `version` before them. With `--json` it is printed when the command
    /// ends, and is all that it prints: what is reported a second time joins it, lists being continued.
    ///
    /// # Errors
    /// When the value is no object.
    pub fn json(&self, value: &impl Serialize) -> Result<()> {
        let keys = report::object(value)?;
        if self.json {
            self.report().add(keys);
            return Ok(());
        }
        let mut report = Report::default();
        report.add(keys);
        self.verbatim(&report.text()?);
        Ok(())
    }

    fn report(&self) -> MutexGuard<'_, Report> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Data as text. Where JSON is wanted it becomes a part of that.
    fn give(&self, text: &str) {
        if self.json { self.report().output.push_str(text) } else { self.write(&self.out, text) }
    }

    fn styles_data(&self) -> bool {
        self.out.colour && !self.json
    }

    pub(super) fn write(&self, stream: &Stream, text: &str) {
        match &self.line {
            Some(line) => line.around(|| stream.write(text)),
            None => stream.write(text),
        }
    }

    pub(super) fn while_asking<T>(&self, ask: impl FnOnce() -> T) -> T {
        match &self.line {
            Some(line) => line.while_asking(ask),
            None => ask(),
        }
    }

    /// Work that may take longer: on a terminal it is seen after a second, with the time that it has taken and, where
    /// `total` parts are to be done, how many have begun.
    pub fn work(&self, what: impl std::fmt::Display, total: Option<usize>) -> Work {
        self.work_since(what, total, Duration::ZERO)
    }

    /// The same for work that has been going on for so long.
    pub fn work_since(&self, what: impl std::fmt::Display, total: Option<usize>, ago: Duration) -> Work {
        match &self.line {
            Some(line) if self.shows_work() => Work::begin(line, what, total, ago),
            _ => Work::unseen(),
        }
    }

    /// Whether work is seen while it goes on.
    pub fn shows_work(&self) -> bool {
        self.line.is_some() && self.verbosity > Verbosity::Quiet && !self.json
    }

    /// A line of talk: what is done. Not said when quiet.
    pub fn say(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Normal, &text.into());
    }

    /// A line for those who want to know more (`-v`).
    pub fn detail(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Verbose, &text.into());
    }

    /// A line for those who want to know everything (`-vv`).
    pub fn trace(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Trace, &text.into());
    }

    /// Something that is not right and does not stop the work.
    pub fn warn(&self, text: impl Into<Text>) {
        let text = text.into();
        self.report().warnings.push(text.render(false));
        self.caution(text);
    }

    fn caution(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Quiet, &Text::new().styled(Style::Caution, "warning:").plain(" ").then(text));
    }

    /// A command or an edit that helps.
    pub fn hint(&self, text: impl Into<Text>) {
        self.talk(Verbosity::Quiet, &Text::new().styled(Style::Command, "hint:").plain(" ").then(text));
    }

    /// An error: its line, its causes, its hints, and then those that were found with it.
    pub fn error(&self, error: &Error) {
        self.report().fail(None, error);
        self.tell(error);
    }

    /// The error of one of several databases.
    pub fn error_of(&self, alias: &str, error: &Error) {
        self.report().fail(Some(alias), error);
        self.caution(Text::new().plain("the database ").styled(Style::Alias, alias).plain(" failed"));
        self.tell(error);
    }

    fn tell(&self, error: &Error) {
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
        error.others().iter().for_each(|other| self.tell(other));
    }

    /// Ends the output: with `--json`, this is where it is printed.
    ///
    /// # Errors
    /// With what went wrong with writing data, if anything did: a full disk, but not a reader who has left.
    pub fn finish(&self) -> Result<()> {
        if self.json {
            let text = {
                let mut report = self.report();
                if std::mem::replace(&mut report.printed, true) { String::new() } else { report.text()? }
            };
            self.write(&self.out, &text);
        }
        self.out.failure().map_or(Ok(()), |error| {
            let full = error.kind() == io::ErrorKind::StorageFull;
            let error = Error::failure("cannot write to the standard output").because(error);
            Err(if full { error.hint("make room where the output goes, then run the command again") } else { error })
        })
    }

    /// From now on, and until what is given is dropped, a signal does not end the process before its work comes to a
    /// place where it can stop; or, if that takes too long, in the words that this gives.
    pub(crate) fn until_boundary(&self, words: impl Fn(Signal) -> Error + Send + Sync + 'static) -> Option<Held> {
        self.of_process.then(|| interruption::hold(Manner::AtBoundary(self.ending(words))))
    }

    /// The same, and a signal ends the process at once.
    pub(crate) fn at_once(&self, words: impl Fn(Signal) -> Error + Send + Sync + 'static) -> Option<Held> {
        self.of_process.then(|| interruption::hold(Manner::AtOnce(self.ending(words))))
    }

    fn ending(&self, words: impl Fn(Signal) -> Error + Send + Sync + 'static) -> Ending {
        let ui = self.clone();
        Arc::new(move |signal| {
            // What is going on is not drawn again behind it.
            ui.while_asking(|| {
                ui.error(&words(signal));
                // That it cannot be written changes nothing any more.
                let _ = ui.finish();
                std::process::exit(signal.kind().exit_code().into());
            });
        })
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
        Self { out, json: false, report: Arc::default(), ..self.clone() }
    }

    /// Ends the output of a command that this one's called, and which ended with this error: what was warned of there,
    /// and errors that were shown, are a part of what is said here.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub(crate) fn finish_called(&self, called: &Self, error: Option<&Error>) -> Result<()> {
        self.report().join(&called.report());
        if let Some(error) = error {
            called.report().fail(None, error);
        }
        called.finish()
    }

    fn talk(&self, least: Verbosity, text: &Text) {
        if self.verbosity >= least {
            self.write(&self.err, &format!("{}\n", text.render(self.err.colour)));
        }
    }

    /// A page that clap has styled: help that was asked for is data, help that was not is talk.
    pub(crate) fn page(&self, page: &clap::builder::StyledStr, asked_for: bool) {
        let stream = if asked_for { &self.out } else { &self.err };
        let page = if stream.colour { page.ansi().to_string() } else { page.to_string() };
        page.lines().for_each(|line| self.write(stream, &format!("{}\n", line.trim_end())));
    }
}

fn one_line(text: &impl ToString) -> Text {
    Text::new().plain(escape(&text.to_string(), false))
}
