//! SQL cut into tokens as MySQL reads it: backslashes escape in strings, `"…"` is a string, `#` begins a comment, and
//! `--` does only before white space.

use crate::sql::{Token, TokenKind};

/// The tokens of SQL without comments and white space.
pub(super) fn words(text: &str) -> Vec<Token<'_>> {
    stream(text).filter(|token| !token.is_blank()).collect()
}

/// The tokens one after the other. Nothing is lost: their texts put together are the text. A comment that the server
/// runs (`/*!50003 … */`, MariaDB's `/*M! … */`) is a symbol.
pub(super) fn stream(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = next(rest);
        let token = Token { kind, text: rest.get(..length)?, start };
        start += length;
        Some(token)
    })
}

/// Kind and length in bytes of the token that the text begins with.
fn next(text: &str) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let first = bytes.first().copied().unwrap_or_default();
    let second = bytes.get(1).copied();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || !b.is_ascii();
    match first {
        b if b.is_ascii_whitespace() => (TokenKind::Space, run(bytes, |b| b.is_ascii_whitespace())),
        b'#' => (TokenKind::Comment, line(text)),
        b'-' if second == Some(b'-')
            && bytes.get(2).is_none_or(|b| b.is_ascii_whitespace() || b.is_ascii_control()) =>
        {
            (TokenKind::Comment, line(text))
        }
        b'/' if second == Some(b'*') => match text.get(2..).and_then(|rest| rest.find("*/")) {
            None => (TokenKind::Unclosed, text.len()),
            Some(end) if is_executable(text) => (TokenKind::Symbol, end + 4),
            Some(end) => (TokenKind::Comment, end + 4),
        },
        b'\'' | b'"' => quoted(bytes, 0, first, true),
        b'x' | b'X' | b'b' | b'B' | b'n' | b'N' if second == Some(b'\'') => quoted(bytes, 1, b'\'', true),
        b'`' => quoted(bytes, 0, b'`', false),
        b if b.is_ascii_digit() || (b == b'.' && second.is_some_and(|b| b.is_ascii_digit())) => {
            (TokenKind::Number, number(bytes))
        }
        b if is_word(b) => (TokenKind::Word, run(bytes, is_word)),
        b => (TokenKind::Symbol, symbol(b, second, bytes.get(2).copied())),
    }
}

/// Whether a comment is one whose text the server runs.
pub(super) fn is_executable(comment: &str) -> bool {
    comment.starts_with("/*!") || comment.starts_with("/*M!")
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|b| !belongs(*b)).unwrap_or(bytes.len())
}

/// What is quoted from `open` on; the quote doubled stands for itself, and in strings a backslash takes the next
/// character along.
fn quoted(bytes: &[u8], open: usize, quote: u8, escapes: bool) -> (TokenKind, usize) {
    let kind = if escapes { TokenKind::Text } else { TokenKind::Quoted };
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        if escapes && *byte == b'\\' {
            at += 1;
        } else if *byte == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return (kind, at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    (TokenKind::Unclosed, bytes.len())
}

/// Digits, point and exponent, or `0x…`; letters that follow belong to it.
fn number(bytes: &[u8]) -> usize {
    let mut before = 0;
    let length = bytes.iter().position(|byte| {
        let sign = matches!(byte, b'+' | b'-') && matches!(before, b'e' | b'E') && !bytes.starts_with(b"0x");
        before = *byte;
        !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_') || sign)
    });
    length.unwrap_or(bytes.len())
}

fn symbol(first: u8, second: Option<u8>, third: Option<u8>) -> usize {
    match (first, second, third) {
        (b'<', Some(b'='), Some(b'>')) | (b'-', Some(b'>'), Some(b'>')) => 3,
        (b'<', Some(b'=' | b'>' | b'<'), _)
        | (b'>', Some(b'=' | b'>'), _)
        | (b'!' | b':', Some(b'='), _)
        | (b'|', Some(b'|'), _)
        | (b'&', Some(b'&'), _)
        | (b'-', Some(b'>'), _) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, stream, words};

    #[test]
    fn mysql_reads_it_so() {
        let text = "a--1 'it\\'s' \"two\" `b``c` # rest; 'open\n-- and \"this\n/* no */ /*! yes */ 0x1F 1e-3";
        let put_together: String = stream(text).map(|token| token.text).collect();
        assert_eq!(put_together, text);
        let found: Vec<&str> = words(text).into_iter().map(|token| token.text).collect();
        assert_eq!(found, ["a", "-", "-", "1", "'it\\'s'", "\"two\"", "`b``c`", "/*! yes */", "0x1F", "1e-3"]);
        for open in ["'a", "'a\\'", "`a", "\"a", "/* a", "x'0"] {
            assert_eq!(words(open).last().unwrap().kind, TokenKind::Unclosed, "{open}");
        }
        assert_eq!(words("é 🦀").len(), 2);
    }
}
