/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Spaces, tabs, line ends.
    Space,
    /// `-- …` to the end of the line, or `/* … */`.
    Comment,
    /// A bare word: a keyword or an identifier.
    Word,
    /// An identifier in `"…"`, `` `…` `` or `[…]`, its quotes included.
    Quoted,
    /// A string in `'…'`, its quotes and a prefix (`x'00'`) included.
    Text,
    /// A number.
    Number,
    /// One character of punctuation, or an operator of two (`<=`, `||`, `::`, `->`), or `->>`.
    Symbol,
    /// A quoted thing or a comment that the text ends in the middle of.
    Unclosed,
}

/// A piece of SQL text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What it is.
    pub kind: TokenKind,
    /// Its text, exactly as it stands.
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub start: usize,
}

impl<'a> Token<'a> {
    /// Where it ends, in bytes.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Whether it is this word, in any case.
    pub fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is this symbol.
    pub fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    /// Whether it is white space or a comment.
    pub fn is_blank(&self) -> bool {
        matches!(self.kind, TokenKind::Space | TokenKind::Comment)
    }

    /// The identifier that a word or a quoted name stands for, quotes taken off; `None` for anything else.
    pub fn identifier(&self) -> Option<String> {
        match self.kind {
            TokenKind::Word => Some(self.text.to_owned()),
            TokenKind::Quoted => Some(unquote(self.text)),
            _ => None,
        }
    }
}

/// Takes the quotes off, and halves those inside.
fn unquote(text: &str) -> String {
    let inner = &text[1..text.len() - 1];
    match text.as_bytes()[0] {
        b'"' => inner.replace("\"\"", "\""),
        b'`' => inner.replace("``", "`"),
        _ => inner.to_owned(),
    }
}

/// The tokens of SQL without comments and white space.
pub fn words(text: &str) -> Vec<Token<'_>> {
    lex(text).filter(|token| !token.is_blank()).collect()
}

/// Cuts SQL into tokens. Nothing is lost: the tokens' texts put together are the text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    lex(text).collect()
}

/// The same, one token after the other, without a list of them.
pub fn lex(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = next(rest);
        let token = Token { kind, text: &rest[..length], start };
        start += length;
        Some(token)
    })
}

/// Kind and length in bytes of the token that the text begins with; the text is not empty.
fn next(text: &str) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let second = bytes.get(1).copied();
    match bytes[0] {
        b if b.is_ascii_whitespace() => (TokenKind::Space, run(bytes, |b| b.is_ascii_whitespace())),
        b'-' if second == Some(b'-') => (TokenKind::Comment, text.find('\n').unwrap_or(text.len())),
        b'/' if second == Some(b'*') => match text[2..].find("*/") {
            Some(end) => (TokenKind::Comment, end + 4),
            None => (TokenKind::Unclosed, text.len()),
        },
        b'\'' => quoted(text, 0, b'\'', TokenKind::Text),
        b'x' | b'X' if second == Some(b'\'') => quoted(text, 1, b'\'', TokenKind::Text),
        b'"' => quoted(text, 0, b'"', TokenKind::Quoted),
        b'`' => quoted(text, 0, b'`', TokenKind::Quoted),
        b'[' => match text.find(']') {
            Some(end) => (TokenKind::Quoted, end + 1),
            None => (TokenKind::Unclosed, text.len()),
        },
        b if b.is_ascii_digit() || (b == b'.' && second.is_some_and(|b| b.is_ascii_digit())) => {
            (TokenKind::Number, number(bytes))
        }
        b if b.is_ascii_alphabetic() || b == b'_' || !b.is_ascii() => {
            (TokenKind::Word, run(bytes, |b| b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || !b.is_ascii()))
        }
        b'-' | b'<' | b'>' | b'!' | b'=' | b'|' | b':' => (TokenKind::Symbol, symbol(text)),
        _ => (TokenKind::Symbol, 1),
    }
}

/// How many bytes belong to the token. Those of one character beyond ASCII belong together or not at all.
fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

/// A quoted token whose opening quote stands at `open`; the quote doubled stands for itself.
fn quoted(text: &str, open: usize, quote: u8, kind: TokenKind) -> (TokenKind, usize) {
    let bytes = text.as_bytes();
    let mut at = open + 1;
    while at < bytes.len() {
        if bytes[at] == quote {
            if bytes.get(at + 1) != Some(&quote) {
                return (kind, at + 1);
            }
            at += 1;
        }
        at += 1;
    }
    (TokenKind::Unclosed, text.len())
}

/// Digits, point and exponent, or `0x…`; letters that follow belong to it, as the server would complain about them.
fn number(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        let sign = (bytes[at] == b'+' || bytes[at] == b'-')
            && at > 0
            && bytes[at - 1].eq_ignore_ascii_case(&b'e')
            && !bytes.starts_with(b"0x");
        if bytes[at].is_ascii_alphanumeric() || bytes[at] == b'.' || bytes[at] == b'_' || sign {
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn symbol(text: &str) -> usize {
    const OPERATORS: [&str; 12] = ["->>", "<=", ">=", "<>", "!=", "==", "||", "<<", ">>", "::", "->", ":="];
    OPERATORS
        .iter()
        .find(|operator| text.starts_with(**operator))
        .map_or_else(|| text.chars().next().map_or(1, char::len_utf8), |operator| operator.len())
}

#[cfg(test)]
mod tests {
    use super::{TokenKind, tokens};

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        tokens(text)
            .iter()
            .filter(|token| token.kind != TokenKind::Space)
            .map(|token| (token.kind, token.text))
            .collect()
    }

    #[test]
    fn cuts_where_sqlite_cuts() {
        use TokenKind::{Comment, Number, Quoted, Symbol, Text, Word};
        assert_eq!(
            kinds("SELECT 'it''s', x'00', \"a\"\"b\", [c d], `e`--end\n,1.5e-3 <> 0xFF/* c */||é"),
            vec![
                (Word, "SELECT"),
                (Text, "'it''s'"),
                (Symbol, ","),
                (Text, "x'00'"),
                (Symbol, ","),
                (Quoted, "\"a\"\"b\""),
                (Symbol, ","),
                (Quoted, "[c d]"),
                (Symbol, ","),
                (Quoted, "`e`"),
                (Comment, "--end"),
                (Symbol, ","),
                (Number, "1.5e-3"),
                (Symbol, "<>"),
                (Number, "0xFF"),
                (Comment, "/* c */"),
                (Symbol, "||"),
                (Word, "é"),
            ]
        );
    }

    #[test]
    fn nothing_is_lost_and_nothing_panics() {
        for text in ["", "'", "\"", "[", "/*", "/* *", "x'", "--", "1e", "é'ü", "🦀 \u{0} ;", "a.b::c", "-", "/"] {
            let together: String = tokens(text).iter().map(|token| token.text).collect();
            assert_eq!(together, text);
        }
        assert_eq!(kinds("'open"), vec![(TokenKind::Unclosed, "'open")]);
    }
}
