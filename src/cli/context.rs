use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Clock, Globals, Outcome, Program};
use crate::error::Result;
use crate::questions::Questions;
use crate::settings::{Database, Settings, Variables};
use crate::ui::Ui;

/// What a command is given: what it can say things on, who called it and how, and the ways to databases, questions and
/// other commands.
pub struct Context {
    /// Where everything is said.
    pub ui: Ui,
    /// The options that every command takes.
    pub globals: Globals,
    /// What time it is.
    pub clock: Clock,
    /// The environment of the process. What `.env` adds is known to the settings.
    pub variables: Variables,
    /// The directory in which the command was called.
    pub directory: PathBuf,
    pub(super) settings: Option<Rc<Settings>>,
    /// The program that the command is a part of.
    pub(crate) program: Rc<Program>,
    /// The commands that were called by commands, the innermost last.
    pub(super) calls: Vec<String>,
}

/// Whether the other databases have their turn when one has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// They have: nothing that is looked at changes.
    Continue,
    /// They have not: later ones may build on earlier ones.
    Stop,
}

impl Context {
    /// The settings, read when first asked for.
    ///
    /// # Errors
    /// When there are none, or they cannot be understood.
    pub fn settings(&mut self) -> Result<Rc<Settings>> {
        if let Some(settings) = &self.settings {
            return Ok(Rc::clone(settings));
        }
        let named = self.variables.get_os("MANAGE_SETTINGS").filter(|file| !file.is_empty());
        let file = self.globals.settings.as_deref().or_else(|| named.map(Path::new));
        let settings = Rc::new(Settings::load(file, &self.directory, self.variables.clone())?);
        match settings.file() {
            Some(file) => self.ui.detail(format!("settings: {}", file.display())),
            None => self
                .ui
                .hint("there is no settings.json: going by DATABASE_URL and diesel.toml; `manage init` writes one"),
        }
        self.settings = Some(Rc::clone(&settings));
        Ok(settings)
    }

    /// The databases of these aliases, in the order of the settings; without any, all that are managed.
    ///
    /// # Errors
    /// When there are no settings, or an alias is unknown.
    pub fn databases<A: AsRef<str>>(&mut self, aliases: &[A]) -> Result<Vec<Database>> {
        self.settings()?.select(aliases)
    }

    /// The database of that alias; `None` is the default one.
    ///
    /// # Errors
    /// When there are no settings, or the alias is unknown.
    pub fn database<'a>(&mut self, alias: impl Into<Option<&'a str>>) -> Result<Database> {
        self.settings()?.one(alias.into())
    }

    /// Questions to whoever called the command. Nobody is asked with `--no-input` or `--json`, without a terminal, or
    /// where the environment says `CI`: some of those run their jobs in a terminal that nobody sits at.
    pub fn questions(&self) -> Questions<'_> {
        Questions::new(&self.ui, self.why_nobody().is_some())
    }

    /// Why nobody is asked, if that is so: what comes behind "because".
    pub(crate) fn why_nobody(&self) -> Option<&'static str> {
        let ci = self.variables.get_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0");
        match () {
            () if self.globals.no_input => Some("of `--no-input`"),
            () if self.globals.json => Some("of `--json`"),
            () if ci => Some("the environment says `CI`"),
            () if !self.ui.can_ask() => Some("there is no terminal"),
            () => None,
        }
    }

    /// Hands over what a command reports, if it is wanted as JSON.
    ///
    /// # Errors
    /// When it is no object.
    pub fn report(&self, report: &impl serde::Serialize) -> Result<()> {
        if self.ui.wants_json() { self.ui.json(report) } else { Ok(()) }
    }

    /// Does something for each of the databases, in their order. The outcome is the gravest; errors are shown as they
    /// come, under the alias where there are several databases.
    ///
    /// # Errors
    /// With that of the only database, so that it is shown as that of any other command.
    pub fn each(
        &mut self,
        databases: &[Database],
        after_failure: AfterFailure,
        mut work: impl FnMut(&mut Self, &Database) -> Result<Outcome>,
    ) -> Result<Outcome> {
        if let [only] = databases {
            return work(self, only);
        }
        let mut gravest = Outcome::Done;
        let mut left = databases.iter();
        for database in left.by_ref() {
            let outcome = work(self, database).unwrap_or_else(|error| {
                self.ui.error_of(database.alias(), &error);
                Outcome::Failed(error.kind())
            });
            gravest = gravest.or_graver(outcome);
            if after_failure == AfterFailure::Stop && matches!(outcome, Outcome::Failed(_)) {
                break;
            }
        }
        let left: Vec<&str> = left.map(Database::alias).collect();
        if !left.is_empty() {
            self.ui.warn(format!("not reached: {}", left.join(", ")));
        }
        Ok(gravest)
    }
}
