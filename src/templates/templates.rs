use std::io;
use std::path::{Path, PathBuf};

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use super::folder::Folder;
use super::source::Source;
use super::{built_in, failure, filters};
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::settings::Settings;

/// Where a project's own templates are, beside the settings, unless these say otherwise.
const FOLDER: &str = "templates";

/// How many steps a template may take. One that makes a thousand tables takes a hundredth of it.
const FUEL: u64 = 5_000_000;

/// The longest text that a template may make, in bytes.
const LONGEST: usize = 16 << 20;

/// The templates: those that come with `manage`, and a project's own, which stand for built-in ones of the same name.
///
/// A template is called by its path: `migration/up.sql` is `templates/migration/up.sql.j2` (or without `.j2`) of the
/// project, else the built-in one. A template can include, extend and import others by these names; `built-in/` before
/// one means the built-in one, so that an override can extend what it overrides. Beside the filters of minijinja there
/// are, in a template for SQL: `quote` (a name), `literal` (a value), `comment` (lines behind `-- `), `expression` (one
/// expression and no more), `parts` (what an index is made of), `whole(1, 10)` (a number from 1 to 10), `truth` (true or
/// false), and the functions `default_name(table, parts, unique)` (what an index is called) and `fail(message)`.
///
/// What is known in a template stands in the comment at the top of the built-in one. A blank that is not filled in is
/// an error; so is a template that takes too many steps, or makes too much text.
#[derive(Clone, Debug)]
pub struct Templates {
    folder: Option<Folder>,
    driver: Option<Driver>,
}

/// A template, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text, without empty lines at its top, with one line end at its end.
    pub text: String,
    /// The files of the project that it was made from, as messages show them; none if all is built in.
    pub own: Vec<PathBuf>,
}

/// The built-in template of this name, its blanks filled in: for what is written outside a project.
///
/// # Errors
/// When there is no such template, or it has a blank that is not filled in.
pub fn render(name: &str, blanks: Value) -> Result<String> {
    Templates::built_in().render(name, blanks)
}

impl Templates {
    /// Only those that come with `manage`.
    pub fn built_in() -> Self {
        Self { folder: None, driver: None }
    }

    /// Those of a project: `templates/` beside the settings, or the folder that they name.
    ///
    /// # Errors
    /// When the settings name a folder that is not there.
    pub fn of(settings: &Settings) -> Result<Self> {
        let path = match settings.templates()? {
            Some(path) => path,
            None => settings.folder().join(FOLDER),
        };
        Ok(Self::in_folder(&path, &settings.shown(&path)))
    }

    /// Those in this folder, which need not exist; messages show it in the second way.
    pub fn in_folder(path: &Path, shown: &Path) -> Self {
        Self { folder: Some(Folder { path: path.to_owned(), shown: shown.to_owned() }), driver: None }
    }

    /// The same for SQL of this database, with filters that quote as it does.
    #[must_use]
    pub fn for_driver(&self, driver: Driver) -> Self {
        Self { driver: Some(driver), ..self.clone() }
    }

    /// The template of this name, its blanks filled in, with one line end at the end.
    ///
    /// # Errors
    /// When there is no such template, it cannot be read, it is broken, or it has a blank that is not filled in; with
    /// file and line.
    pub fn render(&self, name: &str, blanks: Value) -> Result<String> {
        self.fill(name, blanks).map(|filled| filled.text)
    }

    /// The same, with the files that it was made from.
    ///
    /// # Errors
    /// As [`render`](Self::render).
    pub fn fill(&self, name: &str, blanks: Value) -> Result<Filled> {
        let source = Source::new(self.folder.clone());
        let environment = self.environment(&source);
        let known = blanks.clone();
        let text = try_render(&environment, name, blanks)
            .map_err(|error| source.take_error().unwrap_or_else(|| failure::told(name, &error, &source, &known)))?;
        let text = text.trim_end().trim_start_matches(['\n', '\r']);
        Ok(Filled { text: format!("{text}\n"), own: source.own_files() })
    }

    /// Whether there is a template of this name.
    ///
    /// # Errors
    /// When the project's folder cannot be read.
    pub fn has(&self, name: &str) -> Result<bool> {
        Ok(built_in::built_in(name).is_some() || self.own_file(name)?.is_some())
    }

    /// The project's own file for the template of this name, as messages show it.
    ///
    /// # Errors
    /// When the project's folder cannot be read.
    pub fn own_file(&self, name: &str) -> Result<Option<PathBuf>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        Ok(folder.file(name)?.map(|file| folder.shown.join(file)))
    }

    /// Where a template of the project of this name would be, as messages show it.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        let folder = self.folder.as_ref().map_or(Path::new(FOLDER), |folder| &folder.shown);
        folder.join(name)
    }

    pub(super) fn folder(&self) -> Option<&Folder> {
        self.folder.as_ref()
    }

    pub(super) fn source(&self) -> Source {
        Source::new(self.folder.clone())
    }

    pub(super) fn environment(&self, source: &Source) -> Environment<'static> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // What is written is SQL, TOML and Rust: nothing here is HTML.
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        // Errors then name the blank that is not filled in.
        environment.set_debug(true);
        let source = source.clone();
        environment.set_loader(move |name| source.load(name));
        if let Some(driver) = self.driver {
            filters::add(&mut environment, driver);
        }
        environment
    }
}

/// The text that the template makes.
pub(super) fn try_render(environment: &Environment<'_>, name: &str, blanks: Value) -> Result<String, minijinja::Error> {
    let mut text = Limited(Vec::new());
    environment.get_template(name)?.render_captured_to(blanks, &mut text)?;
    // Templates and values are strings, and so is what is put together from them.
    Ok(String::from_utf8_lossy(&text.0).into_owned())
}

/// Takes so much and no more.
struct Limited(Vec<u8>);

impl io::Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(io::Error::other(format!("the text gets longer than {LONGEST} bytes")));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The error for a name that is none of the templates of `manage`.
pub(super) fn unknown(name: &str) -> Error {
    Error::failure(format!("there is no template {name}"))
}
