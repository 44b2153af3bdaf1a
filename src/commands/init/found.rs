use std::fs;
use std::path::{Path, PathBuf};

use super::disagreement::Disagreement;
use super::manifest::Manifest;
use crate::error::{Error, Result};
use crate::settings::{DieselProject, DriverName, Variables, mask_url};

/// What is in a folder already.
pub(super) enum Found {
    /// No crate.
    Nothing,
    /// A crate that does not know Diesel.
    Crate(Manifest),
    /// A crate that uses Diesel.
    Diesel(DieselCrate),
}

/// What there is of a crate that uses Diesel.
pub(super) struct DieselCrate {
    /// Its database, as far as that can be told.
    pub(super) driver: Option<DriverName>,
    /// Where `DATABASE_URL` stands, if it is known.
    pub(super) url_from: Option<UrlFrom>,
    /// The migrations, as the settings name them.
    pub(super) migrations: String,
    /// The sources of models, as the settings name them.
    pub(super) models: Vec<String>,
    /// The tables that are left alone.
    pub(super) left_out: Vec<String>,
    /// What the models say otherwise than the migrations, or nothing of.
    pub(super) disagreement: Disagreement,
}

/// Where a URL stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum UrlFrom {
    Environment,
    /// The `.env` beside the settings.
    OwnFile,
    /// A `.env` further up.
    FileAbove(PathBuf),
}

impl Found {
    /// Looks into a folder that may not be there.
    ///
    /// # Errors
    /// When what is there cannot be understood.
    pub(super) fn in_folder(folder: &Path, variables: &Variables) -> Result<Self> {
        let manifest = Manifest::read(folder)?;
        let schema = fs::read_to_string(folder.join("src").join("schema.rs"));
        let is_diesel = manifest.as_ref().is_some_and(|manifest| manifest.depends_on("diesel"))
            || folder.join("diesel.toml").is_file()
            || folder.join("migrations").is_dir()
            || schema.is_ok_and(|text| text.contains("table!"));
        match manifest {
            manifest if is_diesel => Ok(Self::Diesel(DieselCrate::look(folder, manifest.as_ref(), variables)?)),
            Some(manifest) if manifest.name().is_some() => Ok(Self::Crate(manifest)),
            Some(_) => {
                let none = format!("{} is a workspace without a package", folder.join("Cargo.toml").display());
                Err(Error::failure(none).hint("name one of its members, or a folder for a new one: `manage init DIR`"))
            }
            None => Ok(Self::Nothing),
        }
    }
}

impl DieselCrate {
    fn look(folder: &Path, manifest: Option<&Manifest>, variables: &Variables) -> Result<Self> {
        let folder = folder
            .canonicalize()
            .map_err(|error| Error::failure(format!("cannot read {}", folder.display())).because(error))?;
        let project = DieselProject::find(&folder, variables.clone())?;
        let driver = match &project.url {
            Some(url) => Some(DriverName::of_url(url).map_err(|scheme| {
                Error::failure(format!("DATABASE_URL: unknown scheme `{scheme}`: {}", mask_url(url)))
                    .hint("URLs begin with `sqlite://`, `postgres://` or `mysql://`")
            })?),
            None => manifest.and_then(Manifest::driver),
        };
        let url_from = project.url.as_ref().map(|_| match &project.env_folder {
            None => UrlFrom::Environment,
            Some(own) if *own == folder => UrlFrom::OwnFile,
            Some(other) => UrlFrom::FileAbove(other.join(".env")),
        });
        let holds_tables = |file: &&PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains("table!"));
        let mut sources: Vec<PathBuf> = project.schemas.iter().filter(holds_tables).cloned().collect();
        let structs = folder.join("src").join("models.rs");
        if sources.is_empty() && manifest.is_some_and(|it| it.depends_on("diesel_manage")) && structs.is_file() {
            sources.push(structs);
        }
        let models: Vec<String> = sources.iter().map(|file| relative(file, &folder)).collect::<Result<_>>()?;
        let disagreement = driver
            .map(DriverName::driver)
            .and_then(|driver| Disagreement::find(driver, &folder, &project.migrations, &models, &project.left_out));
        Ok(Self {
            driver,
            url_from,
            migrations: relative(&project.migrations, &folder)?,
            models,
            left_out: project.left_out,
            disagreement: disagreement.unwrap_or_default(),
        })
    }
}

/// The path as it is written into a file of that folder.
fn relative(path: &Path, folder: &Path) -> Result<String> {
    // What is not there yet has no other name.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let common = folder.ancestors().find(|above| path.starts_with(above)).unwrap_or(Path::new(""));
    let up = folder.strip_prefix(common).map_or(0, |below| below.components().count());
    let down = path.strip_prefix(common).unwrap_or(&path);
    let mut parts = vec![".."; up];
    for part in down {
        let part = part.to_str();
        parts.push(part.ok_or_else(|| Error::failure(format!("the path {} is not UTF-8", path.display())))?);
    }
    Ok(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn paths_start_from_the_settings() {
        for (path, expected) in [
            ("/nowhere/a/migrations", "migrations"),
            ("/nowhere/a", "."),
            ("/nowhere/migrations", "../migrations"),
            ("/nowhere/b/c", "../b/c"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new("/nowhere/a")).unwrap(), expected);
        }
    }
}
