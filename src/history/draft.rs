use std::path::PathBuf;

use chrono::{DateTime, Utc};
use minijinja::context;

use super::new_version::{new_version, slug};
use super::{Header, History, Migration, Script, Version};
use crate::dialect::{Dialect, Rendered};
use crate::error::{Error, Result};
use crate::templates;

/// A migration that is to be written: what it does, not yet when and where.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it does, in a line.
    pub message: String,
    /// What its directory is called after the version. Whatever could trouble a file system becomes `_`.
    pub slug: String,
    /// What it builds on.
    pub parents: Vec<Version>,
    /// The statements that lead forward. None: `SELECT 1;`, since Diesel refuses an empty file.
    pub up: Vec<Rendered>,
    /// The statements that lead back.
    pub down: Vec<Rendered>,
    /// Whether Diesel is to run it in a transaction.
    pub run_in_transaction: bool,
}

/// A migration with its version and its files' texts, of which nothing is on disk yet.
#[derive(Clone, Debug)]
pub struct NewMigration {
    /// The migration as it will be read.
    pub migration: Migration,
    /// The text of `metadata.toml`, where there is to be one.
    pub metadata: Option<String>,
    /// The history with the migration in it.
    pub history: History,
}

impl Draft {
    /// Gives the draft a version and fills in the templates. Nothing is written.
    ///
    /// # Errors
    /// When no version can come after the parents', or the files would not hold the statements as they are.
    pub fn prepare(&self, history: &History, dialect: &dyn Dialect, now: DateTime<Utc>) -> Result<NewMigration> {
        let prefix = new_version(history, &self.parents, now)?;
        let name = format!("{prefix}_{}", slug(&self.slug));
        let version = Version::of_directory(&name);
        let directory = history.directory.join(&name);
        let mut revises = self.parents.clone();
        revises.sort();
        revises.dedup();
        let header = Header {
            message: self.message.split_whitespace().collect::<Vec<_>>().join(" "),
            revision: version.clone(),
            revises,
            created: now.format("%Y-%m-%d %H:%M:%S UTC").to_string(),
        };
        let up = templates::render(
            "migration/up.sql",
            context! { header => header.to_string(), statements => statements(&self.up) },
        )?;
        let down = templates::render(
            "migration/down.sql",
            context! { message => &header.message, statements => statements(&self.down) },
        )?;
        let metadata = if self.run_in_transaction {
            None
        } else {
            Some(templates::render("migration/metadata.toml", context! { run_in_transaction => false })?)
        };
        let up = script(directory.join("up.sql"), up, &self.up, dialect)?;
        let down = script(directory.join("down.sql"), down, &self.down, dialect)?;
        let migration = Migration {
            version,
            name,
            directory,
            header: Some(header),
            parents: Vec::new(),
            run_in_transaction: self.run_in_transaction,
            up,
            up_elsewhere: Vec::new(),
            irreversible: down.instructions().iter().any(|(_, word)| *word == "irreversible"),
            down: Some(down),
        };
        let history = history.with(migration.clone())?;
        let migration = history.get(&migration.version).cloned().unwrap_or(migration);
        Ok(NewMigration { migration, metadata, history })
    }
}

impl NewMigration {
    /// The files and their texts, in the order in which people read them.
    pub fn files(&self) -> Vec<(PathBuf, &str)> {
        let scripts = std::iter::once(&self.migration.up).chain(&self.migration.down);
        let mut files: Vec<(PathBuf, &str)> =
            scripts.map(|script| (script.path.clone(), script.text.as_str())).collect();
        if let Some(metadata) = &self.metadata {
            files.push((self.migration.directory.join("metadata.toml"), metadata));
        }
        files
    }
}

/// The statements for a template. A comment of several lines must not end half way.
fn statements(rendered: &[Rendered]) -> Vec<minijinja::Value> {
    let lines = |comments: &[String]| -> Vec<String> {
        comments.iter().flat_map(|comment| comment.lines()).map(str::to_owned).collect()
    };
    rendered
        .iter()
        .map(|statement| context! { comments => lines(&statement.comments), sql => &statement.sql })
        .collect()
}

/// The text as the file that it will be, of which the statements must be those that went in.
fn script(path: PathBuf, text: String, rendered: &[Rendered], dialect: &dyn Dialect) -> Result<Script> {
    let script = Script { statements: dialect.split(&text)?, path, variant: None, text };
    let asked = rendered.iter().map(|statement| statement.sql.as_str()).filter(|sql| !sql.is_empty());
    let found = script.statements.iter().map(|statement| statement.text.as_str());
    if rendered.is_empty() || asked.eq(found) {
        return Ok(script);
    }
    Err(Error::failure(format!("{} would not hold the statements that it is made of", script.path.display()))
        .hint("please report it, with the models and what `manage makemigrations --dry-run` says"))
}

#[cfg(test)]
mod tests;
