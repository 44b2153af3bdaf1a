use super::{Token, TokenKind};

/// Statements whose effects their words tell. Everything else may do anything.
const KNOWN: [&str; 19] = [
    "alter",
    "analyze",
    "begin",
    "commit",
    "create",
    "delete",
    "drop",
    "end",
    "insert",
    "pragma",
    "reindex",
    "release",
    "replace",
    "rollback",
    "savepoint",
    "select",
    "update",
    "vacuum",
    "with",
];

/// Ways to change anything behind such words: the catalog written to by hand, code that is loaded.
const HIDDEN: [&str; 4] = ["writable_schema", "sqlite_master", "sqlite_schema", "load_extension"];

/// The tag of the blocks in which the rights of views that are made again are read and given back, and nothing else.
const RIGHTS: &str = "manage_rights$";

/// Whether the words of a statement tell what it does, functions that it calls aside.
pub fn tells_its_effects(words: &[Token<'_>]) -> bool {
    let Some(first) = words.first() else { return true };
    let hides = |name: &str| HIDDEN.iter().any(|own| name.eq_ignore_ascii_case(own));
    let hidden = |token: &Token<'_>| match token.kind {
        TokenKind::Word => hides(token.text),
        TokenKind::Quoted => token.identifier().is_some_and(|name| hides(&name)),
        _ => false,
    };
    if first.is_word("do") {
        return words.iter().skip(1).take(2).any(|tag| tag.text.trim_start_matches('$').starts_with(RIGHTS));
    }
    KNOWN.iter().any(|word| first.is_word(word)) && !words.iter().any(hidden)
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::tells_its_effects;

    #[test]
    fn some_statements_may_do_anything() {
        for clear in [
            "",
            "-- nothing",
            "CREATE TABLE a (b)",
            "with x as (select 1) delete from a",
            "INSERT INTO a VALUES ('sqlite_master')",
            "DO $manage_rights$ BEGIN END $manage_rights$",
        ] {
            assert!(tells_its_effects(&words(clear)), "{clear}");
        }
        for opaque in [
            "DO $$ $$",
            "DO $$ BEGIN PERFORM '$manage_rights$'; END $$",
            "CALL x()",
            "UPDATE sqlite_master SET sql = ''",
            "PRAGMA \"Writable_Schema\" = 1",
            "ATTACH 'x' AS y",
        ] {
            assert!(!tells_its_effects(&words(opaque)), "{opaque}");
        }
    }
}
