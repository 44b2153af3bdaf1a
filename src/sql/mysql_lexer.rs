//! SQL cut into tokens as MySQL reads it: backslashes escape in strings, `"…"` is a string, `#` begins a comment, and
//! `--` does only before white space. A session's `sql_mode` can say otherwise.

use super::lexer::{Token, TokenKind};
use super::mysql_mode::MysqlMode;

/// The tokens one after the other. Nothing is lost: their texts put together are the text. A comment that the server
/// runs (`/*!50003 … */`, MariaDB's `/*M! … */`) is a symbol.
#[derive(Clone, Debug)]
pub struct MysqlTokens<'a> {
    text: &'a str,
    start: usize,
    /// How the next one is read.
    pub mode: MysqlMode,
}

impl<'a> MysqlTokens<'a> {
    /// The tokens of a text.
    pub fn of(text: &'a str, mode: MysqlMode) -> Self {
        Self { text, start: 0, mode }
    }
}

impl<'a> Iterator for MysqlTokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = next(rest, self.mode);
        let token = Token { kind, text: rest.get(..length)?, start: self.start };
        self.start += length;
        Some(token)
    }
}

/// Kind and length in bytes of the token that the text begins with.
fn next(text: &str, mode: MysqlMode) -> (TokenKind, usize) {
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
        b'`' => quoted(bytes, 0, b'`', TokenKind::Quoted, false),
        b'"' if mode.ansi_quotes => quoted(bytes, 0, b'"', TokenKind::Quoted, false),
        b'\'' | b'"' => quoted(bytes, 0, first, TokenKind::Text, !mode.plain_backslashes),
        b'x' | b'X' | b'b' | b'B' | b'n' | b'N' if second == Some(b'\'') => {
            quoted(bytes, 1, b'\'', TokenKind::Text, !mode.plain_backslashes)
        }
        b if b.is_ascii_digit() || (b == b'.' && second.is_some_and(|b| b.is_ascii_digit())) => {
            (TokenKind::Number, number(bytes))
        }
        b if is_word(b) => (TokenKind::Word, run(bytes, is_word)),
        b => (TokenKind::Symbol, symbol(b, second, bytes.get(2).copied())),
    }
}

/// Whether a comment is one whose text the server runs.
pub fn is_executable(comment: &str) -> bool {
    comment.starts_with("/*!") || comment.starts_with("/*M!")
}

fn line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|b| !belongs(*b)).unwrap_or(bytes.len())
}

/// What is quoted from `open` on; the quote doubled stands for itself, and where a backslash escapes it takes the next
/// character along.
fn quoted(bytes: &[u8], open: usize, quote: u8, kind: TokenKind, escapes: bool) -> (TokenKind, usize) {
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
    use super::{MysqlMode, MysqlTokens, Token, TokenKind};

    fn words(text: &str) -> Vec<Token<'_>> {
        MysqlTokens::of(text, MysqlMode::default()).filter(|token| !token.is_blank()).collect()
    }

    #[test]
    fn mysql_reads_it_so() {
        let text = "a--1 'it\\'s' \"two\" `b``c` # rest; 'open\n-- and \"this\n/* no */ /*! yes */ 0x1F 1e-3";
        let put_together: String = MysqlTokens::of(text, MysqlMode::default()).map(|token| token.text).collect();
        assert_eq!(put_together, text);
        let found: Vec<&str> = words(text).into_iter().map(|token| token.text).collect();
        assert_eq!(found, ["a", "-", "-", "1", "'it\\'s'", "\"two\"", "`b``c`", "/*! yes */", "0x1F", "1e-3"]);
        for open in ["'a", "'a\\'", "`a", "\"a", "/* a", "x'0"] {
            assert_eq!(words(open).last().unwrap().kind, TokenKind::Unclosed, "{open}");
        }
        assert_eq!(words("é 🦀").len(), 2);
    }

    #[test]
    fn a_session_can_say_otherwise() {
        let text = r#"'a\' "b""c\" 'd'"#;
        let kinds = |mode: &str| -> Vec<(TokenKind, &str)> {
            let all = MysqlTokens::of(text, MysqlMode::of(mode)).filter(|token| !token.is_blank());
            all.map(|token| (token.kind, token.text)).collect()
        };
        assert_eq!(kinds("")[0], (TokenKind::Text, r#"'a\' "b""c\" '"#));
        assert_eq!(
            kinds("ANSI_QUOTES,NO_BACKSLASH_ESCAPES"),
            [(TokenKind::Text, r"'a\'"), (TokenKind::Quoted, r#""b""c\""#), (TokenKind::Text, "'d'")]
        );
        assert_eq!(kinds("NO_BACKSLASH_ESCAPES")[1], (TokenKind::Text, r#""b""c\""#));
    }
}
