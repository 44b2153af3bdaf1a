//! Expressions as they stand in PostgreSQL's statements.

use crate::schema::Expr;
use crate::sql::{TokenKind, is_whole, tokens, words};

/// The expression on one line: a comment to the end of its line would take what follows with it.
pub(super) fn plain(expr: &Expr) -> String {
    let text = expr.text();
    let all = tokens(text);
    if !all.iter().any(|token| token.kind == TokenKind::Comment) {
        return text.to_owned();
    }
    let words: String =
        all.iter().map(|token| if token.kind == TokenKind::Comment { " " } else { token.text }).collect();
    words.trim().to_owned()
}

/// The expression in parentheses, not in two pairs of them.
pub(super) fn parenthesised(expr: &Expr) -> String {
    let text = plain(expr);
    if is_whole(&text) { text } else { format!("({text})") }
}

/// Whether it is the same for every row and every moment, so that a new column can have it without being written.
pub(super) fn is_literal(expr: &Expr) -> bool {
    match words(expr.text()).as_slice() {
        [only] => {
            matches!(only.kind, TokenKind::Text | TokenKind::Number)
                || ["true", "false", "null"].iter().any(|word| only.is_word(word))
        }
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == TokenKind::Number,
        _ => false,
    }
}

/// Whether it is NULL itself.
pub(super) fn is_null(expr: &Expr) -> bool {
    expr.key() == "null"
}
