use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use minijinja::Value;

use super::place::Place;
use super::{History, NewMigration, Version};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::templates::{Filled, MigrationTemplate};

/// A migration that is to be written from a template which knows nothing of the models.
#[derive(Clone, Debug)]
pub struct ByHand<'a> {
    /// The template.
    pub template: &'a MigrationTemplate,
    /// What its blanks are filled in with.
    pub values: &'a BTreeMap<String, String>,
    /// What it does, in a line.
    pub message: String,
    /// What its directory is called after the version. Whatever could trouble a file system becomes `_`.
    pub slug: String,
    /// What it builds on.
    pub parents: Vec<Version>,
}

impl ByHand<'_> {
    /// Gives the migration a version and fills in the template. Nothing is written.
    ///
    /// # Errors
    /// When no version can come after the parents', or the template is broken, or makes a file that is no migration.
    pub fn prepare(&self, history: &History, dialect: &dyn Dialect, now: DateTime<Utc>) -> Result<NewMigration> {
        let place = Place::new(history, &self.message, &self.slug, &self.parents, now)?;
        let message = ("message".to_owned(), Value::from(&place.header.message));
        let header = ("header".to_owned(), Value::from(place.header.to_string()));
        let up = self.file("up.sql", [header, message.clone()].into())?;
        let down = self.file("down.sql", [message].into())?;
        let metadata = self.template.fill("metadata.toml", BTreeMap::new(), self.values)?;
        // A template that has nothing to say there this time.
        let metadata = metadata.filter(|filled| !filled.text.trim().is_empty());
        NewMigration::of(place, history, up, down, metadata, dialect)
    }

    fn file(&self, file: &str, provided: BTreeMap<String, Value>) -> Result<Filled> {
        self.template
            .fill(file, provided, self.values)?
            .ok_or_else(|| Error::failure(format!("the template `{}` lost its {file} meanwhile", self.template.name())))
    }
}
