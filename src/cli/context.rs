use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{Clock, Globals, Outcome, Steps};
use crate::error::Result;
use crate::settings::{Database, Settings, Variables};
use crate::ui::{Style, Text, Ui};

/// What a command is given.
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
    /// The Rust that runs with migrations.
    pub(crate) steps: Rc<Steps>,
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
        if settings.file().is_none() {
            self.ui.detail("there is no settings.json: going by DATABASE_URL and diesel.toml");
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

    /// The database of that alias, or else the default one.
    ///
    /// # Errors
    /// When there are no settings, or the alias is unknown.
    pub fn database(&mut self, alias: Option<&str>) -> Result<Database> {
        self.settings()?.one(alias)
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
                self.ui
                    .warn(Text::new().plain("the database ").styled(Style::Alias, database.alias()).plain(" failed"));
                self.ui.error(&error);
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
