use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::error::{Error, Result};
use crate::settings::DriverName;

/// A `Cargo.toml`.
pub(in crate::commands) struct Manifest {
    folder: PathBuf,
    table: Table,
}

impl Manifest {
    /// The one in this folder, if there is one.
    ///
    /// # Errors
    /// When it cannot be read or understood.
    pub(in crate::commands) fn read(folder: &Path) -> Result<Option<Self>> {
        let file = folder.join("Cargo.toml");
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(Error::failure(format!("cannot read {}", file.display())).because(error)),
        };
        let table = text.parse().map_err(|error: toml::de::Error| {
            Error::failure(format!("cannot understand {}", file.display())).because(error)
        })?;
        Ok(Some(Self { folder: folder.to_owned(), table }))
    }

    /// The name of its package, if it has one.
    pub(in crate::commands) fn name(&self) -> Option<&str> {
        self.table.get("package")?.get("name")?.as_str()
    }

    /// What it says of a workspace that it is the root of.
    pub(super) fn workspace(&self) -> Option<&Table> {
        self.table.get("workspace")?.as_table()
    }

    /// Whether the package depends on this crate.
    pub(super) fn depends_on(&self, name: &str) -> bool {
        self.dependencies().any(|(own, _)| own == name)
    }

    /// The only driver that its Diesel has, if it has one.
    pub(super) fn driver(&self) -> Option<DriverName> {
        let mut found = None;
        for (name, value) in self.dependencies().filter(|(name, _)| ["diesel", "diesel-async"].contains(&name.as_str()))
        {
            for feature in features(value).chain(self.inherited_features(&name, value)) {
                let Some(driver) = DriverName::of(feature.split(['_', '-']).next().unwrap_or_default()) else {
                    continue;
                };
                if found.is_some_and(|found| found != driver) {
                    return None;
                }
                found = Some(driver);
            }
        }
        found
    }

    /// Its dependencies by the names of the crates, those of some platforms included.
    fn dependencies(&self) -> impl Iterator<Item = (String, &Value)> {
        let platforms = self.table.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
        let tables = platforms.filter_map(Value::as_table).chain([&self.table]);
        tables.filter_map(|table| table.get("dependencies")?.as_table()).flatten().map(|(name, value)| {
            let package = value.get("package").and_then(Value::as_str);
            (package.unwrap_or(name).to_owned(), value)
        })
    }

    /// What `workspace = true` brings along.
    fn inherited_features(&self, name: &str, value: &Value) -> Vec<String> {
        if value.get("workspace").and_then(Value::as_bool) != Some(true) {
            return Vec::new();
        }
        let root = self.folder.ancestors().find_map(|folder| {
            let manifest = Self::read(folder).ok().flatten()?;
            Some(manifest.workspace()?.get("dependencies")?.get(name)?.clone())
        });
        root.as_ref().map(|value| features(value).collect()).unwrap_or_default()
    }
}

fn features(value: &Value) -> impl Iterator<Item = String> {
    let list = value.get("features").and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned)
}
