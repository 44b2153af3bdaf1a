use super::super::Driver;
use crate::schema::TableName;
use crate::sql::Token;

/// Reads the words of a statement.
pub(super) struct Reader<'t, 'a> {
    words: &'t [Token<'a>],
}

impl<'t, 'a> Reader<'t, 'a> {
    pub(super) fn new(words: &'t [Token<'a>]) -> Self {
        Self { words }
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'t [Token<'a>] {
        self.words
    }

    pub(super) fn next(&mut self) -> Option<&'t Token<'a>> {
        let (first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let found = self.words.first().is_some_and(|token| token.is_word(word));
        if found {
            self.next();
        }
        found
    }

    /// Passes over these words, as many as there are.
    pub(super) fn skip(&mut self, words: &[&str]) {
        while words.iter().any(|word| self.eat(word)) {}
    }

    /// Goes on behind the first of this word.
    pub(super) fn after(&mut self, word: &str) -> bool {
        let place = self.words.iter().position(|token| token.is_word(word));
        self.words = place.and_then(|place| self.words.get(place + 1..)).unwrap_or_default();
        place.is_some()
    }

    /// A bare or quoted name.
    pub(super) fn name(&mut self, driver: Driver) -> Option<String> {
        let token = self.words.first()?;
        let name = token.identifier()?;
        self.next();
        // PostgreSQL takes what is not quoted for lower case.
        let quoted = token.text.starts_with('"');
        Some(if driver == Driver::Postgres && !quoted { name.to_lowercase() } else { name })
    }

    /// A table's name, with its schema where one stands before it.
    pub(super) fn table(&mut self, driver: Driver) -> Option<TableName> {
        let first = self.name(driver)?;
        if self.words.first().is_none_or(|token| !token.is_symbol(".")) {
            return Some(TableName::new(first));
        }
        self.next();
        let name = self.name(driver)?;
        // What is in the usual schema has a bare name.
        let bare = driver != Driver::Postgres || first == "public";
        Some(if bare { TableName::new(name) } else { TableName::qualified(first, name) })
    }
}
