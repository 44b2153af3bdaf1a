use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use globset::GlobBuilder;
use walkdir::WalkDir;

use crate::error::{Error, Result};

/// The files behind the entries of `models`.
#[derive(Debug, Default)]
pub(super) struct SourceList {
    /// The files, each once, in the order of the entries, sorted inside one.
    pub(super) files: Vec<SourceFile>,
    /// The files and folders that have to be watched to notice a change.
    pub(super) watched: BTreeSet<PathBuf>,
}

/// A file that may hold models.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// Where it is.
    pub(super) path: PathBuf,
    /// How it is called in messages: from the settings' folder on.
    pub(super) shown: PathBuf,
    /// Which entries it belongs to.
    pub(super) entries: Vec<usize>,
}

impl SourceList {
    /// Finds the files of every entry; one without any is an error.
    pub(super) fn find(base: &Path, entries: &[String]) -> Result<Self> {
        let mut list = Self::default();
        for (entry, text) in entries.iter().enumerate() {
            let mut files = list.files_of(base, text)?;
            if files.is_empty() {
                return Err(no_file(base, text));
            }
            files.sort();
            files.into_iter().for_each(|file| list.add(base, file, entry));
        }
        Ok(list)
    }

    fn add(&mut self, base: &Path, path: PathBuf, entry: usize) {
        match self.files.iter_mut().find(|own| own.path == path) {
            Some(own) => own.entries.push(entry),
            None => {
                let shown = path.strip_prefix(base).unwrap_or(&path).to_owned();
                self.files.push(SourceFile { path, shown, entries: vec![entry] });
            }
        }
    }

    fn files_of(&mut self, base: &Path, entry: &str) -> Result<Vec<PathBuf>> {
        if let Some(name) = entry.strip_prefix("crate:") {
            let folder = crate_sources(base, name)?;
            return self.below(&folder, |_| true);
        }
        let path = tidy(&base.join(entry));
        // A name that exists is meant, whatever characters it is made of.
        if path.is_dir() {
            return self.below(&path, |_| true);
        }
        if path.exists() || !entry.contains(['*', '?', '[', '{']) {
            self.watched.insert(path.clone());
            return if path.exists() { Ok(vec![path]) } else { Ok(Vec::new()) };
        }
        let text = path.to_string_lossy();
        let glob = GlobBuilder::new(&text)
            .literal_separator(true)
            .build()
            .map_err(|error| Error::failure(format!("the entry `{entry}` of models is no pattern")).because(error))?;
        let matcher = glob.compile_matcher();
        let fixed: PathBuf = path
            .components()
            .take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']))
            .collect();
        if fixed.is_dir() { self.below(&fixed, |path| matcher.is_match(path)) } else { Ok(Vec::new()) }
    }

    /// All `*.rs` below the folder that are wanted, hidden folders left out.
    fn below(&mut self, folder: &Path, wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
        self.watched.insert(folder.to_owned());
        let visible =
            |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
        let mut files = Vec::new();
        for entry in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(visible) {
            let entry = entry.map_err(|error| {
                Error::failure(format!("cannot look for models in {}", folder.display())).because(error)
            })?;
            let is_rust = entry.path().extension().is_some_and(|extension| extension == "rs");
            if entry.file_type().is_file() && is_rust && wanted(entry.path()) {
                files.push(entry.into_path());
            }
        }
        Ok(files)
    }
}

fn no_file(base: &Path, entry: &str) -> Error {
    if Path::new(entry).is_absolute() {
        // Such is the one that stands in for settings where only DATABASE_URL is known.
        return Error::failure(format!("there are no models in {entry}"))
            .hint("make it, or name another place in settings.json: `manage init` makes one where there is none");
    }
    Error::failure(format!("the entry `{entry}` of models matches no file in {}", base.display()))
        .hint("paths are relative to the settings file; name a file, a folder, a pattern, or crate:NAME")
}

/// The path without `.` and, where that is plain, without `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

/// The folder that the library of a dependency has its sources in.
fn crate_sources(base: &Path, name: &str) -> Result<PathBuf> {
    let failed = || Error::failure(format!("cannot find the sources of the crate `{name}`, which models names"));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1"])
        .current_dir(base)
        .output()
        .map_err(|error| failed().because(error).hint("cargo must be there to find a crate's sources"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(failed().because(said).hint(format!("try `cargo metadata` in {}", base.display())));
    }
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| failed().because(error))?;
    library(&metadata, name).ok_or_else(|| failed().hint(format!("is `{name}` among the dependencies in Cargo.toml?")))
}

fn library(metadata: &serde_json::Value, name: &str) -> Option<PathBuf> {
    let packages = metadata.get("packages")?.as_array()?;
    let package = packages.iter().find(|package| package.get("name").and_then(|own| own.as_str()) == Some(name))?;
    let targets = package.get("targets")?.as_array()?;
    let is_library = |target: &&serde_json::Value| {
        let kinds = target.get("kind").and_then(|kinds| kinds.as_array());
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind.as_str().is_some_and(|kind| kind.ends_with("lib"))))
    };
    let target = targets.iter().find(is_library).or_else(|| targets.first())?;
    Path::new(target.get("src_path")?.as_str()?).parent().map(Path::to_owned)
}
