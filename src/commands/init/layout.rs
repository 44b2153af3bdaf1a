use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use minijinja::Value;

use super::found::DieselCrate;
use super::manifest::Manifest;
use super::package_name::PackageName;
use super::workspace::claimed;
use super::{Checkout, NewFile};
use crate::error::Result;
use crate::settings::FILE_NAME;
use crate::templates::Templates;

/// The template of this name in `templates/project`, with these blanks.
pub(super) fn rendered(name: &str, templates: &Templates, blanks: &[(&'static str, Value)]) -> Result<String> {
    let blanks: BTreeMap<&str, Value> = blanks.iter().cloned().collect();
    templates.render(&format!("project/{name}"), Value::from(blanks))
}

/// A new project. What makes a second attempt look at the folder in another way comes last.
pub(super) fn project(folder: &Path, name: &PackageName, checkout: &Checkout) -> Result<Vec<NewFile>> {
    let folder = &whole(folder);
    let own_workspace = !claimed(folder);
    let mut blanks = checkout.blanks()?;
    blanks.push(("name", name.as_str().into()));
    blanks.push(("crate", name.as_crate().into()));
    blanks.push(("workspace", own_workspace.into()));
    let mut files = Files::new(Templates::built_in(), blanks);
    for path in ["README.md", "build.rs", "diesel.toml", "src/lib.rs", "src/main.rs", "src/models.rs", "src/schema.rs"]
    {
        files.push(path, path)?;
    }
    files.push(".gitattributes", "gitattributes")?;
    files.push(".gitignore", "gitignore")?;
    files.push("app_migrations/default/.gitkeep", "gitkeep")?;
    files.list.extend(management(folder, name.as_str(), own_workspace, checkout, &Templates::built_in())?);
    if own_workspace && let Some(text) = checkout.lock() {
        files.list.push(NewFile { path: "Cargo.lock".to_owned(), text, executable: false });
    }
    files.push("settings.schema.json", "settings.schema.json")?;
    files.push("Cargo.toml", "Cargo.toml")?;
    files.push(FILE_NAME, FILE_NAME)?;
    Ok(files.list)
}

/// What can be put beside an existing crate without a change to it.
pub(super) fn beside_a_crate(folder: &Path, manifest: &Manifest, checkout: &Checkout) -> Result<Vec<NewFile>> {
    let mut files = Files::new(Templates::built_in(), checkout.blanks()?);
    for path in ["diesel.toml", "src/models.rs", "src/schema.rs", "settings.schema.json"] {
        files.push(path, path)?;
    }
    files.push(".gitattributes", "gitattributes")?;
    files.push("app_migrations/default/.gitkeep", "gitkeep")?;
    let name = manifest.name().unwrap_or("project");
    files.list.extend(management(folder, name, false, checkout, &Templates::built_in())?);
    files.push(FILE_NAME, FILE_NAME)?;
    Ok(files.list)
}

/// The settings for a crate that uses Diesel.
pub(super) fn settings_for_diesel(found: &DieselCrate) -> Result<Vec<NewFile>> {
    let text = |text: &str| serde_json::Value::from(text.replace("${", "$${")).to_string();
    let list = |texts: &[String]| format!("[{}]", texts.iter().map(|it| text(it)).collect::<Vec<_>>().join(", "));
    let mut lines = Vec::new();
    if let Some(driver) = found.driver {
        lines.push(format!("\"driver\": {}", text(&driver.to_string())));
    }
    lines.push("\"url\": \"${DATABASE_URL}\"".to_owned());
    lines.push(format!("\"migrations\": {}", text(&found.migrations)));
    let tables = [found.left_out.as_slice(), &found.disagreement.tables].concat();
    let types = found.disagreement.patterns();
    for (key, values) in [("models", &found.models), ("ignore_tables", &tables), ("ignore_types", &types)] {
        if !values.is_empty() {
            lines.push(format!("\"{key}\": {}", list(values)));
        }
    }
    let mut files = Files::new(Templates::built_in(), vec![("lines", lines.into())]);
    files.push("settings.schema.json", "settings.schema.json")?;
    files.push(FILE_NAME, "diesel_settings.json")?;
    Ok(files.list)
}

/// The launcher, and the package that it runs.
pub(in crate::commands) fn management(
    folder: &Path,
    name: &str,
    in_new_workspace: bool,
    checkout: &Checkout,
    templates: &Templates,
) -> Result<Vec<NewFile>> {
    let own_workspace = !in_new_workspace && !claimed(&whole(folder).join("management"));
    let mut blanks = checkout.blanks()?;
    blanks.push(("name", name.into()));
    blanks.push(("workspace", own_workspace.into()));
    let mut files = Files::new(templates.clone(), blanks);
    for path in ["manage", "management/Cargo.toml", "management/src/commands/mod.rs", "management/src/main.rs"] {
        files.push(path, path)?;
    }
    if own_workspace {
        files.push("management/.gitignore", "management/gitignore")?;
    }
    Ok(files.list)
}

/// The folder by its whole name, by which workspaces above it are found.
fn whole(folder: &Path) -> PathBuf {
    let above = || Some(folder.parent()?.canonicalize().ok()?.join(folder.file_name()?));
    folder.canonicalize().ok().or_else(above).unwrap_or_else(|| folder.to_owned())
}

/// What a project has as this repository has it.
const VERBATIM: &[(&str, &str)] = &[
    ("manage", include_str!("../../../manage")),
    ("settings.schema.json", include_str!("../../../settings.schema.json")),
];

struct Files {
    list: Vec<NewFile>,
    templates: Templates,
    blanks: Vec<(&'static str, Value)>,
}

impl Files {
    fn new(templates: Templates, blanks: Vec<(&'static str, Value)>) -> Self {
        Self { list: Vec::new(), templates, blanks }
    }

    fn push(&mut self, path: &str, template: &str) -> Result<()> {
        let verbatim = VERBATIM.iter().find(|(own, _)| *own == template);
        let text = verbatim
            .map_or_else(|| rendered(template, &self.templates, &self.blanks), |(_, text)| Ok((*text).to_owned()))?;
        self.list.push(NewFile { path: path.to_owned(), text, executable: path == "manage" });
        Ok(())
    }
}
