//! Migration directories as Diesel sees them, and where Diesel would only find out later what is wrong, at once.

use std::collections::BTreeMap;
use std::fs::ReadDir;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::script::unreadable;
use super::{Header, Migration, Script, Version, metadata};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::parallel::parallel;

/// The migrations of a directory in the order of their versions, their parents not yet known.
pub(super) fn migrations(
    directory: &Path,
    dialect: &dyn Dialect,
    environment: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Vec<Migration>> {
    let entries = match std::fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(no_directory(directory, error)),
    };
    let directories = directories(directory, entries)?;
    let read = parallel(&directories, 64, |(name, path)| {
        let mut warnings = Vec::new();
        let version = version(name, path);
        let read = version.and_then(|version| migration(name, path, version, dialect, environment, &mut warnings));
        (read, warnings)
    });
    let mut found: BTreeMap<Version, Migration> = BTreeMap::new();
    for ((name, _), (migration, own_warnings)) in directories.iter().zip(read) {
        warnings.extend(own_warnings);
        let migration = migration?;
        if let Some(twin) = found.insert(migration.version.clone(), migration) {
            return Err(same_version(directory, &twin, name));
        }
    }
    Ok(found.into_values().collect())
}

/// Name and path of everything that Diesel takes for a migration, sorted by name: what is no file and has no dot
/// in front. A symbolic link is no file, whatever it leads to.
fn directories(directory: &Path, entries: ReadDir) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(directory, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), error))?;
        if !name.starts_with('.') && !kind.is_file() {
            found.push((name, entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

fn version(name: &str, path: &Path) -> Result<Version> {
    let version = Version::of_directory(name);
    let length = version.as_str().chars().count();
    if length > Version::MAX_LENGTH {
        let message = format!(
            "the version of {} is {length} characters long, and at most {} fit diesel's table",
            path.display(),
            Version::MAX_LENGTH
        );
        return Err(Error::history(message).hint(
            "the version is the text before the first `_`: rename the directory to YYYY-MM-DD-HHMMSS-0000_name",
        ));
    }
    Ok(version)
}

fn same_version(directory: &Path, one: &Migration, other: &str) -> Error {
    Error::history(format!(
        "two migrations have the version {}: {} and {other} in {}",
        one.version,
        one.name,
        directory.display()
    ))
    .hint("diesel would run only one of them: give the one that is not applied anywhere yet a later version")
}

/// Reads one directory.
fn migration(
    name: &str,
    path: &Path,
    version: Version,
    dialect: &dyn Dialect,
    environment: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<Migration> {
    let files = Files::list(path)?;
    if !files.plain_up {
        return Err(no_up(path, &files));
    }
    let plain = Script::read(path.join("up.sql"), None, dialect, warnings)?;
    if plain.text.is_empty() {
        return Err(Error::failure(format!("{} is empty, which diesel refuses to run", plain.path.display()))
            .hint("write the statements, or `SELECT 1;` for a migration that does nothing, or remove the directory"));
    }
    let header = Header::parse(&plain.text);
    if let Some(header) = header.as_ref().filter(|header| header.revision != version) {
        warnings.push(format!(
            "the header of {} says revision {}, but the directory's name says {version}, which counts",
            plain.path.display(),
            header.revision
        ));
    }
    if header.is_none() && Header::says_what_it_revises(&plain.text) {
        warnings.push(format!(
            "{} has `Revises` and no `Revision`, and counts as a migration without a header: add `-- Revision: {version}`",
            plain.path.display()
        ));
    }
    files.perhaps_misspelt(path, environment, warnings);
    let (up, up_elsewhere) = choose(path, "up", Some(plain), &files.up_variants, dialect, environment, warnings)?;
    let Some(up) = up else { return Err(no_up(path, &files)) };
    if up.text.is_empty() {
        return Err(Error::failure(format!("{} is empty", up.path.display()))
            .hint("write the statements, or a comment if nothing is to be done in this environment"));
    }
    let plain_down = files.plain_down.then(|| Script::read(path.join("down.sql"), None, dialect, warnings));
    let (down, down_elsewhere) =
        choose(path, "down", plain_down.transpose()?, &files.down_variants, dialect, environment, warnings)?;
    for script in std::iter::once(&up).chain(&down) {
        unknown_instructions(script, warnings);
    }
    let irreversible = down.as_ref().is_some_and(Script::is_irreversible);
    let run_in_transaction = !files.metadata || run_in_transaction(&path.join("metadata.toml"), warnings);
    Ok(Migration {
        version,
        name: name.to_owned(),
        directory: path.to_owned(),
        header,
        parents: Vec::new(),
        run_in_transaction,
        up,
        up_elsewhere,
        down,
        down_elsewhere,
        irreversible,
    })
}

/// The script that is run here and those that are run elsewhere. Of these, what cannot be read is passed over with a
/// warning: neither Diesel nor this environment runs it.
fn choose(
    path: &Path,
    which: &str,
    plain: Option<Script>,
    variants: &[String],
    dialect: &dyn Dialect,
    environment: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<(Option<Script>, Vec<Script>)> {
    let mut here = None;
    let mut elsewhere = Vec::new();
    for variant in variants {
        let file = path.join(format!("{which}.{variant}.sql"));
        match Script::read(file, Some(variant.clone()), dialect, warnings) {
            Ok(script) if environment == Some(variant) => here = Some(script),
            Ok(script) => elsewhere.push(script),
            Err(error) if environment == Some(variant) => return Err(error),
            Err(error) => warnings.push(error.to_string()),
        }
    }
    Ok(match here {
        Some(script) => {
            elsewhere.splice(0..0, plain);
            (Some(script), elsewhere)
        }
        None => (plain, elsewhere),
    })
}

fn run_in_transaction(file: &Path, warnings: &mut Vec<String>) -> bool {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
    text.and_then(|text| metadata::run_in_transaction(&text)).unwrap_or_else(|error| {
        warnings.push(format!(
            "{} cannot be understood ({error}): as under diesel, the migration runs in a transaction",
            file.display()
        ));
        true
    })
}

fn unknown_instructions(script: &Script, warnings: &mut Vec<String>) {
    for (line, word) in script.instructions() {
        if !matches!(word, "in-order" | "irreversible" | "safe") {
            warnings.push(format!(
                "{}:{line}: unknown instruction `-- manage: {word}` (known: in-order, irreversible, safe)",
                script.path.display()
            ));
        }
    }
}

/// What is in a migration's directory. One listing tells it all, so that nothing has to be probed for.
#[derive(Default)]
struct Files {
    plain_up: bool,
    plain_down: bool,
    metadata: bool,
    up_variants: Vec<String>,
    down_variants: Vec<String>,
    others: usize,
}

impl Files {
    fn list(path: &Path) -> Result<Self> {
        let mut files = Self::default();
        for entry in std::fs::read_dir(path).map_err(|error| no_migration(path, error))? {
            let name = entry.map_err(|error| unreadable(path, error))?.file_name().to_string_lossy().into_owned();
            let variant = |of: &str| {
                let variant = name.strip_prefix(of)?.strip_suffix(".sql")?;
                (!variant.is_empty()).then(|| variant.to_owned())
            };
            match name.as_str() {
                "up.sql" => files.plain_up = true,
                "down.sql" => files.plain_down = true,
                "metadata.toml" => files.metadata = true,
                _ if name.starts_with('.') => {}
                _ => match (variant("up."), variant("down.")) {
                    (Some(variant), _) => files.up_variants.push(variant),
                    (_, Some(variant)) => files.down_variants.push(variant),
                    _ => files.others += 1,
                },
            }
        }
        // The order of a listing is the file system's own.
        files.up_variants.sort();
        files.down_variants.sort();
        Ok(files)
    }

    /// Warns where the name of a variant is so much like the environment's that it may be meant.
    fn perhaps_misspelt(&self, path: &Path, environment: Option<&str>, warnings: &mut Vec<String>) {
        let Some(environment) = environment else { return };
        for (which, variants) in [("up", &self.up_variants), ("down", &self.down_variants)] {
            if variants.iter().any(|variant| variant == environment) {
                continue;
            }
            let likeness =
                |variant: &str| strsim::damerau_levenshtein(&variant.to_lowercase(), &environment.to_lowercase());
            for variant in variants.iter().filter(|variant| likeness(variant) < 3.min(environment.chars().count())) {
                warnings.push(format!(
                    "{} is no variant for the environment `{environment}`, though it looks like one: it is not run here",
                    path.join(format!("{which}.{variant}.sql")).display()
                ));
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.others == 0
            && !self.plain_down
            && !self.metadata
            && self.up_variants.is_empty()
            && self.down_variants.is_empty()
    }
}

fn no_up(path: &Path, files: &Files) -> Error {
    if files.is_empty() {
        return Error::failure(format!("{} is empty, but every directory here must be a migration", path.display()))
            .hint("diesel refuses it too: remove the directory, or put a dot before its name");
    }
    Error::failure(format!("{} is no migration: it has no up.sql", path.display()))
        .hint("diesel refuses it too: add up.sql, move the directory elsewhere, or put a dot before its name")
}

fn no_migration(path: &Path, error: std::io::Error) -> Error {
    let hint = match error.kind() {
        ErrorKind::NotADirectory => {
            "symbolic links among migrations must lead to directories: diesel refuses others too"
        }
        ErrorKind::NotFound => "it is a symbolic link to nothing: correct or remove it",
        _ => return unreadable(path, error),
    };
    Error::failure(format!("{} is no migration", path.display())).because(error).hint(hint)
}

fn no_directory(directory: &Path, error: std::io::Error) -> Error {
    let hint = match error.kind() {
        ErrorKind::NotADirectory => "it must be a directory: correct `migrations` in the settings, or remove the file",
        _ => return unreadable(directory, error),
    };
    Error::failure(format!("cannot read the migrations in {}", directory.display())).because(error).hint(hint)
}

#[cfg(test)]
mod tests;
