use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// A table's name (also a type's), with the schema it lives in where that is not the default one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct TableName {
    /// The schema, on databases that have them; `None` is the default schema.
    pub schema: Option<String>,
    /// The bare name, exactly as the database has it.
    pub name: String,
}

impl TableName {
    /// A name in the default schema.
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name in a schema of its own.
    pub fn qualified(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }
}

/// Quotes a part only where it could be misread, so that what is printed can be typed back.
fn part(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$') {
        f.write_str(text)
    } else {
        write!(f, "\"{}\"", text.replace('"', "\"\""))
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            part(f, schema)?;
            f.write_str(".")?;
        }
        part(f, &self.name)
    }
}

impl Serialize for TableName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<&str> for TableName {
    /// The whole text is the bare name: nothing is split.
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl FromStr for TableName {
    type Err = String;

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = crate::sql::split_name(text).ok_or_else(|| format!("`{text}` is not a name"))?;
        match parts.len() {
            1 => Ok(Self::new(parts.remove(0))),
            2 => Ok(Self { schema: Some(parts.remove(0)), name: parts.remove(0) }),
            _ => Err(format!("`{text}` is not a table name: expected NAME or SCHEMA.NAME")),
        }
    }
}

impl TryFrom<String> for TableName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        // The text of most names is the name.
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            return Ok(Self::new(text));
        }
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::TableName;

    #[test]
    fn what_is_printed_reads_back() {
        for name in [
            TableName::new("users"),
            TableName::new("a.b"),
            TableName::new("we \"quote\" 🦀"),
            TableName::new(""),
            TableName::qualified("app", "users"),
            TableName::qualified("a.b", "c d"),
        ] {
            assert_eq!(name.to_string().parse::<TableName>().as_ref(), Ok(&name));
        }
        assert!("a.b.c".parse::<TableName>().is_err());
        assert!("\"open".parse::<TableName>().is_err());
    }
}
