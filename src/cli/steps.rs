use std::collections::BTreeSet;
use std::fs;

use super::Manage;
use crate::database::{Direction, RustStep, RustSteps, StepFunction};
use crate::error::{Error, Result};
use crate::history::{Migration, Version};
use crate::settings::{Database, Settings};

/// The Rust that runs with migrations, as the program gives it: of which database it is, is known with the settings.
#[derive(Default)]
pub(crate) struct Steps(Vec<Given>);

struct Given {
    /// The migration, as the program names it.
    revision: String,
    direction: Direction,
    function: StepFunction,
}

impl Manage {
    /// The same with Rust that runs with a migration, after the statements of its `up.sql` and in its transaction: for
    /// moving data in ways that SQL has no words for.
    ///
    /// ```no_run
    /// use diesel::prelude::*;
    /// use diesel::sqlite::SqliteConnection;
    /// use diesel_manage::{Manage, Result, RustStep};
    ///
    /// fn backfill(step: &mut RustStep<'_>) -> Result<()> {
    ///     if step.inspector().has_column("users", "nickname")? {
    ///         let connection: &mut SqliteConnection = step.connection()?;
    ///         let count = diesel::sql_query("UPDATE users SET nickname = name").execute(connection)?;
    ///         step.say(format!("{count} users have a nickname now"));
    ///     }
    ///     Ok(())
    /// }
    ///
    /// Manage::new().migration("2026-11-21-101500-0000_add_nickname", backfill).run();
    /// ```
    ///
    /// The migration is named by its directory or its version, with dashes or without; where several databases have one
    /// of that version, the alias stands before it: `analytics::202611211015000000`. What fails, or panics, takes the
    /// whole migration with it. A step moves data and leaves the schema alone: it takes no part in `makemigrations`,
    /// and `diesel migration run` passes over it.
    ///
    /// A migration outside a transaction runs its step in one of its own, together with the mark that it is done,
    /// unless the step calls [`RustStep::commit`].
    #[must_use]
    pub fn migration(
        self,
        revision: impl Into<String>,
        function: impl Fn(&mut RustStep<'_>) -> Result<()> + 'static,
    ) -> Self {
        self.step(revision.into(), Direction::Up, StepFunction::new(function))
    }

    /// The same with Rust that runs when a migration is taken back, before the statements of its `down.sql`. See
    /// [`Manage::migration`].
    #[must_use]
    pub fn migration_back(
        self,
        revision: impl Into<String>,
        function: impl Fn(&mut RustStep<'_>) -> Result<()> + 'static,
    ) -> Self {
        self.step(revision.into(), Direction::Down, StepFunction::new(function))
    }

    fn step(mut self, revision: String, direction: Direction, function: StepFunction) -> Self {
        self.program.steps.0.push(Given { revision, direction, function });
        self
    }
}

impl Steps {
    /// Those that belong to migrations of this database.
    ///
    /// # Errors
    /// When one names a database or a migration that is not there, could mean several, or has a twin.
    pub(crate) fn of(&self, settings: &Settings, database: &Database, migrations: &[Migration]) -> Result<RustSteps> {
        let mut steps = RustSteps::new(database.alias(), settings.environment()?, settings.variables().clone());
        for given in &self.0 {
            if let Some(migration) = given.migration(settings, database, migrations)?
                && !steps.insert(migration.version.clone(), given.direction, given.function.clone())
            {
                return Err(Error::failure(format!("{} has two Rust steps: {}", migration.name, given.call()))
                    .hint("make one function of the two"));
            }
        }
        Ok(steps)
    }

    /// Looks for what is given for one of these databases by alias, so that a mistake in that of a later one is found
    /// before anything runs on an earlier one.
    ///
    /// # Errors
    /// When one names a migration that is not there.
    pub(crate) fn look(&self, databases: &[Database]) -> Result<()> {
        for given in &self.0 {
            let Some((alias, name)) = given.revision.rsplit_once("::") else { continue };
            let Some(database) = databases.iter().find(|database| database.alias() == alias) else { continue };
            let version = Version::of_directory(name);
            match directories(database) {
                Some(names) if names.iter().all(|own| Version::of_directory(own) != version) => {
                    return Err(given.unknown(&names));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

impl Given {
    /// The migration of this database that it belongs to, if it is one of this database.
    fn migration<'a>(
        &self,
        settings: &Settings,
        database: &Database,
        migrations: &'a [Migration],
    ) -> Result<Option<&'a Migration>> {
        let (alias, name) = match self.revision.rsplit_once("::") {
            Some((alias, name)) => (Some(alias), name),
            None => (None, self.revision.as_str()),
        };
        let version = Version::of_directory(name);
        let found = migrations.iter().find(|migration| migration.version == version);
        if let Some(alias) = alias {
            settings.database(alias).map_err(|error| {
                let hints = error.hints().to_vec();
                let failed = Error::failure(format!("{} names no database", self.call())).because(error);
                hints.into_iter().fold(failed, Error::hint)
            })?;
            return match found {
                _ if alias != database.alias() => Ok(None),
                None => Err(self.unknown(&names(migrations))),
                found => Ok(found),
            };
        }
        let mut others = settings.databases().filter(|other| other.alias() != database.alias());
        match found {
            Some(migration) => match others.find(|other| versions(other).is_some_and(|it| it.contains(&version))) {
                None => Ok(Some(migration)),
                Some(other) => Err(Error::failure(format!(
                    "{} could mean {} of {} or the migration of that version of {}",
                    self.call(),
                    migration.name,
                    database.alias(),
                    other.alias()
                ))
                .hint(format!("put the alias before it: \"{}::{name}\"", database.alias()))),
            },
            // It may be one of a database whose migrations cannot be seen from here.
            None if others.any(|other| versions(other).is_none_or(|it| it.contains(&version))) => Ok(None),
            None => Err(self.unknown(&names(migrations))),
        }
    }

    fn unknown(&self, names: &[String]) -> Error {
        let typed = self.revision.rsplit("::").next().unwrap_or_default();
        let version = Version::of_directory(typed);
        let likeness = |name: &str| {
            let by_name = strsim::jaro_winkler(name, typed);
            by_name.max(strsim::jaro_winkler(Version::of_directory(name).as_str(), version.as_str()))
        };
        let near = names.iter().map(|name| (likeness(name), name));
        let near = near.filter(|(likeness, _)| *likeness > 0.8).max_by(|one, other| one.0.total_cmp(&other.0));
        let unknown = Error::failure(format!("{} names no migration", self.call()));
        match near {
            Some((_, name)) => unknown.hint(format!("did you mean \"{name}\"?")),
            None => unknown.hint("give the name of its directory, or its version; `manage showmigrations` lists them"),
        }
    }

    /// How it was given.
    fn call(&self) -> String {
        let method = match self.direction {
            Direction::Up => "migration",
            Direction::Down => "migration_back",
        };
        format!("`Manage::{method}({:?}, …)`", self.revision)
    }
}

fn names(migrations: &[Migration]) -> Vec<String> {
    migrations.iter().map(|own| own.name.clone()).collect()
}

/// The versions of a database's migrations, by the names of their directories alone; `None` if they cannot be seen.
fn versions(database: &Database) -> Option<BTreeSet<Version>> {
    Some(directories(database)?.iter().map(|name| Version::of_directory(name)).collect())
}

/// The names of the directories of a database's migrations; `None` if they cannot be seen.
fn directories(database: &Database) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for directory in database.migrations().ok()? {
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(_) => return None,
        };
        for entry in entries {
            let entry = entry.ok()?;
            if entry.path().is_dir() {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    Some(found)
}
