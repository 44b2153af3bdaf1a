use std::path::{Path, PathBuf};

use minijinja::Value;

use super::manifest::Manifest;
use crate::error::{Error, Result};

/// The sources of this crate, which a new project depends on until the crate is published.
pub(in crate::commands) struct Checkout {
    folder: PathBuf,
}

impl Checkout {
    /// The one in this folder, or else the one that this program was built from.
    ///
    /// # Errors
    /// When there is none.
    pub(in crate::commands) fn find(named: Option<&Path>) -> Result<Self> {
        let folder = named.unwrap_or(Path::new(env!("CARGO_MANIFEST_DIR")));
        let is_ours = |folder: &Path| {
            let manifest = Manifest::read(folder).ok().flatten();
            manifest.is_some_and(|manifest| manifest.name() == Some("diesel_manage"))
                && folder.join("crates").join("build").join("Cargo.toml").is_file()
        };
        if is_ours(folder) {
            // A link can be set elsewhere, and a relative path means something else in the project.
            let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
            return Ok(Self { folder });
        }
        let shown = folder.display();
        let hint = "`--path DIR` names a checkout; in Cargo.toml it can become `git = \"…\"` later";
        Err(match named {
            Some(_) => Error::failure(format!("{shown} is no checkout of diesel_manage")),
            None => {
                Error::failure(format!("the checkout of diesel_manage that manage was built from is gone: {shown}"))
            }
        }
        .hint(hint))
    }

    /// Where the crates are, for the templates, as strings of TOML.
    ///
    /// # Errors
    /// When the path is not UTF-8.
    pub(in crate::commands) fn blanks(&self) -> Result<Vec<(&'static str, Value)>> {
        let quoted = |folder: &Path| match folder.to_str() {
            Some(path) => Ok(Value::from(toml::Value::from(path).to_string())),
            None => Err(Error::failure(format!("the path {} is not UTF-8", folder.display()))
                .hint("`--path DIR` names another checkout")),
        };
        Ok(vec![
            ("diesel_manage", quoted(&self.folder)?),
            ("diesel_manage_build", quoted(&self.folder.join("crates").join("build"))?),
        ])
    }

    /// The versions of everything that this program was built and tested with.
    pub(super) fn lock(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.join("Cargo.lock")).ok()
    }
}
