use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::graph::Graph;
use super::{Migration, Version, read};
use crate::dialect::Dialect;
use crate::error::{Error, Result};

/// The migrations of one directory, with what builds on what; and where other directories are read with it
/// ([`History::beside`]), theirs between them.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The directory, which need not exist yet.
    pub directory: PathBuf,
    /// The migrations, oldest version first: the order in which they run.
    pub migrations: Vec<Migration>,
    /// What is odd about the files, in words, though no error.
    pub warnings: Vec<String>,
    graph: Graph,
}

impl History {
    /// Reads the directory as Diesel does. One that does not exist is an empty history: it is made with the first
    /// migration. With an environment, its variants (`up.production.sql`) stand for the plain files.
    ///
    /// # Errors
    /// When a file cannot be read, a directory is no migration, two have the same version, or one builds on nothing
    /// that is there.
    pub fn read(directory: &Path, dialect: &dyn Dialect, environment: Option<&str>) -> Result<Self> {
        let mut warnings = Vec::new();
        let mut migrations = read::migrations(directory, dialect, environment, &mut warnings)?;
        let graph = Graph::link(&mut migrations)?;
        Ok(Self { directory: directory.to_owned(), migrations, warnings, graph })
    }

    /// The history with one more migration. Its parents are those of its header.
    ///
    /// # Errors
    /// When its version is taken, or it builds on nothing that is there.
    pub fn with(&self, migration: Migration) -> Result<Self> {
        let mut history = self.clone();
        match history.migrations.binary_search_by(|own| own.version.cmp(&migration.version)) {
            Ok(_) => Err(Error::history(format!("there is a migration of the version {} already", migration.version))),
            Err(place) => {
                history.migrations.insert(place, migration);
                history.graph = Graph::link(&mut history.migrations)?;
                Ok(history)
            }
        }
    }

    /// The history with the chains of other directories beside it: all run in the order of their versions, and each
    /// builds on its own directory's alone.
    ///
    /// # Errors
    /// When a version is there twice: the ledger knows versions only.
    pub fn beside(mut self, others: Vec<Self>) -> Result<Self> {
        for other in others {
            self.migrations.extend(other.migrations);
            self.warnings.extend(other.warnings);
        }
        self.migrations.sort_by(|one, other| one.version.cmp(&other.version));
        if let Some([one, other]) = self.migrations.array_windows().find(|[one, other]| one.version == other.version) {
            return Err(Error::history(format!(
                "{} and {} have the same version",
                one.directory.display(),
                other.directory.display()
            ))
            .hint("the ledger knows versions only: rename one of the directories before it is applied anywhere"));
        }
        self.graph = Graph::link(&mut self.migrations)?;
        Ok(self)
    }

    /// The migrations of the other directories alone, as a history; `None` where there are none.
    pub fn others(&self) -> Option<Self> {
        let mut migrations: Vec<Migration> = self.migrations.iter().filter(|own| !self.is_own(own)).cloned().collect();
        if migrations.is_empty() {
            return None;
        }
        let graph = Graph::link(&mut migrations).ok()?;
        Some(Self { directory: self.directory.clone(), migrations, warnings: Vec::new(), graph })
    }

    /// Whether the migration is in the directory itself, and not in another one beside it.
    pub fn is_own(&self, migration: &Migration) -> bool {
        migration.directory.parent() == Some(self.directory.as_path())
    }

    /// The migration of that version.
    pub fn get(&self, version: &Version) -> Option<&Migration> {
        self.place(version).and_then(|place| self.migrations.get(place))
    }

    /// How many migrations are where, in words.
    pub fn size(&self) -> String {
        let count = match self.migrations.len() {
            1 => "1 migration".to_owned(),
            count => format!("{count} migrations"),
        };
        format!("{count} in {}", self.directory.display())
    }

    /// The migrations of the directory itself that nothing builds on, oldest first. More than one: branches that have
    /// not met again.
    pub fn heads(&self) -> Vec<&Migration> {
        let mut heads = self.at(self.graph.heads());
        heads.retain(|head| self.is_own(head));
        heads
    }

    /// The migrations and everything that they build on, oldest first. Versions that are not there are passed over.
    pub fn with_ancestors<'a>(&self, versions: impl IntoIterator<Item = &'a Version>) -> Vec<&Migration> {
        self.at(self.graph.with_ancestors(versions.into_iter().filter_map(|version| self.place(version))))
    }

    /// The migrations and everything that builds on them, oldest first. Versions that are not there are passed over.
    pub fn with_descendants<'a>(&self, versions: impl IntoIterator<Item = &'a Version>) -> Vec<&Migration> {
        self.at(self.graph.with_descendants(versions.into_iter().filter_map(|version| self.place(version))))
    }

    /// The migrations that build on this one directly, oldest first.
    pub fn children(&self, version: &Version) -> Vec<&Migration> {
        self.at(self.place(version).into_iter().flat_map(|place| self.graph.children(place)))
    }

    /// The versions of the migrations.
    pub fn versions(&self) -> BTreeSet<Version> {
        self.migrations.iter().map(|migration| migration.version.clone()).collect()
    }

    fn place(&self, version: &Version) -> Option<usize> {
        self.migrations.binary_search_by(|migration| migration.version.cmp(version)).ok()
    }

    fn at(&self, places: impl IntoIterator<Item = usize>) -> Vec<&Migration> {
        places.into_iter().filter_map(|place| self.migrations.get(place)).collect()
    }
}
