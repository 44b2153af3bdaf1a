use super::reserved::is_reserved;

/// The identifier in backticks where MySQL or MariaDB needs them.
pub(super) fn quote(identifier: &str) -> String {
    if is_plain(identifier) { identifier.to_owned() } else { format!("`{}`", identifier.replace('`', "``")) }
}

/// The identifiers, quoted and separated by commas.
pub(super) fn quote_all<S: AsRef<str>>(identifiers: &[S]) -> String {
    identifiers.iter().map(|identifier| quote(identifier.as_ref())).collect::<Vec<_>>().join(", ")
}

/// The string as a literal: quotes doubled, backslashes escaped (which they are unless a session says
/// NO_BACKSLASH_ESCAPES), a NUL as `\0`.
pub(super) fn quote_text(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace('\0', "\\0"))
}

/// The text that a literal stands for; `None` if it is none (`x'00'`, an open string).
pub(super) fn unquote_text(literal: &str) -> Option<String> {
    let quote = literal.chars().next().filter(|quote| matches!(quote, '\'' | '"'))?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next()? {
                '0' => text.push('\0'),
                'b' => text.push('\u{8}'),
                'n' => text.push('\n'),
                'r' => text.push('\r'),
                't' => text.push('\t'),
                'Z' => text.push('\u{1a}'),
                // These two keep their backslash: they mean something to LIKE.
                wildcard @ ('%' | '_') => text.extend(['\\', wildcard]),
                other => text.push(other),
            },
            _ if letter == quote => text.push(letters.next()?),
            _ => text.push(letter),
        }
    }
    Some(text)
}

/// Whether the name can stand without backticks wherever a name can.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !is_reserved(name)
}

#[cfg(test)]
mod tests {
    use super::{quote, quote_text, unquote_text};

    #[test]
    fn only_what_needs_backticks_has_them() {
        for plain in ["users", "_a1", "UserName", "name", "status", "id", "date", "text", "type"] {
            assert_eq!(quote(plain), plain);
        }
        for odd in ["", "1a", "a b", "order", "Order", "rank", "groups", "offset", "é", "a$b", "a\"b", "a.b", "a;b"] {
            assert_eq!(quote(odd), format!("`{odd}`"));
        }
        assert_eq!(quote("a`b"), "`a``b`");
    }

    #[test]
    fn text_is_one_literal_whatever_it_holds() {
        for (text, literal) in
            [("it's", "'it''s'"), ("a\\b", "'a\\\\b'"), ("\\'; --", "'\\\\''; --'"), ("a\0", "'a\\0'")]
        {
            assert_eq!(quote_text(text), literal);
            assert_eq!(unquote_text(literal).unwrap(), text);
        }
        assert_eq!(unquote_text("'a\\'b\\n'").unwrap(), "a'b\n");
        assert_eq!(unquote_text("x'00'"), None);
        assert_eq!(unquote_text("'\\'"), None);
    }
}
