//! JSON as people read it in a diff: one column, one index, one migration a line.

use serde_json::Value;

/// Below this depth everything stands on one line.
const DEEPEST: usize = 4;

/// The value as text, with a line end.
pub(super) fn print(value: &Value) -> String {
    let mut text = String::new();
    print_at(value, 0, &mut text);
    text.push('\n');
    text
}

fn print_at(value: &Value, depth: usize, text: &mut String) {
    let inner = "  ".repeat(depth + 1);
    let outer = "  ".repeat(depth);
    match value {
        Value::Array(items) if is_open(value, depth) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "\n" } else { ",\n" });
                text.push_str(&inner);
                print_at(item, depth + 1, text);
            }
            text.push_str(&format!("\n{outer}]"));
        }
        Value::Object(fields) if is_open(value, depth) => {
            text.push('{');
            for (place, (key, field)) in fields.iter().enumerate() {
                text.push_str(if place == 0 { "\n" } else { ",\n" });
                text.push_str(&format!("{inner}{}: ", quoted(key)));
                print_at(field, depth + 1, text);
            }
            text.push_str(&format!("\n{outer}}}"));
        }
        _ => print_inline(value, text),
    }
}

/// Whether the parts stand on lines of their own: those of a list of objects, and those of what holds such a list.
fn is_open(value: &Value, depth: usize) -> bool {
    let lists = |value: &Value| matches!(value, Value::Array(items) if items.iter().any(Value::is_object));
    match value {
        Value::Object(fields) => depth < DEEPEST && fields.values().any(lists) || depth == 0,
        _ => depth < DEEPEST && lists(value),
    }
}

fn print_inline(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { ", " });
                print_inline(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            text.push('{');
            for (place, (key, field)) in fields.iter().enumerate() {
                text.push_str(if place == 0 { " " } else { ", " });
                text.push_str(&format!("{}: ", quoted(key)));
                print_inline(field, text);
            }
            text.push_str(if fields.is_empty() { "}" } else { " }" });
        }
        plain => text.push_str(&plain.to_string()),
    }
}

fn quoted(key: &str) -> String {
    Value::from(key).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::print;

    #[test]
    fn one_thing_a_line_and_nothing_lost() {
        let value = json!({
            "format": 1,
            "migrations": [{ "version": "1", "parents": [] }, { "version": "2", "parents": ["1"] }],
            "tables": [{ "name": "t\"\n🦀", "columns": [{ "name": "a" }, { "name": "b" }], "indexes": [
                { "name": "i", "parts": [{ "column": "a" }, { "expr": "b" }] }
            ], "primary_key": { "columns": ["a", "b"] }, "options": ["STRICT"] }],
            "objects": [],
            "empty": {}
        });
        let text = print(&value);
        assert_eq!(
            text,
            r#"{
  "format": 1,
  "migrations": [
    { "version": "1", "parents": [] },
    { "version": "2", "parents": ["1"] }
  ],
  "tables": [
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
      "options": ["STRICT"]
    }
  ],
  "objects": [],
  "empty": {}
}
"#
        );
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
