use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Migration, Version};
use crate::error::{Error, Result};

/// What builds on what. Migrations are known by their place in the order of versions; whatever a migration builds on
/// stands before it, so the order of versions is an order to run them in, and there are no cycles.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    parents: Vec<Vec<usize>>,
    children: Vec<Vec<usize>>,
}

impl Graph {
    /// Finds what each migration builds on, and fills in [`Migration::parents`]. The migrations are sorted by version,
    /// no two of which are the same.
    pub(super) fn link(migrations: &mut [Migration]) -> Result<Self> {
        let mut graph = Self::default();
        // Each directory is a chain of its own.
        let mut all_heads: BTreeMap<Option<PathBuf>, BTreeSet<usize>> = BTreeMap::new();
        for place in 0..migrations.len() {
            let folder = migrations.get(place).and_then(|own| own.directory.parent()).map(Path::to_owned);
            let heads = all_heads.entry(folder).or_default();
            let parents = match migrations.get(place).and_then(|migration| migration.header.as_ref()) {
                Some(header) => {
                    let places: Result<BTreeSet<usize>> =
                        header.revises.iter().map(|version| parent(migrations, place, version)).collect();
                    places?.into_iter().collect()
                }
                None => heads.iter().copied().collect::<Vec<_>>(),
            };
            for parent in &parents {
                heads.remove(parent);
                if let Some(children) = graph.children.get_mut(*parent) {
                    children.push(place);
                }
            }
            heads.insert(place);
            let versions = parents.iter().filter_map(|parent| migrations.get(*parent));
            let versions: Vec<Version> = versions.map(|parent| parent.version.clone()).collect();
            if let Some(migration) = migrations.get_mut(place) {
                migration.parents = versions;
            }
            graph.parents.push(parents);
            graph.children.push(Vec::new());
        }
        Ok(graph)
    }

    /// The migrations that nothing builds on.
    pub(super) fn heads(&self) -> impl Iterator<Item = usize> {
        self.children.iter().enumerate().filter(|(_, children)| children.is_empty()).map(|(place, _)| place)
    }

    /// The migrations that build on this one directly.
    pub(super) fn children(&self, place: usize) -> impl Iterator<Item = usize> {
        self.children.get(place).into_iter().flatten().copied()
    }

    /// The migrations and all that they build on.
    pub(super) fn with_ancestors(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        reach(&self.parents, from)
    }

    /// The migrations and all that build on them.
    pub(super) fn with_descendants(&self, from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        reach(&self.children, from)
    }
}

/// Everything that can be reached along the edges; without recursion, since a chain can be thousands long.
fn reach(edges: &[Vec<usize>], from: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = from.into_iter().collect();
    while let Some(place) = open.pop() {
        if found.insert(place) {
            open.extend(edges.get(place).into_iter().flatten());
        }
    }
    found
}

/// The place of what the migration at `place` says that it builds on.
fn parent(migrations: &[Migration], place: usize, version: &Version) -> Result<usize> {
    let found = migrations.binary_search_by(|migration| migration.version.cmp(version));
    let Some(child) = migrations.get(place) else { return Ok(place) };
    let file = child.plain_up().path.display();
    match found {
        Ok(parent) if parent < place => Ok(parent),
        Ok(parent) if parent == place => Err(Error::history(format!("migration {} builds on itself", child.name))
            .hint(format!("correct the line `-- Revises:` of {file}"))),
        Ok(parent) => {
            let name = migrations.get(parent).map_or_else(|| version.to_string(), |parent| parent.name.clone());
            Err(Error::history(format!("migration {} builds on {name}, which comes after it", child.name)).hint(format!(
                "migrations run in the order of their versions: correct the line `-- Revises:` of {file}, or rename the directory"
            )))
        }
        Err(_) => Err(Error::history(format!("migration {} builds on {version}, which is not there", child.name))
            .hint("bring the missing directory back (is it on another branch?)")
            .hint(format!("or correct the line `-- Revises:` of {file}"))),
    }
}

#[cfg(test)]
mod tests;
