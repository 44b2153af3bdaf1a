//! SQL cut into tokens as MySQL reads it where no session says otherwise.

use crate::sql::{MysqlMode, MysqlTokens, Token};

/// The tokens of SQL without comments and white space.
pub(super) fn words(text: &str) -> Vec<Token<'_>> {
    stream(text).filter(|token| !token.is_blank()).collect()
}

/// The tokens one after the other. Nothing is lost: their texts put together are the text.
pub(super) fn stream(text: &str) -> impl Iterator<Item = Token<'_>> {
    MysqlTokens::of(text, MysqlMode::default())
}
