use std::path::PathBuf;

use super::{Header, Script, Version};
use crate::error::{Error, Result};

/// A migration directory, read.
#[derive(Clone, Debug)]
pub struct Migration {
    /// Its version.
    pub version: Version,
    /// The directory's name, version included.
    pub name: String,
    /// The directory.
    pub directory: PathBuf,
    /// What the header of `up.sql` says, if it has one.
    pub header: Option<Header>,
    /// The versions that it builds on: those of the header, else all heads among the older ones.
    pub parents: Vec<Version>,
    /// Whether it runs in a transaction: what Diesel makes of `metadata.toml`.
    pub run_in_transaction: bool,
    /// What leads forward here: the variant for the environment, if there is one, else `up.sql`.
    pub up: Script,
    /// What leads forward elsewhere: `up.sql` if a variant is run instead of it, and variants for other environments.
    pub up_elsewhere: Vec<Script>,
    /// What leads back, if there is such a file: the variant for the environment, else `down.sql`.
    pub down: Option<Script>,
    /// What leads back elsewhere, as with [`Self::up_elsewhere`].
    pub down_elsewhere: Vec<Script>,
    /// Whether `down.sql` says `-- manage: irreversible`.
    pub irreversible: bool,
}

impl Migration {
    /// The directory's name after the version; empty if it has none.
    pub fn slug(&self) -> &str {
        self.name.split_once('_').map_or("", |(_, slug)| slug)
    }

    /// What it does, for a person: the header's message, else the words of the directory's name.
    pub fn title(&self) -> String {
        match &self.header {
            Some(header) if !header.message.is_empty() => header.message.clone(),
            _ => self.slug().replace(['_', '-'], " "),
        }
    }

    /// The plain `up.sql`, which Diesel runs and which the schema is computed from, whatever the environment.
    pub fn plain_up(&self) -> &Script {
        self.ups().find(|script| script.variant.is_none()).unwrap_or(&self.up)
    }

    /// Everything that leads forward, here or elsewhere.
    pub fn ups(&self) -> impl Iterator<Item = &Script> {
        std::iter::once(&self.up).chain(&self.up_elsewhere)
    }

    /// What belongs to what ran: the variant of this environment, or the plain `up.sql`.
    pub fn down_of(&self, ran: Option<&str>) -> Option<&Script> {
        let downs = || self.down.iter().chain(&self.down_elsewhere);
        let plain = || downs().find(|script| script.variant.is_none());
        match ran {
            Some(_) => downs().find(|script| script.variant.as_deref() == ran).or_else(plain),
            // Where up.sql runs in every environment, down.sql can have a variant for this one all the same.
            None => match &self.down {
                Some(own) if own.variant.is_some() && self.ups().any(|up| up.variant == own.variant) => plain(),
                own => own.as_ref(),
            },
        }
    }

    /// Whether it says `-- manage: in-order`: it joins branches, but only where they ran in the order of their versions.
    pub fn joins_in_order_only(&self) -> bool {
        self.plain_up().instructions().iter().any(|(_, word)| *word == "in-order")
    }

    /// What leads back from where this environment's `up.sql` leads.
    ///
    /// # Errors
    /// When there is no way back: no `down.sql`, an empty one, or one that says so.
    pub fn way_back(&self) -> Result<&Script> {
        self.usable(self.down.as_ref())
    }

    /// What leads back from what ran: the variant of this environment, or the plain `up.sql`.
    ///
    /// # Errors
    /// As for [`Self::way_back`].
    pub fn way_back_from(&self, ran: Option<&str>) -> Result<&Script> {
        self.usable(self.down_of(ran))
    }

    fn usable<'a>(&'a self, down: Option<&'a Script>) -> Result<&'a Script> {
        let own = |down: &Script| self.down.as_ref().is_some_and(|own| own.path == down.path);
        match down {
            Some(down) if if own(down) { self.irreversible } else { down.is_irreversible() } => Err(Error::failure(
                format!("{} cannot be undone: {} says that it is irreversible", self.name, down.path.display()),
            )
            .hint("write a new migration that leads forward to what is wanted, or restore a backup")),
            None => Err(Error::failure(format!("{} cannot be undone: it has no down.sql", self.name)).hint(format!(
                "write {} with the statements that undo its up.sql",
                self.directory.join("down.sql").display()
            ))),
            // As under Diesel, which takes a file without a byte for a mistake, but one with a comment for a decision.
            Some(down) if down.text.is_empty() => {
                Err(Error::failure(format!("{} cannot be undone: {} is empty", self.name, down.path.display()))
                    .hint("write the statements that undo its up.sql, or a comment if nothing needs to be undone"))
            }
            Some(down) => Ok(down),
        }
    }
}
