use std::fmt;

/// A column's type as `table!` writes it: `Nullable<Text>`, with the length that stands in `#[max_length = N]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DieselType {
    /// The path as it is written, without `Nullable` and without spaces: `Text`, `Array<Nullable<Int4>>`,
    /// `crate::schema::sql_types::Mood`.
    pub path: String,
    /// Whether it is wrapped in `Nullable`.
    pub nullable: bool,
    /// The value of `#[max_length = N]`, in characters.
    pub max_length: Option<u64>,
}

impl DieselType {
    /// A type that is neither nullable nor limited in length.
    pub fn new(path: impl Into<String>) -> Self {
        Self { path: path.into(), nullable: false, max_length: None }
    }
}

impl fmt::Display for DieselType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nullable { write!(f, "Nullable<{}>", self.path) } else { f.write_str(&self.path) }
    }
}
