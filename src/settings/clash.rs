use std::path::{Component, Path, PathBuf};

use super::{Address, Database, Settings};
use crate::error::{Error, Result};

impl Settings {
    /// What databases must not share: aliases that differ in case alone, directories, files. What a missing variable
    /// hides is seen when it is there.
    pub(super) fn check(&self) -> Result<()> {
        if let Some(text) = &self.default
            && let Some(alias) = text.plain()?
            && !self.databases.contains_key(&alias)
        {
            return Err(self.no_default(text, &alias));
        }
        let databases: Vec<&Database> = self.databases().collect();
        for (index, two) in databases.iter().enumerate() {
            for one in databases.iter().take(index) {
                clash(one, two)?;
            }
        }
        databases.into_iter().try_for_each(own_directories)
    }
}

fn clash(one: &Database, two: &Database) -> Result<()> {
    let names = format!("`{}` and `{}`", one.alias(), two.alias());
    let wrong = |what: String| Err(Error::failure(format!("{}: the databases {names} {what}", two.origin())));
    if one.alias().eq_ignore_ascii_case(two.alias()) {
        return wrong("differ in upper and lower case alone".to_owned())
            .map_err(|error: Error| error.hint("their folders would be one on many systems: rename one of them"));
    }
    if let (Ok(first), Ok(second)) = (one.migrations_directory(), two.migrations_directory()) {
        let (plain, other) = (settle(&first), settle(&second));
        if plain.starts_with(&other) || other.starts_with(&plain) {
            let inner = if plain.starts_with(&other) { &first } else { &second };
            return wrong(format!("both have migrations in {}", inner.display()))
                .map_err(|error: Error| error.hint("give each its own directory with the key `migrations`"));
        }
    }
    if let (Ok(Address::Sqlite(first)), Ok(Address::Sqlite(second))) = (one.address(), two.address())
        && settle(first.path()) == settle(second.path())
    {
        return wrong(format!("are the same file, {}", second.path().display()))
            .map_err(|error: Error| error.hint("name all their models and migrations under one alias"));
    }
    Ok(())
}

/// A database's own directories must differ, too.
fn own_directories(database: &Database) -> Result<()> {
    let Ok(directories) = database.migrations() else { return Ok(()) };
    let settled: Vec<PathBuf> = directories.iter().map(|directory| settle(directory)).collect();
    for (index, directory) in settled.iter().enumerate() {
        if settled.iter().take(index).any(|earlier| earlier == directory) {
            let twice = format!("the database `{}` names {} twice", database.alias(), directory.display());
            return Err(Error::failure(format!("{}: {twice}", database.origin())).hint("take one of them out"));
        }
    }
    Ok(())
}

/// The path without `.`, `..` and, as far as it exists, links.
fn settle(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    match (path.parent(), path.components().next_back()) {
        (Some(parent), Some(Component::Normal(name))) => settle(parent).join(name),
        (Some(parent), Some(Component::CurDir)) => settle(parent),
        (Some(parent), Some(Component::ParentDir)) => {
            let mut settled = settle(parent);
            settled.pop();
            settled
        }
        _ => path.to_owned(),
    }
}
