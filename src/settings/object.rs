use super::{Member, Node, Text, Value};
use crate::error::{Error, Result};

/// An object whose keys are all known.
pub(super) struct Object<'a> {
    pub(super) node: &'a Node,
    members: &'a [Member],
}

impl<'a> Object<'a> {
    /// The object in this node; a key that is not among the known ones is an error.
    pub(super) fn of(node: &'a Node, known: &[&str]) -> Result<Self> {
        let members = node.members()?;
        for member in members {
            if !known.contains(&member.name.as_str()) {
                let inside = if node.path.is_empty() { String::new() } else { format!(" in `{}`", node.path) };
                let unknown =
                    Error::failure(format!("{}: unknown key `{}`{inside}", member.place, member.name.escape_debug()));
                return Err(match closest(&member.name, known.iter().copied()) {
                    Some(meant) => unknown.hint(format!("did you mean `{meant}`?")),
                    None => unknown.hint(format!("the keys are {}", list(known.iter().copied()))),
                });
            }
        }
        Ok(Self { node, members })
    }

    /// The value of the key.
    pub(super) fn get(&self, name: &str) -> Option<&'a Node> {
        self.members.iter().find(|member| member.name == name).map(|member| &member.node)
    }

    /// The key as a string.
    pub(super) fn text(&self, name: &str) -> Result<Option<Text>> {
        self.get(name).map(Node::text).transpose()
    }

    /// The key as a list of strings; empty if it is not there.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<Text>> {
        self.get(name).map_or_else(|| Ok(Vec::new()), Node::texts)
    }
}

impl Node {
    /// A string, a number, true or false: what an option of a connection may be.
    pub(super) fn scalar(&self) -> Result<Text> {
        match &self.value {
            Value::Text(text) => Ok(Text::new(self, text.clone())),
            Value::Number(number) => Ok(Text::new(self, number.to_string())),
            Value::Bool(value) => Ok(Text::new(self, value.to_string())),
            _ => Err(self.wrong("a string, a number, true or false")),
        }
    }

    /// True or false.
    pub(super) fn bool(&self) -> Result<bool> {
        match &self.value {
            Value::Bool(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }
}

/// The candidate that was probably meant.
pub(super) fn closest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&typed, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.8)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, candidate)| candidate)
}

/// Names in backticks with commas between.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
