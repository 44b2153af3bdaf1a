use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Source, Text};
use crate::error::{Error, Result};
use crate::schema::Place;

/// No settings file nests deeper than this.
const DEEPEST: usize = 16;

/// A JSON value that knows where it stands.
///
/// serde_json gives values or positions, never both; but a borrowed [`RawValue`] is a slice of the text, and where a
/// slice begins is its position.
pub(super) struct Node {
    pub(super) place: Place,
    /// The way to it: `databases.legacy.url`; empty at the top.
    pub(super) path: String,
    pub(super) value: Value,
}

/// What a [`Node`] holds.
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    /// Keys in the order of the file, each once.
    Object(Vec<Member>),
}

/// A key of an object, and its value.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) node: Node,
}

impl Node {
    /// Reads a whole file.
    pub(super) fn read(source: &Source) -> Result<Self> {
        if source.text.trim().is_empty() {
            return Err(Error::failure(format!("{} is empty", source.shown.display()))
                .hint(r#"the least that it can hold is {"databases": {"default": {"url": "sqlite://db.sqlite3"}}}"#));
        }
        let raw: &RawValue = serde_json::from_str(&source.text).map_err(|error| syntax(source, 0, &error))?;
        node(source, raw, String::new(), 0)
    }

    /// What kind of value it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    /// The members of an object.
    pub(super) fn members(&self) -> Result<&[Member]> {
        match &self.value {
            Value::Object(members) => Ok(members),
            _ => Err(self.wrong("an object")),
        }
    }

    /// The member of that name of an object.
    pub(super) fn member(&self, name: &str) -> Result<Option<&Self>> {
        Ok(self.members()?.iter().find(|member| member.name == name).map(|member| &member.node))
    }

    /// A string, variables not expanded.
    pub(super) fn text(&self) -> Result<Text> {
        match &self.value {
            Value::Text(text) => Ok(Text::new(self, text.clone())),
            _ => Err(self.wrong("a string")),
        }
    }

    /// A list of strings.
    pub(super) fn texts(&self) -> Result<Vec<Text>> {
        match &self.value {
            Value::List(items) => items.iter().map(Self::text).collect(),
            _ => Err(self.wrong("a list of strings")),
        }
    }

    /// One string, or a list of them.
    pub(super) fn text_or_texts(&self) -> Result<Vec<Text>> {
        match &self.value {
            Value::Text(_) => Ok(vec![self.text()?]),
            Value::List(items) => items.iter().map(Self::text).collect(),
            _ => Err(self.wrong("a string or a list of strings")),
        }
    }

    /// The error for a value of the wrong type.
    pub(super) fn wrong(&self, wanted: &str) -> Error {
        let what = if self.path.is_empty() { "the settings".to_owned() } else { format!("`{}`", self.path) };
        let wrong = Error::failure(format!("{}: {what} must be {wanted}, not {}", self.place, self.kind()));
        match (&self.value, wanted) {
            (Value::Text(text), "true or false") if text == "true" || text == "false" => {
                wrong.hint(format!("write {text} without quotes"))
            }
            (Value::Text(_), "a list of strings") => wrong.hint("put it in brackets: [\"…\"]"),
            (Value::Null, _) => wrong.hint("leave the key out"),
            _ => wrong,
        }
    }
}

fn node(source: &Source, raw: &RawValue, path: String, depth: usize) -> Result<Node> {
    let text = raw.get();
    let offset = offset(source, text);
    let place = source.place(offset);
    if depth > DEEPEST {
        return Err(Error::failure(format!("{place}: this is nested too deeply")));
    }
    let wrong = |error: serde_json::Error| syntax(source, offset, &error);
    let value = match text.as_bytes().first() {
        Some(b'{') => {
            let Members(raw_members) = serde_json::from_str(text).map_err(wrong)?;
            Value::Object(members(source, &raw_members, &path, depth)?)
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(text).map_err(wrong)?;
            let read = |(index, item)| node(source, item, format!("{path}[{index}]"), depth + 1);
            Value::List(items.into_iter().enumerate().map(read).collect::<Result<_>>()?)
        }
        Some(b'"') => Value::Text(serde_json::from_str(text).map_err(wrong)?),
        Some(b't' | b'f') => Value::Bool(serde_json::from_str(text).map_err(wrong)?),
        Some(b'n') => Value::Null,
        _ => Value::Number(serde_json::from_str(text).map_err(wrong)?),
    };
    Ok(Node { place, path, value })
}

fn members(source: &Source, raw: &[(&RawValue, &RawValue)], path: &str, depth: usize) -> Result<Vec<Member>> {
    let mut members: Vec<Member> = Vec::new();
    for (key, value) in raw {
        let at = offset(source, key.get());
        let name: String = serde_json::from_str(key.get()).map_err(|error| syntax(source, at, &error))?;
        let place = source.place(at);
        if let Some(first) = members.iter().find(|member| member.name == name) {
            return Err(Error::failure(format!("{place}: the key `{}` is given twice", name.escape_debug()))
                .hint(format!("it is there already in line {}", first.place.line)));
        }
        let shown = name.escape_debug();
        let path = if path.is_empty() { shown.to_string() } else { format!("{path}.{shown}") };
        let node = node(source, value, path, depth + 1)?;
        members.push(Member { name, place, node });
    }
    Ok(members)
}

/// Where a slice of the text begins.
fn offset(source: &Source, slice: &str) -> usize {
    (slice.as_ptr() as usize).saturating_sub(source.text.as_ptr() as usize)
}

/// What serde_json found wrong in the part of the text that begins at `start`.
fn syntax(source: &Source, start: usize, error: &serde_json::Error) -> Error {
    let part = source.text.get(start..).unwrap_or_default();
    // serde_json counts bytes from 1 and points at the last byte read; before the first one it says 0.
    let line_start: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut at = (line_start + error.column().saturating_sub(1)).min(part.len());
    while !part.is_char_boundary(at) {
        at -= 1;
    }
    let place = source.place(start + at);
    let (before, rest) = part.split_at_checked(at).unwrap_or((part, ""));
    let trailing = before.trim_end().ends_with(',') && rest.starts_with(['}', ']']);
    let message = error.to_string();
    let ends = message.starts_with("EOF while parsing");
    let what = match message.split(" at line ").next().unwrap_or_default() {
        _ if trailing => "trailing comma",
        _ if ends => "it ends before it is complete",
        what => what,
    };
    let found = Error::failure(format!("{place}: this is not JSON: {what}"));
    if trailing {
        found.hint("take the comma before it away")
    } else if ends {
        found.hint("a bracket or a string is not closed")
    } else if rest.starts_with('/') {
        found.hint("JSON has no comments")
    } else if rest.starts_with('\'') {
        found.hint("strings stand in double quotes")
    } else {
        found
    }
}

/// The members of an object as slices of the text, duplicates included.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;

        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(&'de RawValue, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Collect).map(Members)
    }
}
