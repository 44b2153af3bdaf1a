use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use super::{DriverName, Node, Source, Text};
use crate::error::Result;

/// Where the models of one database are: what a build step may know of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelSources {
    /// The folder that relative entries start from: that of the settings file.
    pub folder: PathBuf,
    /// The entries of `models`, as they stand.
    pub models: Vec<String>,
    /// The directories of `migrations`, as they stand, ours first.
    pub migrations: Vec<String>,
    /// The driver, unless only a variable tells it.
    pub driver: Option<DriverName>,
    /// Whether it is the default database, as far as that can be told without variables.
    pub is_default: bool,
}

impl ModelSources {
    /// The models of every database of a settings file, by alias, in the order of the file. No variable is looked at,
    /// and nothing but `default`, `models`, `migrations` and the driver is read.
    ///
    /// # Errors
    /// When the file cannot be read, is not JSON, or when one of these keys has the wrong type or holds a variable.
    pub fn read(file: &Path) -> Result<IndexMap<String, Self>> {
        let source = Source::read(file, file)?;
        let root = Node::read(&source)?;
        let mut found = IndexMap::new();
        let Some(databases) = root.member("databases")? else { return Ok(found) };
        for member in databases.members()? {
            let database = &member.node;
            let migrations = database.member("migrations")?.map_or_else(|| Ok(Vec::new()), Node::text_or_texts)?;
            let mut migrations = plain(&migrations)?;
            if migrations.is_empty() {
                migrations.push(default_migrations(&member.name));
            }
            found.insert(
                member.name.clone(),
                Self {
                    folder: file.parent().unwrap_or(Path::new("")).to_owned(),
                    models: plain(&database.member("models")?.map_or_else(|| Ok(Vec::new()), Node::texts)?)?,
                    migrations,
                    driver: driver(database)?,
                    is_default: false,
                },
            );
        }
        let given = root.member("default")?.map_or(Ok(None), |node| node.text()?.plain())?;
        let only = if found.len() == 1 { found.keys().next().cloned() } else { None };
        let alias = given.or(only).unwrap_or_else(|| "default".to_owned());
        if let Some(default) = found.get_mut(&alias) {
            default.is_default = true;
        }
        Ok(found)
    }
}

/// The directory of a database whose settings name none.
pub(super) fn default_migrations(alias: &str) -> String {
    format!("app_migrations/{alias}")
}

fn plain(texts: &[Text]) -> Result<Vec<String>> {
    let read = |text: &Text| {
        text.plain()?.ok_or_else(|| {
            text.error(format_args!("`{}` must not hold a variable", text.path))
                .hint("the build step reads it too, and expands none")
        })
    };
    texts.iter().map(read).collect()
}

fn driver(database: &Node) -> Result<Option<DriverName>> {
    let read =
        |key: &str| -> Result<Option<String>> { database.member(key)?.map_or(Ok(None), |node| node.text()?.plain()) };
    if let Some(name) = read("driver")? {
        return Ok(DriverName::of(&name));
    }
    Ok(read("url")?.and_then(|url| DriverName::of_url(&url).ok()))
}
