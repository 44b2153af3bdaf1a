//! Expressions as they stand in MySQL's statements.

use super::kind::Kind;
use super::lexer::{stream, words};
use super::quote::{quote, quote_text, unquote_text};
use crate::schema::{Column, Expr};
use crate::sql::{Token, TokenKind};

/// The expression without comments: one to the end of its line would take what follows with it.
pub(super) fn plain(expr: &Expr) -> String {
    let text = expr.text();
    if !stream(text).any(|token| token.kind == TokenKind::Comment) {
        return text.to_owned();
    }
    let kept: String =
        stream(text).map(|token| if token.kind == TokenKind::Comment { " " } else { token.text }).collect();
    kept.trim().to_owned()
}

/// The expression in parentheses, not in two pairs of them.
pub(super) fn parenthesised(expr: &Expr) -> String {
    let text = plain(expr);
    if is_whole(&text) { text } else { format!("({text})") }
}

/// Whether the text is one pair of parentheses with something in it.
fn is_whole(text: &str) -> bool {
    let all = words(text);
    let [first, inner @ .., last] = all.as_slice() else { return false };
    let mut depth = 0_usize;
    for token in inner {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            }
        }
    }
    first.is_symbol("(") && last.is_symbol(")") && !inner.is_empty()
}

/// What stands after DEFAULT: a constant or the time of day as it is, anything else in parentheses, and a constant
/// too where the column takes expressions alone.
pub(super) fn default_value(column: &Column, expr: &Expr) -> String {
    let bare = now(expr).is_some() || is_null(expr) || (is_constant(expr) && !Kind::is_large(&column.ty));
    if bare { plain(expr) } else { parenthesised(expr) }
}

/// Whether it is a string, a number with or without sign, TRUE, FALSE or NULL.
pub(super) fn is_constant(expr: &Expr) -> bool {
    let all = words(expr.text());
    match all.as_slice() {
        [only] => match only.kind {
            TokenKind::Text | TokenKind::Number => true,
            _ => ["true", "false", "null"].iter().any(|word| only.is_word(word)),
        },
        [sign, number] => (sign.is_symbol("-") || sign.is_symbol("+")) && number.kind == TokenKind::Number,
        _ => false,
    }
}

/// Whether it is NULL itself.
pub(super) fn is_null(expr: &Expr) -> bool {
    expr.key() == "null"
}

/// The digits of a second that the time of day (`CURRENT_TIMESTAMP(6)`, `NOW()`) is given with; `None` if it is
/// something else.
pub(super) fn now(expr: &Expr) -> Option<u64> {
    let all = words(expr.text());
    let (name, arguments) = all.split_first()?;
    let clock = ["current_timestamp", "now", "localtime", "localtimestamp"].iter().any(|word| name.is_word(word));
    match arguments {
        _ if !clock => None,
        [] if !name.is_word("now") => Some(0),
        [open, close] if open.is_symbol("(") && close.is_symbol(")") => Some(0),
        [open, digits, close] if open.is_symbol("(") && close.is_symbol(")") => digits.text.parse().ok(),
        _ => None,
    }
}

/// The expression as a migration would write it, where a server gives it: names without needless backticks, strings
/// in one spelling and without the character set that MySQL puts before them.
pub(super) fn canonical(expr: &Expr) -> Expr {
    // MySQL 8's information_schema escapes the quotes of its strings.
    let unescaped = if expr.text().contains("_utf8mb4\\'") { expr.text().replace("\\'", "'") } else { plain(expr) };
    let all: Vec<Token<'_>> = stream(&unescaped).collect();
    let mut text = String::with_capacity(unescaped.len());
    for (place, token) in all.iter().enumerate() {
        let next = all.get(place + 1);
        match token.kind {
            TokenKind::Quoted => match backticked(token.text) {
                Some(name) => text.push_str(&quote(&name)),
                None => text.push_str(token.text),
            },
            TokenKind::Text => match unquote_text(token.text) {
                Some(inner) => text.push_str(&quote_text(&inner)),
                None => text.push_str(&token.text.to_ascii_lowercase()),
            },
            TokenKind::Word if token.text.starts_with('_') && next.is_some_and(|next| next.kind == TokenKind::Text) => {
            }
            _ => text.push_str(token.text),
        }
    }
    Expr::new(text)
}

/// The name in backticks.
fn backticked(text: &str) -> Option<String> {
    Some(text.strip_prefix('`')?.strip_suffix('`')?.replace("``", "`"))
}

#[cfg(test)]
mod tests {
    use super::{canonical, default_value, is_constant, now};
    use crate::schema::{Column, Expr};

    #[test]
    fn defaults_are_bare_or_in_parentheses() {
        for (ty, expr, expected) in [
            ("int", "5", "5"),
            ("int", "-5", "-5"),
            ("varchar(5)", "'a'", "'a'"),
            ("text", "'a'", "('a')"),
            ("json", "'{}'", "('{}')"),
            ("text", "NULL", "NULL"),
            ("datetime(6)", "CURRENT_TIMESTAMP(6)", "CURRENT_TIMESTAMP(6)"),
            ("datetime", "now()", "now()"),
            ("date", "CURRENT_DATE", "(CURRENT_DATE)"),
            ("char(36)", "uuid()", "(uuid())"),
            ("char(36)", "(uuid())", "(uuid())"),
            ("int", "(1) + (2)", "((1) + (2))"),
        ] {
            assert_eq!(default_value(&Column::new("c", ty), &Expr::new(expr)), expected, "{ty} {expr}");
        }
        assert!(!is_constant(&Expr::new("- 'a'")));
        assert_eq!(now(&Expr::new("NOW")), None);
        assert_eq!(now(&Expr::new("current_timestamp(3)")), Some(3));
    }

    #[test]
    fn what_servers_print_is_brought_into_one_form() {
        for (printed, expected) in [
            ("`n` > 0 and `s` <> 'it\\'s'", "n > 0 and s <> 'it''s'"),
            ("`order` <> 'a\\\\b'", "`order` <> 'a\\\\b'"),
            ("(`s` <> _utf8mb4'x')", "(s <> 'x')"),
            ("(`s` <> _utf8mb4\\'x\\')", "(s <> 'x')"),
            ("s = \"x\" -- why", "s = 'x'"),
            ("_utf8 + 1", "_utf8 + 1"),
        ] {
            assert_eq!(canonical(&Expr::new(printed)).text(), expected);
        }
    }
}
