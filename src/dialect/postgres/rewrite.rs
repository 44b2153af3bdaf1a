//! Expressions brought nearer to how people write them: the server prints `'a'::text` for `'a'`, and `now()` and
//! CURRENT_TIMESTAMP are one moment.

use super::canonical_type::canonical_type;
use super::kind::Kind;
use crate::schema::Expr;
use crate::sql::{Token, TokenKind, words};

/// The expression without casts of constants; the text as it was where there is nothing to do.
pub(super) fn rewrite(expr: &Expr) -> Expr {
    let text = expr.text();
    let all = words(text);
    let mut found = String::with_capacity(text.len());
    let mut copied = 0;
    let mut changed = false;
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let is_now = token.is_word("now")
            && all.get(at + 1).is_some_and(|next| next.is_symbol("("))
            && all.get(at + 2).is_some_and(|next| next.is_symbol(")"))
            && !at.checked_sub(1).and_then(|before| all.get(before)).is_some_and(|before| before.is_symbol("."));
        let is_constant = token.kind == TokenKind::Text || token.is_word("null");
        let (end, value) = if is_now {
            (at + 3, Some("CURRENT_TIMESTAMP".to_owned()))
        } else if is_constant && all.get(at + 1).is_some_and(|next| next.is_symbol("::")) {
            match cast(text, &all, at + 2) {
                Some((end, kind)) if says_itself(&all, at, end, &kind) => (end, constant(token, &kind)),
                Some((end, _)) => (end, None),
                None => (at + 1, None),
            }
        } else {
            (at + 1, None)
        };
        if let (Some(value), Some(last)) = (value, all.get(end - 1)) {
            found.push_str(text.get(copied..token.start).unwrap_or_default());
            found.push_str(&value);
            copied = last.end();
            changed = true;
        }
        at = end.max(at + 1);
    }
    if !changed {
        return expr.clone();
    }
    found.push_str(text.get(copied..).unwrap_or_default());
    Expr::new(found)
}

/// Whether the constant at this token, whose cast ends before the other one, is taken for the same without the cast. In
/// `random() * '1 year'::interval` it is not, nor in a list of an enum's values.
fn says_itself(all: &[Token<'_>], at: usize, end: usize, kind: &Kind) -> bool {
    if kind.is_number() || matches!(kind, Kind::Text | Kind::Bool) {
        return true;
    }
    let before = all.get(..at).unwrap_or_default().iter().rev().find(|token| !token.is_symbol("("));
    let after = all.get(end..).unwrap_or_default().iter().find(|token| !token.is_symbol(")"));
    let compares = |token: &&Token<'_>| token.kind == TokenKind::Symbol && token.text.contains(['=', '<', '>']);
    let compared = before.filter(compares).is_some() || after.filter(compares).is_some();
    compared || before.is_none() && after.is_none()
}

/// Where the type ends that begins at this token, and what it is: the longest run of tokens that is one.
fn cast(text: &str, all: &[Token<'_>], from: usize) -> Option<(usize, Kind)> {
    let first = all.get(from)?;
    let mut best = None;
    let mut depth = 0_usize;
    for end in from + 1..=all.len().min(from + 12) {
        let last = all.get(end - 1)?;
        match last.text {
            "(" => depth += 1,
            // A parenthesis that was open before the cast.
            ")" if depth == 0 => break,
            ")" => depth -= 1,
            "," if depth == 0 => break,
            text if last.kind == TokenKind::Symbol && text != "," && text != "." => break,
            _ => {}
        }
        if depth > 0 {
            continue;
        }
        if let Some(kind) = is_type(text.get(first.start..last.end())?) {
            best = Some((end, kind));
        }
    }
    best
}

/// Whether the text is one type: words that PostgreSQL takes together for a type's name, or one name.
fn is_type(text: &str) -> Option<Kind> {
    let canonical = canonical_type(text);
    let is_name = crate::sql::split_name(canonical.text().trim_end_matches("[]")).is_some();
    let all = words(text);
    let pairs = all.iter().zip(all.iter().skip(1));
    let one = !pairs.into_iter().any(|(before, token)| token.kind == TokenKind::Word && !before.is_symbol(".")) || {
        let spelled = canonical.text();
        spelled.starts_with(char::is_uppercase)
    };
    let kind = Kind::of(&canonical);
    ((kind != Kind::Other || is_name) && one && !canonical.text().is_empty()).then_some(kind)
}

/// The constant as people write it: a number without quotes where it is one.
fn constant(token: &Token<'_>, kind: &Kind) -> Option<String> {
    let inner = token.text.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    let is_number = |text: &&str| {
        let digits = text.trim_start_matches('-');
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    Some(match inner.filter(|_| kind.is_number()).filter(is_number) {
        Some(number) => number.to_owned(),
        None => token.text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::rewrite;
    use crate::schema::Expr;

    #[test]
    fn constants_lose_their_casts() {
        for (server, written) in [
            ("'a'::text", "'a'"),
            ("'a'::character varying(50)", "'a'"),
            ("'2026-01-01 00:00:00'::timestamp without time zone", "'2026-01-01 00:00:00'"),
            ("'{}'::text[]", "'{}'"),
            ("'draft'::app.\"Mood\"", "'draft'"),
            ("(m > 'low'::app.level) OR m = 'b'::app.mood", "(m > 'low') OR m = 'b'"),
            ("'-1'::integer", "-1"),
            ("'x'::text || lower(name)", "'x' || lower(name)"),
            ("('a'::text = b) AND c", "('a' = b) AND c"),
            ("now()", "CURRENT_TIMESTAMP"),
            ("'1'::text::integer", "'1'::integer"),
            ("age::text", "age::text"),
            ("NULL::character varying", "NULL"),
            ("(first || 'x'::text)", "(first || 'x')"),
            ("upper((a || 'x'::character varying(3)))", "upper((a || 'x'))"),
            ("random() * '1 year'::interval", "random() * '1 year'::interval"),
            ("now() - '1 day'::interval", "CURRENT_TIMESTAMP - '1 day'::interval"),
            ("(m = 'a'::mood) OR at > '2026-01-01'::date", "(m = 'a') OR at > '2026-01-01'"),
            ("m = ANY (ARRAY['a'::mood, 'b'::mood])", "m = ANY (ARRAY['a'::mood, 'b'::mood])"),
            ("concat('a'::text, 'b'::text)", "concat('a', 'b')"),
        ] {
            assert_eq!(rewrite(&Expr::new(server)).text(), written, "{server}");
        }
    }
}
