use std::path::PathBuf;

use super::digest::digests;
use super::merged::merged;
use super::replay::replay;
use super::state_file::{StateFile, without_own_sql};
use super::{Beside, History, Migration, variants};
use crate::database::Session;
use crate::dialect::{Dialect, Driver};
use crate::error::{ErrorKind, Result};
use crate::schema::Schema;

/// The name of the file beside the migrations that remembers what they lead to.
pub const STATE_FILE: &str = "schema.json";

/// The schema that the migrations of a directory lead to.
#[derive(Clone, Debug)]
pub struct State {
    /// The schema.
    pub schema: Schema,
    /// What of it other directories make.
    pub beside: Beside,
    /// Whether `schema.json` said so; otherwise the migrations were run to find out, and it should be written anew.
    pub fresh: bool,
    /// Why `schema.json` was not believed, in words, where that is more than a migration that changed.
    pub notes: Vec<String>,
}

impl State {
    /// Finds out what the migrations lead to: from `schema.json` if it fits them, else by running them on a scratch
    /// database, for which `scratch` is asked then only. Nothing is written.
    ///
    /// # Errors
    /// When there is no scratch database, or a migration fails on it.
    pub fn load(
        history: &History,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    ) -> Result<Self> {
        Self::load_telling(history, dialect, scratch, &mut |_| ())
    }

    /// The same, each migration that is run for it being told to `begins`.
    ///
    /// # Errors
    /// As for [`State::load`].
    pub fn load_telling(
        history: &History,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
        begins: &mut dyn FnMut(&Migration),
    ) -> Result<Self> {
        let path = Self::path(history);
        let mut notes = Vec::new();
        let now = digests(history);
        let (mut file, unusable) = match StateFile::read(&path) {
            Ok(file) => (file, None),
            Err(reason) => (None, Some(reason)),
        };
        let mut fresh = true;
        // On SQLite running them is as good as free.
        let fits = file.as_ref().is_some_and(|file| file.without_doubts() == now);
        if !fits
            && dialect.driver() != Driver::Sqlite
            && path.exists()
            && let Some(merged) = merged(&path, history, &now)
        {
            (file, fresh) = (Some(merged), false);
        } else if let Some(reason) = unusable {
            notes.push(format!("{} {reason}: it is computed anew", path.display()));
        }
        let mut why = "schema.json is not there".to_owned();
        if let Some(file) = file {
            let knows_less = file.knows_less(dialect);
            let mut believed = || match knows_less.then(&mut *scratch) {
                None => Ok(true),
                Some(Ok(session)) => {
                    drop(session);
                    Ok(false)
                }
                Some(Err(error)) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::Terminated) => {
                    Err(error)
                }
                // Without a server it is as good as ever.
                Some(Err(_)) => Ok(true),
            };
            if file.migrations == now && believed()? {
                let beside = file.beside.clone();
                return Ok(Self { schema: file.into_schema(), beside, fresh, notes });
            }
            let untried = file.untried();
            // What nobody has tried is tried as soon as that can be done.
            if !untried.is_empty() && file.without_doubts() == now {
                match scratch() {
                    Ok(session) => drop(session),
                    Err(error) if matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::Terminated) => {
                        return Err(error);
                    }
                    Err(error) => {
                        let names = untried.join(", ");
                        notes
                            .push(format!("what {names} does was never tried, and is taken for what it says: {error}"));
                        let beside = file.beside.clone();
                        return Ok(Self { schema: file.into_schema(), beside, fresh, notes });
                    }
                }
            }
            why = match file.migrations == now {
                true => "schema.json was written by a manage that looked at less of the database".to_owned(),
                false => file.differs_from(&now),
            };
        }
        let mut scratch = || {
            scratch().map_err(|error| {
                error.hint(format!("it is needed to find out what the migrations lead to, by running them: {why}"))
            })
        };
        let scratch: &mut dyn FnMut() -> Result<Box<dyn Session>> = &mut scratch;
        let beside = match history.others() {
            Some(others) => Beside::of(&alone(&others, scratch, begins)?),
            None => Beside::default(),
        };
        let schema = if history.migrations.is_empty() {
            Schema::default()
        } else {
            let plain = replay(history, scratch()?.as_mut(), begins)?;
            notes.extend(variants::check(history, &plain, scratch)?);
            Self::in_our_words(plain, dialect)
        };
        let fresh = history.migrations.is_empty() && !path.exists();
        Ok(Self { schema, beside, fresh, notes })
    }

    /// What the migrations lead to when they are run, whatever `schema.json` says; `begins` is told of each.
    ///
    /// # Errors
    /// When there is no scratch database, or a migration fails on it.
    pub fn replayed(
        history: &History,
        dialect: &dyn Dialect,
        scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
        begins: &mut dyn FnMut(&Migration),
    ) -> Result<Schema> {
        Ok(Self::in_our_words(replay(history, scratch()?.as_mut(), begins)?, dialect))
    }

    /// Why `schema.json` does not remember what these migrations lead to, in words; `None` if it does. No database is
    /// asked.
    pub fn why_stale(history: &History) -> Option<String> {
        let path = Self::path(history);
        let file = match StateFile::read(&path) {
            Ok(Some(file)) => file,
            Ok(None) if history.migrations.is_empty() => return None,
            Ok(None) => return Some("schema.json is not there".to_owned()),
            Err(reason) => return Some(format!("schema.json {reason}")),
        };
        let now = digests(history);
        match file.untried() {
            _ if file.migrations == now => None,
            untried if !untried.is_empty() && file.without_doubts() == now => Some(format!(
                "no database has tried {}, of which schema.json says what it leads to",
                untried.join(", ")
            )),
            _ => Some(file.differs_from(&now)),
        }
    }

    /// What other directories make, as `schema.json` remembers it, whether it fits the migrations or not; `None` if
    /// there is no such file.
    pub fn remembered_beside(history: &History) -> Option<Beside> {
        StateFile::read(&Self::path(history)).ok().flatten().map(|file| file.beside)
    }

    /// Writes `schema.json`, whole or not at all. Nothing happens if it says the same already, or if there are no
    /// migrations yet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, history: &History, dialect: &dyn Dialect) -> Result<()> {
        let path = Self::path(history);
        if history.migrations.is_empty() && !path.exists() {
            return Ok(());
        }
        StateFile::write(&path, &StateFile::text(&digests(history), &self.schema, &self.beside, dialect)?)
    }

    /// The schema as `schema.json` has it: without the texts that we would write in the same way.
    pub fn in_our_words(mut schema: Schema, dialect: &dyn Dialect) -> Schema {
        let tables = std::mem::take(&mut schema.tables).into_values();
        tables.for_each(|table| schema.insert(without_own_sql(table, dialect)));
        schema
    }

    /// Where `schema.json` of the history is.
    pub fn path(history: &History) -> PathBuf {
        history.directory.join(STATE_FILE)
    }
}

/// What the migrations of the other directories lead to by themselves.
fn alone(
    others: &History,
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
    begins: &mut dyn FnMut(&Migration),
) -> Result<Schema> {
    replay(others, scratch()?.as_mut(), begins).map_err(|error| {
        error.hint("each directory of `migrations` is a chain of its own: one beside ours must run without ours")
    })
}

#[cfg(test)]
mod tests;
