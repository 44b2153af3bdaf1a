use super::lexer::{Token, TokenKind, stream, tokens, words};
use super::name::{is_plain, quote};

/// An expression in the form that equality compares: one space between tokens, words in lower case, quotes only
/// where they are needed, no comments, no parentheses around the whole.
pub fn canonical(text: &str) -> String {
    let all: Vec<Token<'_>> = words(text);
    let mut tokens = all.as_slice();
    while let Some(inner) = inside_parentheses(tokens) {
        tokens = inner;
    }
    tokens.iter().map(canonical_token).collect::<Vec<_>>().join(" ")
}

fn canonical_token(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::Word => token.text.to_lowercase(),
        TokenKind::Quoted => match token.identifier() {
            Some(name) if is_plain(&name) => name.to_lowercase(),
            Some(name) => quote(&name).to_lowercase(),
            None => token.text.to_owned(),
        },
        TokenKind::Symbol => match token.text {
            "==" => "=".to_owned(),
            "!=" => "<>".to_owned(),
            other => other.to_owned(),
        },
        _ => token.text.to_owned(),
    }
}

/// What stands between the first and the last token, if these are parentheses that belong together.
fn inside_parentheses<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<&'t [Token<'a>]> {
    let [first, inner @ .., last] = tokens else { return None };
    if !first.is_symbol("(") || !last.is_symbol(")") || inner.is_empty() {
        return None;
    }
    let mut depth = 0_usize;
    for token in inner {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            depth = depth.checked_sub(1)?;
        }
    }
    Some(inner)
}

/// Whether the text is one pair of parentheses with something in it.
pub fn is_whole(text: &str) -> bool {
    let all: Vec<Token<'_>> = words(text);
    inside_parentheses(&all).is_some()
}

/// Whether a word or a quoted identifier of the text is this name, in any case.
pub fn mentions(text: &str, name: &str) -> bool {
    stream(text).filter_map(|token| token.identifier()).any(|own| own.eq_ignore_ascii_case(name))
}

/// The text with every identifier that is `from` replaced by `to`, quoted where that needs it. A function of that
/// name (a word before a parenthesis) stays.
pub fn rename_identifier(text: &str, from: &str, to: &str) -> String {
    let all = tokens(text);
    let mut renamed = String::with_capacity(text.len());
    for (place, token) in all.iter().enumerate() {
        let calls = token.kind == TokenKind::Word
            && all[place + 1..].iter().find(|next| !next.is_blank()).is_some_and(|next| next.is_symbol("("));
        match token.identifier() {
            Some(name) if name.eq_ignore_ascii_case(from) && !calls => renamed.push_str(&quote(to)),
            _ => renamed.push_str(token.text),
        }
    }
    renamed
}

#[cfg(test)]
mod tests {
    use super::{canonical, mentions, rename_identifier};

    #[test]
    fn what_means_the_same_reads_the_same() {
        for (one, other) in [
            ("age>=0", "( Age  >= 0 )"),
            ("\"age\" >= 0", "((age >= 0))"),
            ("a == 'X'", "A = 'X' -- why"),
            ("a != 1", "a <> 1"),
            ("CURRENT_TIMESTAMP", "current_timestamp"),
        ] {
            assert_eq!(canonical(one), canonical(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_differs_stays_different() {
        for (one, other) in [
            ("a = 'x'", "a = 'X'"),
            ("(a) + (b)", "a) + (b"),
            ("(a = 1) OR (b = 2)", "a = 1 OR (b = 2)"),
            ("\"a b\" = 1", "a b = 1"),
            ("'a'", "a"),
        ] {
            assert_ne!(canonical(one), canonical(other), "{one} and {other}");
        }
    }

    #[test]
    fn renaming_follows_names_and_nothing_else() {
        assert_eq!(rename_identifier("age >= 0 AND 'age' <> \"Age\"", "age", "years"), "years >= 0 AND 'age' <> years");
        assert_eq!(rename_identifier("lower(lower) = 1", "lower", "small one"), "lower(\"small one\") = 1");
        assert!(mentions("lower(\"Name\")", "name"));
        assert!(!mentions("lower('name')", "name"));
    }
}
