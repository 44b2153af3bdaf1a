use crate::schema::Expr;
use crate::sql::{Token, TokenKind, words};

/// A walk over the tokens of a statement that SQLite has accepted, comments and white space left out.
pub(super) struct Cursor<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    place: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        Self { sql, tokens: words(sql), place: 0 }
    }

    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.place).copied()
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.peek()?;
        self.place += 1;
        Some(token)
    }

    pub(super) fn at_word(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is_word(word))
    }

    pub(super) fn at_symbol(&self, symbol: &str) -> bool {
        self.peek().is_some_and(|token| token.is_symbol(symbol))
    }

    /// Steps over the word if it is next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        self.place += usize::from(found);
        found
    }

    /// Steps over the words if they are all next.
    pub(super) fn eat_words(&mut self, words: &[&str]) -> bool {
        let rest = self.tokens.get(self.place..).unwrap_or_default();
        let found = rest.len() >= words.len() && rest.iter().zip(words).all(|(token, word)| token.is_word(word));
        if found {
            self.place += words.len();
        }
        found
    }

    /// Steps over the symbol if it is next.
    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let found = self.at_symbol(symbol);
        self.place += usize::from(found);
        found
    }

    /// A name: SQLite takes a string for one, too.
    pub(super) fn name(&mut self) -> Result<String, String> {
        let token = self.next().ok_or("a name is missing at the end")?;
        name_of(&token).ok_or_else(|| format!("expected a name, found `{}`", token.text))
    }

    /// The text between the parenthesis that is next and the one that closes it, which are stepped over.
    pub(super) fn parenthesised(&mut self) -> Result<&'a str, String> {
        let open = self.next().filter(|token| token.is_symbol("(")).ok_or("a parenthesis is missing")?;
        let mut depth = 1_usize;
        while let Some(token) = self.next() {
            if token.is_symbol("(") {
                depth += 1;
            } else if token.is_symbol(")") {
                depth -= 1;
                if depth == 0 {
                    return Ok(self.sql.get(open.end()..token.start).unwrap_or_default());
                }
            }
        }
        Err("a parenthesis is not closed".to_owned())
    }

    /// The expression in the parentheses that are next.
    pub(super) fn expr(&mut self) -> Result<Expr, String> {
        Ok(Expr::new(self.parenthesised()?))
    }

    /// The columns in the parentheses that are next, and whether AUTOINCREMENT stands among them. Their order and
    /// collation are stepped over.
    pub(super) fn columns(&mut self) -> Result<(Vec<String>, bool), String> {
        let mut inner = Cursor::new(self.parenthesised()?);
        let mut columns = Vec::new();
        let mut counted = false;
        loop {
            while inner.eat_symbol("(") {}
            columns.push(inner.name()?);
            while let Some(token) = inner.next() {
                counted |= token.is_word("autoincrement");
                if token.is_symbol(",") {
                    break;
                }
            }
            if inner.peek().is_none() {
                return Ok((columns, counted));
            }
        }
    }

    /// The resolution of an `ON CONFLICT …` if that is next.
    pub(super) fn on_conflict(&mut self) -> Option<String> {
        if !self.eat_words(&["on", "conflict"]) {
            return None;
        }
        let resolution = self.next()?.text.to_uppercase();
        // ABORT is what happens without the clause.
        (resolution != "ABORT").then_some(resolution)
    }

    /// The text from the next token to the end.
    pub(super) fn rest(&self) -> &'a str {
        self.peek().and_then(|token| self.sql.get(token.start..)).unwrap_or_default()
    }
}

/// The name that a token stands for where SQLite expects one.
pub(super) fn name_of(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Text if token.text.starts_with('\'') => {
            token.text.get(1..token.text.len() - 1).map(|inner| inner.replace("''", "'"))
        }
        _ => token.identifier(),
    }
}
