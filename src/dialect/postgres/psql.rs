use std::borrow::Cow;

use super::scan::{Piece, scan};

/// The statement without `:name`, `:'name'` and the like outside quotes, in the place of which psql writes the value of its
/// variable: the colon stands apart.
pub(crate) fn without_variables(statement: &str) -> Cow<'_, str> {
    if !statement.contains(':') {
        return Cow::Borrowed(statement);
    }
    let mut text = String::with_capacity(statement.len());
    let mut at = 0;
    // A colon that stands alone, so that it may be the beginning of a variable.
    let mut colon = false;
    while let Some((piece, length)) = statement.get(at..).and_then(scan) {
        let own = statement.get(at..at + length).unwrap_or_default();
        let begins_a_name = match piece {
            Piece::Word => !own.starts_with(|first: char| first.is_ascii_digit()),
            Piece::Quoted => true,
            _ => own == "{",
        };
        if colon && begins_a_name {
            text.push(' ');
        }
        text.push_str(own);
        colon = own == ":" && !text.ends_with("::");
        at += length;
    }
    text.push_str(statement.get(at..).unwrap_or_default());
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::without_variables;

    #[test]
    fn a_colon_stands_apart_from_a_name() {
        for (statement, expected) in [
            ("SELECT a[lo:USER], x::text, ':y', $$ :z $$", "SELECT a[lo: USER], x::text, ':y', $$ :z $$"),
            ("SELECT a[1:2] -- :x", "SELECT a[1:2] -- :x"),
            ("SELECT a[:'x'], a[:\"y\"], a[:{?z}]", "SELECT a[: 'x'], a[: \"y\"], a[: {?z}]"),
            ("SELECT 1 /* :x */, E'\\' :x'", "SELECT 1 /* :x */, E'\\' :x'"),
            ("CALL f(a := b)", "CALL f(a := b)"),
        ] {
            assert_eq!(without_variables(statement), expected);
        }
    }
}
