use std::collections::{BTreeMap, BTreeSet};

use diesel_manage_syntax::nearest;
use minijinja::Value;

use super::about::is_name;
use super::blanks::Blanks;
use super::{Filled, Templates, built_in};
use crate::error::{Error, ErrorKind, Result};

/// Where the templates for `makemigrations --template` are.
const ROOM: &str = "migration";

/// What a blank cannot be called, because it is filled in anyway.
const PROVIDED: [&str; 2] = ["header", "message"];

/// A template for `makemigrations --template`: a folder `migration/NAME` with `up.sql` and `down.sql`, with
/// `metadata.toml` if the migration needs one, and with `message`, a line that says what the migration does.
#[derive(Clone, Debug)]
pub struct MigrationTemplate {
    templates: Templates,
    name: String,
}

impl MigrationTemplate {
    /// The template of this name.
    ///
    /// # Errors
    /// When there is none, with those that there are, or when it lacks a file.
    pub fn find(templates: &Templates, name: &str) -> Result<Self> {
        let found = Self { templates: templates.clone(), name: name.to_owned() };
        if !is_folder(name) {
            return Err(found.unknown("cannot be the name of a template")?);
        }
        match (templates.has(&found.file("up.sql"))?, templates.has(&found.file("down.sql"))?) {
            (true, true) => Ok(found),
            (false, false) => Err(found.unknown("is no template")?),
            (up, _) => {
                let lacks = templates.place(&found.file(if up { "down.sql" } else { "up.sql" }));
                Err(Error::failure(format!("the template `{name}` lacks {}.j2", lacks.display())).hint(
                    "a template needs both files; in down.sql `-- manage: irreversible` says that there is no way back",
                ))
            }
        }
    }

    /// What the templates are called: those that come with `manage`, and the project's own.
    ///
    /// # Errors
    /// When the project's folder cannot be read.
    pub fn names(templates: &Templates) -> Result<BTreeSet<String>> {
        let mut found = match templates.folder() {
            Some(folder) => folder.folders(ROOM)?,
            None => BTreeSet::new(),
        };
        found.extend(built_in::names().filter_map(|name| {
            let (folder, _) = name.strip_prefix(ROOM)?.strip_prefix('/')?.split_once('/')?;
            Some(folder.to_owned())
        }));
        found.retain(|name| is_folder(name));
        Ok(found)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether these values fill its blanks.
    ///
    /// # Errors
    /// With those that are missing, of the kind [`ErrorKind::Question`]; with one that it does not have, of the kind
    /// [`ErrorKind::Usage`].
    pub fn check(&self, values: &BTreeMap<String, String>) -> Result<()> {
        if let Some(own) = PROVIDED.into_iter().find(|own| values.contains_key(*own)) {
            return Err(Error::usage(format!("--set {own}: `{own}` is filled in by manage")));
        }
        let source = self.templates.source();
        let environment = self.templates.environment(&source);
        let mut files = Vec::new();
        for file in ["message", "up.sql", "down.sql", "metadata.toml"] {
            let file = self.file(file);
            if self.templates.has(&file)? {
                files.push(file);
            }
        }
        let provided = PROVIDED.map(|name| (name.to_owned(), Value::from("--"))).into();
        let blanks = Blanks::of(&environment, &files, &provided, values);
        if let Some(error) = source.take_error() {
            return Err(error);
        }
        if let Some(unknown) = values.keys().find(|name| !blanks.known.contains_key(*name)) {
            return Err(self.no_such_blank(unknown, &blanks));
        }
        if blanks.missing.is_empty() { Ok(()) } else { Err(self.missing(&blanks, values)) }
    }

    /// What the migration does, in a line, if the template says so.
    ///
    /// # Errors
    /// When the template is broken.
    pub fn message(&self, values: &BTreeMap<String, String>) -> Result<Option<String>> {
        let Some(filled) = self.fill("message", BTreeMap::new(), values)? else { return Ok(None) };
        let message = filled.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok((!message.is_empty()).then_some(message))
    }

    /// One of its files, filled in with what is provided and with the values; `None` if it does not have it.
    ///
    /// # Errors
    /// When the template is broken.
    pub fn fill(
        &self,
        file: &str,
        provided: BTreeMap<String, Value>,
        values: &BTreeMap<String, String>,
    ) -> Result<Option<Filled>> {
        let file = self.file(file);
        if !self.templates.has(&file)? {
            return Ok(None);
        }
        let mut blanks = provided;
        blanks.extend(values.iter().map(|(name, value)| (name.clone(), Value::from(value))));
        let filled = self.templates.fill(&file, Value::from(blanks));
        filled.map(Some).map_err(|error| match values.is_empty() {
            true => error,
            false => error.hint("look at the values that `--set` gives, and at the template"),
        })
    }

    fn file(&self, file: &str) -> String {
        format!("{ROOM}/{}/{file}", self.name)
    }

    fn unknown(&self, what: &str) -> Result<Error> {
        let names = Self::names(&self.templates)?;
        let shown: String = self.name.chars().take(64).collect();
        let error = Error::usage(format!("{shown:?} {what}"));
        let error = match nearest(&self.name, names.iter().map(String::as_str)) {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error,
        };
        let place = self.templates.place(&format!("{ROOM}/NAME/up.sql.j2"));
        Ok(error
            .hint(format!("the templates are {}", listed(names.iter().map(String::as_str))))
            .hint(format!("your own ones are folders: {}, and down.sql.j2 beside it", place.display())))
    }

    fn no_such_blank(&self, unknown: &str, blanks: &Blanks) -> Error {
        let error = Error::usage(format!("--set {unknown}: the template `{}` has no such blank", self.name));
        if !is_name(unknown) {
            return error.hint("write `--set NAME=VALUE`");
        }
        match (nearest(unknown, blanks.known.keys().map(String::as_str)), blanks.known.is_empty()) {
            (Some(near), _) => error.hint(format!("did you mean `{near}`?")),
            (None, true) => error.hint("it has none at all"),
            (None, false) => error.hint(format!("it has {}", listed(blanks.known.keys().map(String::as_str)))),
        }
    }

    fn missing(&self, blanks: &Blanks, values: &BTreeMap<String, String>) -> Error {
        let said = |name: &String| blanks.known.get(name).map(String::as_str).unwrap_or_default();
        let width = blanks.missing.iter().map(String::len).max().unwrap_or_default();
        let lines: Vec<String> = blanks
            .missing
            .iter()
            .map(|name| format!("    --set {name}=VALUE{}   {}", " ".repeat(width - name.len()), said(name)))
            .map(|line| line.trim_end().to_owned())
            .collect();
        let count = match lines.len() {
            1 => "a value".to_owned(),
            count => format!("{count} values"),
        };
        let error = Error::new(ErrorKind::Question, format!("the template `{}` needs {count}", self.name))
            .because(format!("not given:\n{}", lines.join("\n")))
            .hint("call the command again with these flags");
        let others = blanks.known.keys().filter(|name| !blanks.missing.contains(*name) && !values.contains_key(*name));
        others.fold(error, |error, name| match said(name) {
            "" => error.hint(format!("it also takes --set {name}=VALUE")),
            said => error.hint(format!("it also takes --set {name}=VALUE: {said}")),
        })
    }
}

/// Whether it can be the name of a template, which is that of a folder.
fn is_folder(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
