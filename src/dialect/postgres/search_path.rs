//! Where names without a schema are looked for.

use crate::sql::{Token, TokenKind, words};

/// The schema that is searched first of a list as `search_path` has it, those left out that are the server's own and
/// `"$user"`, which is seldom there.
pub(crate) fn searched_first(list: &str) -> Option<String> {
    first_of(&words(list))
}

fn first_of(list: &[Token<'_>]) -> Option<String> {
    let schemas = list.split(|token| token.is_symbol(",")).filter_map(|part| match part {
        [only] => schema(only),
        _ => None,
    });
    schemas.into_iter().find(|own| own != "$user" && !own.starts_with("pg_"))
}

fn schema(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word => Some(token.text.to_lowercase()),
        TokenKind::Text => unquoted(token),
        _ => token.identifier(),
    }
}

fn unquoted(token: &Token<'_>) -> Option<String> {
    Some(token.text.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
}

/// What a statement of a session says is searched first from then on: `Some(None)` is what the server says by itself.
pub(crate) fn said_by(statement: &str) -> Option<Option<String>> {
    let all = words(statement);
    let all: Vec<&Token<'_>> = all.iter().filter(|token| !token.is_symbol(";")).collect();
    let is = |place: usize, word: &str| all.get(place).is_some_and(|token| token.is_word(word));
    let rest =
        |from: usize| all.get(from..).unwrap_or_default().iter().map(|token| (*token).clone()).collect::<Vec<_>>();
    if is(0, "reset") {
        return (is(1, "search_path") || is(1, "all")).then_some(None);
    }
    if is(0, "set") {
        let at = if is(1, "session") { 2 } else { 1 };
        if is(at, "schema") {
            return Some(first_of(&rest(at + 1)));
        }
        let sets = is(at, "search_path") && (is(at + 1, "to") || all.get(at + 1).is_some_and(|own| own.is_symbol("=")));
        let list = sets.then(|| rest(at + 2))?;
        return Some(if matches!(list.as_slice(), [only] if only.is_word("default")) { None } else { first_of(&list) });
    }
    let call = all.iter().position(|token| token.is_word("set_config")).filter(|_| is(0, "select"))?;
    let argument = |place: usize| all.get(call + place).and_then(|token| unquoted(token));
    let sets = argument(2).is_some_and(|name| name.eq_ignore_ascii_case("search_path")) && !is(call + 6, "true");
    sets.then(|| argument(4).and_then(|list| searched_first(&list)))
}

/// What the options of a connection say: `-c search_path=one,public`.
pub(crate) fn said_by_options(options: &str) -> Option<String> {
    let mut found = None;
    let mut words = options.split_whitespace();
    while let Some(word) = words.next() {
        let setting = match word.strip_prefix("-c").or_else(|| word.strip_prefix("--")) {
            Some("") => words.next().unwrap_or_default(),
            Some(setting) => setting,
            None => continue,
        };
        if let Some((name, list)) = setting.split_once('=')
            && name.eq_ignore_ascii_case("search_path")
        {
            found = searched_first(&list.replace('\\', ""));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{said_by, said_by_options, searched_first};

    #[test]
    fn what_is_searched_first_is_found() {
        for (list, first) in [
            ("one, public", Some("one")),
            ("\"$user\", public", Some("public")),
            ("pg_catalog, \"One\"", Some("One")),
            ("One", Some("one")),
            ("", None),
            ("\"\"", Some("")),
        ] {
            assert_eq!(searched_first(list).as_deref(), first, "{list}");
        }
        for (statement, first) in [
            ("SET search_path = one, public", Some(Some("one"))),
            ("set session SEARCH_PATH to 'A b', x;", Some(Some("A b"))),
            ("SET search_path TO DEFAULT", Some(None)),
            ("RESET search_path", Some(None)),
            ("SET SCHEMA 'one'", Some(Some("one"))),
            ("SELECT pg_catalog.set_config('search_path', 'two, public', false)", Some(Some("two"))),
            ("SELECT set_config('search_path', 'two', true)", None),
            ("SET LOCAL search_path = one", None),
            ("SET work_mem = '5MB'", None),
            ("CREATE SCHEMA IF NOT EXISTS one", None),
        ] {
            assert_eq!(said_by(statement), first.map(|own| own.map(str::to_owned)), "{statement}");
        }
        for (options, first) in [
            ("-c search_path=one,public -c jit=off", Some("one")),
            ("-csearch_path=one", Some("one")),
            ("--search_path=one --jit=off", Some("one")),
            ("-c jit=off", None),
        ] {
            assert_eq!(said_by_options(options).as_deref(), first, "{options}");
        }
    }
}
