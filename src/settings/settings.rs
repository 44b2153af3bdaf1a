use std::path::{Path, PathBuf};
use std::sync::Arc;

use indexmap::IndexMap;

use super::entry::Entry;
use super::object::{Object, closest, list};
use super::{Database, Node, Source, Text, Variables, find};
use crate::error::{Error, Result};

/// The settings: which databases there are.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The file, as messages show it.
    pub(super) shown: PathBuf,
    pub(super) file: Option<PathBuf>,
    pub(super) folder: Arc<Path>,
    pub(super) variables: Arc<Variables>,
    pub(super) default: Option<Text>,
    pub(super) environment: Option<Text>,
    pub(super) templates: Option<Text>,
    pub(super) databases: IndexMap<String, Database>,
}

/// The keys of the file.
pub(super) const KEYS: [&str; 5] = ["$schema", "default", "environment", "templates", "databases"];

impl Settings {
    /// The settings of this file, or else the nearest `settings.json` in the directory or above it, or else what
    /// `DATABASE_URL` and `diesel.toml` say.
    ///
    /// # Errors
    /// When there is nothing of all that, or it cannot be understood.
    pub fn load(file: Option<&Path>, directory: &Path, variables: Variables) -> Result<Self> {
        match file.map(Path::to_owned).or_else(|| find(directory)) {
            Some(file) => Self::read(&file, directory, variables),
            None => Self::of_diesel(directory, variables),
        }
    }

    /// Reads a settings file and the `.env` beside it, or else the nearest above. A path is shown relative to the
    /// directory where it is below it.
    ///
    /// # Errors
    /// When a file cannot be read or understood; with file, line and column.
    pub fn read(file: &Path, directory: &Path, variables: Variables) -> Result<Self> {
        let file = directory.join(file);
        let shown = file.strip_prefix(directory).unwrap_or(&file).to_owned();
        let source = Source::read(&file, &shown)?;
        let folder = file.parent().unwrap_or(directory);
        Self::of_source(&source, &file, variables.with_nearest_file(folder)?)
    }

    fn of_source(source: &Source, file: &Path, variables: Variables) -> Result<Self> {
        let root = Node::read(source)?;
        let object = Object::of(&root, &KEYS)?;
        object.text("$schema")?;
        let databases = object.get("databases").ok_or_else(|| {
            Error::failure(format!("{}: the key `databases` is missing", root.place))
                .hint(r#"write {"databases": {"default": {"driver": "sqlite", "database": "db.sqlite3"}}}"#)
        })?;
        let mut settings = Self {
            shown: source.shown.clone(),
            file: Some(file.to_owned()),
            folder: file.parent().unwrap_or(Path::new("")).into(),
            variables: Arc::new(variables),
            default: object.text("default")?,
            environment: object.text("environment")?,
            templates: object.text("templates")?,
            databases: IndexMap::new(),
        };
        for member in databases.members()? {
            settings.insert(Entry::read(member)?);
        }
        if settings.databases.is_empty() {
            return Err(Error::failure(format!("{}: `databases` holds no database", databases.place))
                .hint(r#"for example "default": {"driver": "sqlite", "database": "db.sqlite3"}"#));
        }
        settings.check()?;
        Ok(settings)
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        let database = Database {
            entry: Arc::new(entry),
            folder: Arc::clone(&self.folder),
            variables: Arc::clone(&self.variables),
        };
        self.databases.insert(database.alias().to_owned(), database);
    }

    /// The settings file; `None` where `DATABASE_URL` stands in for one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The folder that relative paths start from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The name of the environment, for which migrations may have variants; `None` if the settings name none.
    ///
    /// # Errors
    /// When a variable is missing, or the name could not be a part of a file's name.
    pub fn environment(&self) -> Result<Option<String>> {
        let Some(text) = &self.environment else { return Ok(None) };
        let name = self.variables.expand(text)?;
        if name.is_empty() {
            return Ok(None);
        }
        if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Ok(Some(name));
        }
        Err(text
            .error(format_args!("`environment` cannot be {name:?}"))
            .hint("it is a part of the names of files (up.production.sql): letters, digits, `_` and `-`"))
    }

    /// The folder of the project's own templates, absolute; `None` if the settings name none.
    ///
    /// # Errors
    /// When a variable is missing, or there is no such folder.
    pub fn templates(&self) -> Result<Option<PathBuf>> {
        let Some(text) = &self.templates else { return Ok(None) };
        let name = self.variables.expand(text)?;
        let path = self.folder.join(&name);
        if !name.trim().is_empty() && path.is_dir() {
            return Ok(Some(path));
        }
        Err(text
            .error(format_args!("`templates` names {name:?}, which is no folder"))
            .hint("make the folder, or leave the key out for `templates` beside the settings, which need not exist"))
    }

    /// A path below the folder of the settings as messages show it.
    pub fn shown(&self, path: &Path) -> PathBuf {
        let below = self.file.as_ref().and_then(|_| path.strip_prefix(&self.folder).ok());
        below.map_or_else(|| path.to_owned(), |below| self.shown.with_file_name("").join(below))
    }

    /// The environment of the process, and what `.env` adds.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// All databases, in the order of the file.
    pub fn databases(&self) -> impl Iterator<Item = &Database> {
        self.databases.values()
    }

    /// The database of that alias.
    ///
    /// # Errors
    /// When there is none; with the candidates.
    pub fn database(&self, alias: &str) -> Result<Database> {
        self.databases.get(alias).cloned().ok_or_else(|| {
            let unknown = Error::usage(format!("there is no database {alias:?} in {}", self.shown.display()));
            match closest(alias, self.aliases()) {
                Some(meant) => unknown.hint(format!("did you mean `{meant}`?")),
                None => unknown.hint(format!("the databases are {}", list(self.aliases()))),
            }
        })
    }

    /// The databases of these aliases, in the order of the file, each once; without any, all that are managed.
    ///
    /// # Errors
    /// When one is unknown, or when none is managed.
    pub fn select<A: AsRef<str>>(&self, aliases: &[A]) -> Result<Vec<Database>> {
        for alias in aliases {
            self.database(alias.as_ref())?;
        }
        let chosen = |database: &&Database| match aliases {
            [] => database.managed(),
            _ => aliases.iter().any(|alias| alias.as_ref() == database.alias()),
        };
        let selected: Vec<Database> = self.databases().filter(chosen).cloned().collect();
        if selected.is_empty() {
            return Err(Error::failure(format!("no database in {} is managed", self.shown.display()))
                .hint(format!("name one with --database: {}", list(self.aliases()))));
        }
        Ok(selected)
    }

    /// The database of that alias, or else the default one.
    ///
    /// # Errors
    /// When the alias is unknown, or when no database is the default.
    pub fn one(&self, alias: Option<&str>) -> Result<Database> {
        if let Some(alias) = alias {
            return self.database(alias);
        }
        if let Some(text) = &self.default {
            let alias = self.variables.expand(text)?;
            return self.databases.get(&alias).cloned().ok_or_else(|| self.no_default(text, &alias));
        }
        match (self.databases.get("default"), self.databases.first()) {
            (Some(database), _) => Ok(database.clone()),
            (None, Some((_, only))) if self.databases.len() == 1 => Ok(only.clone()),
            _ => Err(Error::usage("there are several databases, and none is the default")
                .hint(format!("name one with --database: {}", list(self.aliases())))),
        }
    }

    pub(super) fn no_default(&self, text: &Text, alias: &str) -> Error {
        let unknown = text.error(format_args!("`default` names the database {alias:?}, which is not in `databases`"));
        match closest(alias, self.aliases()) {
            Some(meant) => unknown.hint(format!("did you mean `{meant}`?")),
            None => unknown.hint(format!("the databases are {}", list(self.aliases()))),
        }
    }

    fn aliases(&self) -> impl Iterator<Item = &str> {
        self.databases.keys().map(String::as_str)
    }
}
