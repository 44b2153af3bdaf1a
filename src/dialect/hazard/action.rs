//! What an ALTER TABLE does, one thing after the other.

use super::super::Driver;
use super::reader::Reader;
use crate::schema::TableName;
use crate::sql::Token;

/// The table, and the words of each action; `None` for any other statement.
pub(super) fn actions<'t, 'a>(words: &'t [Token<'a>], driver: Driver) -> Option<(TableName, Vec<&'t [Token<'a>]>)> {
    let mut reader = Reader::new(words);
    reader.eat("alter").then_some(())?;
    reader.skip(&["online", "ignore"]);
    reader.eat("table").then_some(())?;
    reader.skip(&["if", "exists", "only"]);
    let table = reader.table(driver)?;
    let rest = reader.rest();
    // PostgreSQL allows a star behind the name.
    let rest = rest.strip_star();
    let mut depth = 0_usize;
    let is_comma = |token: &Token<'_>| {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.is_symbol(",")
    };
    Some((table, rest.split(is_comma).filter(|action| !action.is_empty()).collect()))
}

/// The same without a star in front.
trait StripStar {
    fn strip_star(&self) -> &Self;
}

impl StripStar for [Token<'_>] {
    fn strip_star(&self) -> &Self {
        match self.split_first() {
            Some((first, rest)) if first.is_symbol("*") => rest,
            _ => self,
        }
    }
}

/// The text from the first of these tokens to the last.
pub(super) fn text_of<'a>(text: &'a str, tokens: &[Token<'_>]) -> &'a str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => text.get(first.start..last.end()).unwrap_or_default(),
        _ => "",
    }
}

/// The tokens up to the first outside parentheses that is one of these words.
pub(super) fn until<'t, 'a>(tokens: &'t [Token<'a>], words: &[&str]) -> &'t [Token<'a>] {
    let mut depth = 0_usize;
    let end = tokens.iter().position(|token| {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && words.iter().any(|word| token.is_word(word))
    });
    end.and_then(|end| tokens.get(..end)).unwrap_or(tokens)
}

/// Whether this word stands there outside parentheses.
pub(super) fn has(tokens: &[Token<'_>], word: &str) -> bool {
    until(tokens, &[word]).len() < tokens.len()
}

/// The default of a column's definition.
pub(super) fn default_of<'t, 'a>(definition: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let before = until(definition, &["default"]).len();
    let rest = definition.get(before + 1..)?;
    const NEXT: [&str; 11] = [
        "not",
        "check",
        "unique",
        "primary",
        "references",
        "generated",
        "collate",
        "constraint",
        "comment",
        "after",
        "first",
    ];
    Some(until(rest, &NEXT))
}

/// The functions that are called.
pub(super) fn calls<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'t str> {
    tokens.windows(2).enumerate().filter_map(|(place, pair)| {
        let [name, open] = pair else { return None };
        let is_type = place.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|own| own.is_symbol("::"));
        (open.is_symbol("(") && name.identifier().is_some() && !is_type).then_some(name.text)
    })
}
