use chrono::{DateTime, Utc};
use minijinja::{Value, context};

use super::place::Place;
use super::{History, Making, NewMigration, Version};
use crate::dialect::{Dialect, Rendered};
use crate::error::Result;
use crate::sql::{Statement, checksum};
use crate::templates::Templates;

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

impl Draft {
    /// Gives the draft a version and fills in the templates. Nothing is written.
    ///
    /// # Errors
    /// When no version can come after the parents', or a template is broken, or makes a file that is no migration.
    pub fn prepare(
        &self,
        history: &History,
        dialect: &dyn Dialect,
        templates: &Templates,
        now: DateTime<Utc>,
    ) -> Result<NewMigration> {
        let place = Place::new(history, &self.message, &self.slug, &self.parents, now)?;
        let message = &place.header.message;
        let up = templates.fill(
            "migration/up.sql",
            context! { header => place.header.to_string(), message, statements => statements(&self.up) },
        )?;
        let down = templates.fill("migration/down.sql", context! { message, statements => statements(&self.down) })?;
        let metadata = if self.run_in_transaction {
            None
        } else {
            Some(templates.fill("migration/metadata.toml", context! { run_in_transaction => false })?)
        };
        let mut new = NewMigration::of(place, history, up, down, metadata, dialect)?;
        let (up, down) = (&new.migration.up, new.migration.down.as_ref());
        let same_up = holds(&up.statements, &self.up);
        let same_down = down.is_none_or(|down| holds(&down.statements, &self.down));
        if (!same_up && new.making.up.is_none()) || (!same_down && new.making.down.is_none()) {
            return Err(new.not_as_rendered());
        }
        new.making.up.take_if(|_| same_up);
        new.making.down.take_if(|_| same_down);
        new.making.how = if same_up && same_down { Making::Rendered } else { Making::Altered };
        Ok(new)
    }
}

/// The statements for a template. A comment of several lines must not end half way.
fn statements(rendered: &[Rendered]) -> Vec<Value> {
    let lines = |comments: &[String]| -> Vec<String> {
        comments.iter().flat_map(|comment| comment.lines()).map(str::to_owned).collect()
    };
    rendered
        .iter()
        .map(|statement| context! { comments => lines(&statement.comments), sql => &statement.sql })
        .collect()
}

/// Whether these are the statements that went in, comments and white space aside.
fn holds(found: &[Statement], rendered: &[Rendered]) -> bool {
    if rendered.is_empty() {
        return matches!(found, [only] if only.text == "SELECT 1");
    }
    let mut asked = rendered.iter().map(|statement| &statement.sql).filter(|sql| !sql.is_empty());
    found.iter().all(|own| asked.next().is_some_and(|sql| says(own, sql))) && asked.next().is_none()
}

/// Whether the statement is this one. Nearly always it is to the letter, and nothing has to be cut into tokens.
fn says(found: &Statement, sql: &str) -> bool {
    found.text == sql || checksum([found]) == checksum([&Statement { text: sql.to_owned(), ..found.clone() }])
}

#[cfg(test)]
mod tests;
