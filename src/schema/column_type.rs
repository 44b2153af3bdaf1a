use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

/// A column's type in the words of its database: `VARCHAR(50)`, `numeric(10,2)`, `int unsigned`.
///
/// Two are equal when they differ in case and white space alone; what else is the same type
/// (`int4` and `integer`) is for the dialect to know, which writes one canonical spelling.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct ColumnType {
    text: Arc<str>,
    key: Arc<str>,
}

impl ColumnType {
    /// Takes the declared type as it stands, white space folded. An empty text is SQLite's "no type".
    pub fn new(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Self { text: text.into(), key: text.to_ascii_lowercase().into() };
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = text.to_lowercase().replace(" (", "(").replace("( ", "(").replace(" )", ")").replace(", ", ",");
        Self { text: text.into(), key: key.into() }
    }

    /// The type as it was declared.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Lower case, without needless spaces: what equality compares.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The name without arguments, lower case: `varchar` of `VARCHAR(50)`, `int unsigned` of `int(11) unsigned`.
    pub fn base(&self) -> String {
        match (self.key.find('('), self.key.rfind(')')) {
            (Some(open), Some(close)) if open < close => {
                format!("{}{}", self.key[..open].trim_end(), &self.key[close + 1..])
            }
            _ => self.key.to_string(),
        }
    }

    /// Whether each value of it takes the same few bytes, so that none is stored apart or compressed (PostgreSQL).
    pub(super) fn is_of_one_size(&self) -> bool {
        const SMALL: &str = " smallint integer bigint real boolean date time timetz timestamp timestamptz uuid money oid \
                             macaddr macaddr8 point line lseg box circle pg_lsn ";
        let base = self.base();
        let is_known =
            SMALL.contains(&format!(" {base} ")) || base == "double precision" || base.starts_with("interval");
        is_known && !self.text().ends_with(']')
    }

    /// The numbers in parentheses: length, or precision and scale.
    pub fn arguments(&self) -> Vec<u64> {
        match (self.key.find('('), self.key.rfind(')')) {
            (Some(open), Some(close)) if open < close => {
                self.key[open + 1..close].split(',').filter_map(|part| part.trim().parse().ok()).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl PartialEq for ColumnType {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for ColumnType {}

impl fmt::Debug for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for ColumnType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl From<String> for ColumnType {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::ColumnType;

    #[test]
    fn case_and_spaces_are_no_difference() {
        assert_eq!(ColumnType::new("VARCHAR ( 50 )"), ColumnType::new("varchar(50)"));
        assert_ne!(ColumnType::new("varchar(50)"), ColumnType::new("varchar(51)"));
    }

    #[test]
    fn base_and_arguments() {
        let decimal = ColumnType::new("NUMERIC(10, 2)");
        assert_eq!((decimal.base().as_str(), decimal.arguments()), ("numeric", vec![10, 2]));
        assert_eq!(ColumnType::new("int(11) unsigned").base(), "int unsigned");
        assert_eq!(ColumnType::new("").base(), "");
    }
}
