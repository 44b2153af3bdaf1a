//! The pieces of a script, as far as it takes to find where statements end.

/// A piece of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// White space or a comment.
    Blank,
    /// A bare word or a number.
    Word,
    /// A string, a quoted name, a body in dollar quotes.
    Quoted,
    /// One character of anything else.
    Symbol,
    /// Something that the script ends in the middle of, in words.
    Unclosed(&'static str),
}

/// What the text begins with, and its length in bytes; `None` at the end.
pub(super) fn scan(text: &str) -> Option<(Piece, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.first()?;
    let second = bytes.get(1).copied();
    Some(match first {
        b if b.is_ascii_whitespace() => (Piece::Blank, run(bytes, |b| b.is_ascii_whitespace())),
        b'-' if second == Some(b'-') => (Piece::Blank, text.find('\n').unwrap_or(text.len())),
        b'/' if second == Some(b'*') => comment(bytes),
        b'\'' => quoted(bytes, 0, b'\'', false),
        b'e' | b'E' if second == Some(b'\'') => quoted(bytes, 1, b'\'', true),
        b'"' => quoted(bytes, 0, b'"', false),
        b'$' => dollar(text),
        b if is_word(b) => (Piece::Word, run(bytes, |b| is_word(b) || b == b'$')),
        _ => (Piece::Symbol, 1),
    })
}

/// What is not ASCII belongs to words, so that no character is cut.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|b| !belongs(*b)).unwrap_or(bytes.len())
}

/// A comment, and those inside it.
fn comment(bytes: &[u8]) -> (Piece, usize) {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'/'), Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            (Some(b'*'), Some(b'/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return (Piece::Blank, at);
                }
            }
            _ => at += 1,
        }
    }
    (Piece::Unclosed("comment"), bytes.len())
}

/// The quote doubled stands for itself; in `E'…'` a backslash takes the next character along.
fn quoted(bytes: &[u8], open: usize, quote: u8, escapes: bool) -> (Piece, usize) {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        if escapes && *byte == b'\\' {
            at += 1;
        } else if *byte == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return (Piece::Quoted, at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    (Piece::Unclosed(if quote == b'"' { "quoted name" } else { "string" }), bytes.len())
}

/// `$tag$ … $tag$`; a dollar that opens nothing (`$1`) is a symbol.
fn dollar(text: &str) -> (Piece, usize) {
    let rest = text.get(1..).unwrap_or_default();
    let length = run(rest.as_bytes(), is_word);
    let begins_with_digit = rest.starts_with(|letter: char| letter.is_ascii_digit());
    if begins_with_digit || rest.as_bytes().get(length) != Some(&b'$') {
        return (Piece::Symbol, 1);
    }
    let tag = text.get(..length + 2).unwrap_or_default();
    match text.get(tag.len()..).and_then(|body| body.find(tag)) {
        Some(end) => (Piece::Quoted, tag.len() * 2 + end),
        None => (Piece::Unclosed("body in dollar quotes"), text.len()),
    }
}
