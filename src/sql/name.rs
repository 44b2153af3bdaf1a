use super::keyword::is_keyword;
use super::lexer::{TokenKind, tokens};

/// Whether the name can stand without quotes: a lower-case word that is no keyword.
pub(super) fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_lowercase() || b == b'_')
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && !is_keyword(name)
}

/// The name in SQL's own quotes where it needs them.
pub fn quote(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// The parts of `name`, `table.column` or `schema.table.column`, each bare or in double quotes.
/// `None` if it is anything else.
pub fn split_name(text: &str) -> Option<Vec<String>> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let length = if rest.starts_with('"') {
            let token = tokens(rest)[0];
            if token.kind != TokenKind::Quoted {
                return None;
            }
            parts.push(token.identifier()?);
            token.end()
        } else {
            let length = rest.find('.').unwrap_or(rest.len());
            if length == 0 || rest[..length].contains('"') {
                return None;
            }
            parts.push(rest[..length].to_owned());
            length
        };
        rest = &rest[length..];
        if rest.is_empty() {
            return Some(parts);
        }
        rest = rest.strip_prefix('.')?;
    }
}
