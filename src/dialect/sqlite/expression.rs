//! Expressions as they stand in SQLite's statements.

use crate::schema::Expr;
use crate::sql::{Token, TokenKind, is_whole, tokens};

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

/// What stands after DEFAULT: a literal as it is, anything else in parentheses.
pub(super) fn default_value(expr: &Expr) -> String {
    if is_literal(expr) || is_clock(expr) { plain(expr) } else { parenthesised(expr) }
}

/// Whether it is a constant that ADD COLUMN takes: a string, a blob, a number with or without sign, a word
/// (`NULL`, `TRUE`; SQLite takes any other for a string).
pub(super) fn is_literal(expr: &Expr) -> bool {
    let all = tokens(expr.text());
    let words: Vec<&Token<'_>> = all.iter().filter(|token| !token.is_blank()).collect();
    match words.as_slice() {
        [only] => only.kind != TokenKind::Symbol && only.kind != TokenKind::Unclosed && !is_clock(expr),
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == TokenKind::Number,
        _ => false,
    }
}

/// Whether it is NULL itself.
pub(super) fn is_null(expr: &Expr) -> bool {
    expr.key() == "null"
}

/// `CURRENT_TIMESTAMP` and the like, which stand bare and are no constants.
fn is_clock(expr: &Expr) -> bool {
    matches!(expr.key(), "current_timestamp" | "current_date" | "current_time")
}
