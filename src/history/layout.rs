//! JSON as people read it in a diff: one column, one index, one migration a line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// The list, which is a field of the file, each item on a line of its own. With `open`, each field of an item is on a
/// line of its own too, and each item of a field that is a list of objects.
///
/// # Errors
/// When an item is nothing that JSON has.
pub(super) fn list<T: Serialize>(
    items: impl IntoIterator<Item = T>,
    open: bool,
    text: &mut Vec<u8>,
) -> serde_json::Result<()> {
    text.push(b'[');
    let mut is_empty = true;
    for item in items {
        text.extend_from_slice(if is_empty { b"\n    " } else { b",\n    " });
        item.serialize(&mut Serializer::with_formatter(&mut *text, Lines::new(open)))?;
        is_empty = false;
    }
    text.extend_from_slice(if is_empty { b"]" } else { b"\n  ]" });
    Ok(())
}

/// How an item of a list is laid out. Written as it comes: large files would take long by way of a tree of values.
struct Lines {
    /// Whether the item's fields have lines of their own.
    open: bool,
    /// The lists and objects that are not at their end, the item first.
    levels: Vec<Level>,
}

/// A list or an object that is being written.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// Nothing of it is there yet.
    Empty,
    /// Its parts stand in one line.
    Inline,
    /// Its parts have lines of their own.
    Open,
}

impl Lines {
    fn new(open: bool) -> Self {
        Self { open, levels: Vec::new() }
    }

    fn top(&self) -> Level {
        self.levels.last().copied().unwrap_or(Level::Inline)
    }

    fn set_top(&mut self, level: Level) {
        if let Some(top) = self.levels.last_mut() {
            *top = level;
        }
    }

    /// A new line for a part of the innermost level, or for its end.
    fn line(&self, writer: &mut (impl Write + ?Sized), is_end: bool) -> io::Result<()> {
        writer.write_all(b"\n  ")?;
        (0..self.levels.len() + usize::from(!is_end)).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.levels.push(Level::Empty);
        writer.write_all(b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        match self.top() {
            // The first item tells what the others are.
            _ if first => Ok(()),
            Level::Open => {
                writer.write_all(b",")?;
                self.line(writer, false)
            }
            _ => {
                self.set_top(Level::Inline);
                writer.write_all(b", ")
            }
        }
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.top() == Level::Open {
            self.line(writer, true)?;
        }
        self.levels.pop();
        writer.write_all(b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.open && self.levels.len() == 2 && self.top() == Level::Empty {
            self.set_top(Level::Open);
            self.line(writer, false)?;
        }
        self.levels.push(if self.open && self.levels.is_empty() { Level::Open } else { Level::Empty });
        writer.write_all(b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.top() == Level::Open {
            self.line(writer, false)
        } else {
            self.set_top(Level::Inline);
            writer.write_all(b" ")
        }
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        match self.top() {
            Level::Open => self.line(writer, true)?,
            Level::Inline => writer.write_all(b" ")?,
            Level::Empty => {}
        }
        self.levels.pop();
        writer.write_all(b"}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::list;

    fn printed(items: &Value, open: bool) -> String {
        let mut text = Vec::new();
        list(items.as_array().unwrap(), open, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), *items);
        text
    }

    #[test]
    fn one_thing_a_line_and_nothing_lost() {
        let migrations =
            json!([{ "version": "1", "parents": [], "variants": {} }, { "version": "2", "parents": ["1"] }]);
        let tables = json!([{ "name": "t\"\n🦀", "columns": [{ "name": "a" }, { "name": "b" }], "indexes": [
            { "name": "i", "parts": [{ "column": "a" }, { "expr": "b" }] }
        ], "primary_key": { "columns": ["a", "b"] }, "options": ["STRICT", "WITHOUT ROWID"] }, { "columns": [{}] }]);
        assert_eq!(printed(&json!([]), true), "[]");
        assert_eq!(
            printed(&migrations, false),
            r#"[
    { "version": "1", "parents": [], "variants": {} },
    { "version": "2", "parents": ["1"] }
  ]"#
        );
        assert_eq!(
            printed(&tables, true),
            r#"[
    {
      "name": "t\"\n🦀",
      "columns": [
        { "name": "a" },
        { "name": "b" }
      ],
      "indexes": [
        { "name": "i", "parts": [{ "column": "a" }, { "expr": "b" }] }
      ],
      "primary_key": { "columns": ["a", "b"] },
      "options": ["STRICT", "WITHOUT ROWID"]
    },
    {
      "columns": [
        {}
      ]
    }
  ]"#
        );
    }
}
