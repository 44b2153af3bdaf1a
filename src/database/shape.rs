/// What a table looks like, as far as that decides whether it is one of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Whether it is a view.
    pub is_view: bool,
    /// Its columns, each with its type.
    pub columns: Vec<(String, String)>,
}

impl Shape {
    /// The type of a column, if there is one of this name.
    pub fn column(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, kind)| kind.as_str())
    }

    /// Whether a column makes numbers of texts that look like one, so that `0001` becomes `1`.
    pub fn makes_numbers(&self, name: &str) -> bool {
        let kind = self.column(name).unwrap_or_default().to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        // The rules of SQLite's type affinity, and types that are numbers elsewhere.
        !kind.is_empty() && (any(&["int"]) || !any(&["char", "clob", "text", "blob"]))
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn a_column_that_would_change_a_version_is_known_by_its_type() {
        for (kind, numbers) in [
            ("VARCHAR(50)", false),
            ("TEXT", false),
            ("", false),
            ("BLOB", false),
            ("BIGINT", true),
            ("NUMERIC", true),
            ("double precision", true),
            ("STRING", true),
        ] {
            let shape = Shape { is_view: false, columns: vec![("Version".to_owned(), kind.to_owned())] };
            assert_eq!(shape.makes_numbers("version"), numbers, "{kind}");
        }
    }
}
