use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::sql;

/// An SQL expression: a default, a check's condition, an index's predicate.
///
/// Two are equal when they are the same but for white space, the case of unquoted words, quotes that
/// nobody needs and parentheses around the whole. The text is kept as it was written.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct Expr {
    text: Arc<str>,
    key: Arc<str>,
}

impl Expr {
    /// Takes the text as it stands, less the white space around it.
    pub fn new(text: impl AsRef<str>) -> Self {
        let text: Arc<str> = text.as_ref().trim().into();
        let key = sql::canonical(&text);
        let key = if *key == *text { Arc::clone(&text) } else { key.into() };
        Self { text, key }
    }

    /// The expression as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The form that equality compares.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The same expression after the column `from` was renamed: every identifier that equals it follows.
    #[must_use]
    pub fn rename(&self, from: &str, to: &str) -> Self {
        Self::new(sql::rename_identifier(&self.text, from, to))
    }

    /// Whether an identifier of the expression is this name.
    pub fn mentions(&self, name: &str) -> bool {
        sql::mentions(&self.text, name)
    }
}

impl fmt::Debug for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.text)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Expr {}

impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl PartialOrd for Expr {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Expr {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl Serialize for Expr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl From<String> for Expr {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Expr {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}
