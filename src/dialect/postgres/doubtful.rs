//! Strings that `standard_conforming_strings` decides the end of.

use super::scan::{Piece, scan};

/// Whether a plain string in it has a backslash before a quote, so that it ends there or elsewhere.
pub(crate) fn is_doubtful(statement: &str) -> bool {
    let mut at = 0;
    while let Some((piece, length)) = statement.get(at..).and_then(scan) {
        let text = statement.get(at..at + length).unwrap_or_default();
        at += length;
        if matches!(piece, Piece::Quoted | Piece::Unclosed(_)) && text.starts_with('\'') && escapes_a_quote(text) {
            return true;
        }
    }
    false
}

fn escapes_a_quote(text: &str) -> bool {
    let mut escaped = false;
    text.chars().any(|character| {
        let found = escaped && character == '\'';
        escaped = character == '\\' && !escaped;
        found
    })
}

#[cfg(test)]
mod tests {
    use super::is_doubtful;

    #[test]
    fn only_a_quote_behind_a_backslash_is() {
        for (statement, doubtful) in [
            (r"SELECT 'a\'b'", true),
            (r"SELECT 'a\'; DROP TABLE t", true),
            (r"SELECT 'a\\\'", true),
            (r"SELECT 'a\\', 'it''s', 'C:\new'", false),
            (r"SELECT E'a\'b', $$'\'$$", false),
            (r#"SELECT "\'", 1 -- '\'"#, false),
        ] {
            assert_eq!(is_doubtful(statement), doubtful, "{statement}");
        }
    }
}
