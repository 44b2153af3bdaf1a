use std::path::PathBuf;

use super::place::Place;
use super::{Header, History, Migration, Script, metadata};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::templates::Filled;

/// A migration with its version and its files' texts, of which nothing is on disk yet.
#[derive(Clone, Debug)]
pub struct NewMigration {
    /// The migration as it will be read.
    pub migration: Migration,
    /// The text of `metadata.toml`, where there is to be one.
    pub metadata: Option<String>,
    /// The history with the migration in it.
    pub history: History,
    /// What it was made from.
    pub making: MadeFrom,
}

/// What the files of a new migration were made from.
#[derive(Clone, Debug)]
pub struct MadeFrom {
    /// Whose statements they hold.
    pub how: Making,
    /// The project's own template that the statements of up.sql come from, as messages show it; `None` if they are
    /// the dialect's, or a built-in template's.
    pub up: Option<PathBuf>,
    /// The same for down.sql.
    pub down: Option<PathBuf>,
}

/// Whose statements a new migration holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// Exactly those that the dialect rendered for the changes.
    Rendered,
    /// Those that a template of the project made of them.
    Altered,
    /// Those of a template that knows nothing of the models.
    ByHand,
}

impl NewMigration {
    /// The migration of these texts, whose statements nobody has looked at.
    pub(super) fn of(
        place: Place,
        history: &History,
        up: Filled,
        down: Filled,
        metadata: Option<Filled>,
        dialect: &dyn Dialect,
    ) -> Result<Self> {
        let made_from = |filled: &Filled| filled.own.first().cloned();
        let making = MadeFrom { how: Making::ByHand, up: made_from(&up), down: made_from(&down) };
        let header = header(&place, &up)?;
        let run_in_transaction = metadata.as_ref().map_or(Ok(true), run_in_transaction)?;
        let up = script(&place, "up.sql", up, dialect)?;
        let down = script(&place, "down.sql", down, dialect)?;
        let migration = Migration {
            version: header.revision.clone(),
            name: place.name,
            directory: place.directory,
            header: Some(header),
            parents: Vec::new(),
            run_in_transaction,
            up,
            up_elsewhere: Vec::new(),
            irreversible: down.instructions().iter().any(|(_, word)| *word == "irreversible"),
            down: Some(down),
            down_elsewhere: Vec::new(),
        };
        let history = history.with(migration.clone())?;
        let migration = history.get(&migration.version).cloned().unwrap_or(migration);
        Ok(Self { migration, metadata: metadata.map(|filled| filled.text), history, making })
    }

    /// The files and their texts, in the order in which people read them.
    pub fn files(&self) -> Vec<(PathBuf, &str)> {
        let scripts =
            std::iter::once(&self.migration.up).chain(&self.migration.down).chain(&self.migration.up_elsewhere);
        let mut files: Vec<(PathBuf, &str)> =
            scripts.map(|script| (script.path.clone(), script.text.as_str())).collect();
        if let Some(metadata) = &self.metadata {
            files.push((self.migration.directory.join("metadata.toml"), metadata));
        }
        files
    }

    /// That the files do not hold what went in, though no template of the project is to blame.
    pub(super) fn not_as_rendered(&self) -> Error {
        let up = self.migration.up.path.display();
        Error::failure(format!("{up} would not hold the statements that it is made of"))
            .hint("please report it, with the models and what `manage makemigrations --dry-run` says")
    }
}

/// What the text was made from, for a person.
fn origin(filled: &Filled, file: &str) -> String {
    match filled.own.first() {
        Some(own) => own.display().to_string(),
        None => format!("the template of {file}"),
    }
}

/// The header as it will be read, which must say what the directory says.
fn header(place: &Place, up: &Filled) -> Result<Header> {
    let broken = |what: &str| {
        Error::failure(format!("{} makes {what}", origin(up, "up.sql"))).hint(
            "nothing was written: let the template begin with {{ header }}, which says what the migration builds on",
        )
    };
    if up.text.trim().is_empty() {
        return Err(broken("an empty up.sql, which diesel refuses to run"));
    }
    let found = Header::parse(&up.text)
        .ok_or_else(|| broken("an up.sql that does not begin with its header: Revision and Revises are not there"))?;
    if found.revision != place.header.revision {
        return Err(broken(&format!("an up.sql with `Revision: {}`, not {}", found.revision, place.header.revision)));
    }
    if found.revises != place.header.revises {
        return Err(broken("an up.sql with another `Revises` than it was given"));
    }
    Ok(found)
}

/// What `metadata.toml` says, which must be plain to see for diesel as well.
fn run_in_transaction(filled: &Filled) -> Result<bool> {
    const KEY: &str = "run_in_transaction";
    let broken = |what: String| {
        Error::failure(format!("{} makes {what}", origin(filled, "metadata.toml")))
            .hint(format!("nothing was written: its first line must be `{KEY} = true` or `{KEY} = false`"))
    };
    let found = metadata::run_in_transaction(&filled.text)
        .map_err(|error| broken(format!("a metadata.toml that cannot be understood: {error}")))?;
    let first = filled.text.lines().next().unwrap_or_default();
    if first.split('=').next().unwrap_or_default().trim() != KEY {
        return Err(broken(format!("a metadata.toml that does not begin with `{KEY}`")));
    }
    Ok(found)
}

/// The text as the file that it will be.
fn script(place: &Place, file: &str, filled: Filled, dialect: &dyn Dialect) -> Result<Script> {
    let broken = |what: &str| Error::failure(format!("{} makes {what}", origin(&filled, file)));
    let article = if file.starts_with('u') { "an" } else { "a" };
    if filled.text.trim().is_empty() {
        return Err(broken(&format!("an empty {file}, which diesel refuses to run"))
            .hint("nothing was written: `SELECT 1;` is a statement that does nothing"));
    }
    let statements = dialect.split(&filled.text).map_err(|error| {
        broken(&format!("{article} {file} that cannot be cut into statements: {error}")).hint("nothing was written")
    })?;
    Ok(Script { path: place.directory.join(file), variant: None, statements, text: filled.text })
}
