use std::fmt;

use super::{Node, Origin};
use crate::error::{Error, Result};

/// A string of the settings file, its variables not expanded yet.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) origin: Origin,
    /// The way to its key: `databases.legacy.url`.
    pub(super) path: String,
    raw: String,
}

/// A part of a [`Text`].
pub(super) enum Part<'a> {
    Literal(&'a str),
    /// `${NAME}` or `${NAME:-fallback}`.
    Variable {
        name: &'a str,
        fallback: Option<&'a str>,
    },
}

impl Text {
    pub(super) fn new(node: &Node, raw: String) -> Self {
        Self { origin: Origin::File(node.place.clone()), path: node.path.clone(), raw }
    }

    /// A string that stands in no file; `path` is where it comes from.
    #[cfg(feature = "cli")]
    pub(super) fn literal(origin: Origin, path: &str, text: &str) -> Self {
        Self { origin, path: path.to_owned(), raw: text.replace("${", "$${") }
    }

    /// The string, if there is no variable in it.
    pub(super) fn plain(&self) -> Result<Option<String>> {
        let mut plain = String::new();
        for part in self.parts()? {
            match part {
                Part::Literal(text) => plain.push_str(text),
                Part::Variable { .. } => return Ok(None),
            }
        }
        Ok(Some(plain))
    }

    /// An error about this string.
    pub(super) fn error(&self, problem: impl fmt::Display) -> Error {
        Error::failure(format!("{}: {problem}", self.origin))
    }

    /// The string cut at its variables. `$${` stands for `${`; any other dollar sign stands for itself, so that a
    /// password keeps the ones it has.
    pub(super) fn parts(&self) -> Result<Vec<Part<'_>>> {
        let mut parts = Vec::new();
        let mut rest = self.raw.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            if let Some(before) = before.strip_suffix('$') {
                parts.extend([Part::Literal(before), Part::Literal("${")]);
                rest = after;
                continue;
            }
            let path = &self.path;
            let Some((inside, after)) = after.split_once('}') else {
                let open = self.error(format_args!("a `${{` in `{path}` is not closed"));
                return Err(open.hint("write `$${` where `${` is meant as it stands"));
            };
            let (name, fallback) = match inside.split_once(":-") {
                Some((name, fallback)) => (name, Some(fallback)),
                None => (inside, None),
            };
            if !is_variable(name) {
                // The name is not shown: it may be a piece of a password.
                let wrong = self.error(format_args!("a `${{…}}` in `{path}` does not hold the name of a variable"));
                return Err(wrong.hint("the forms are `${NAME}` and `${NAME:-fallback}`; `$${` stands for `${`"));
            }
            parts.extend([Part::Literal(before), Part::Variable { name, fallback }]);
            rest = after;
        }
        parts.push(Part::Literal(rest));
        Ok(parts)
    }
}

fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Shows where it stands and not what it says: it may be a password.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} at {})", self.path, self.origin)
    }
}
