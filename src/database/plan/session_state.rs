//! What a session holds that is gone with it, and that no statement brings back.

use super::own_commit::lost_variable;
use super::part::{Kind, Part, kind, parts};
use crate::sql::{Statement, Token, TokenKind};

/// What a statement asks of those before it, which is forgotten with the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Which row was written last.
    Row,
    /// How many were changed.
    Count,
}

impl Asked {
    /// What the statement asks for.
    pub(super) fn of(statement: &Statement) -> Option<Self> {
        const FUNCTIONS: [(&str, Asked); 5] = [
            ("last_insert_rowid", Asked::Row),
            ("last_insert_id", Asked::Row),
            ("changes", Asked::Count),
            ("row_count", Asked::Count),
            ("total_changes", Asked::Count),
        ];
        let words = statement.words();
        let called = |function: &str| {
            words.array_windows().any(|[name, bracket]| bracket.is_symbol("(") && name.is_word(function))
        };
        FUNCTIONS.iter().find(|(function, _)| called(function)).map(|(_, asked)| *asked)
    }

    /// Whether it is this statement that it asks about.
    pub(super) fn is_given_by(self, statement: &Statement) -> bool {
        let words = statement.words();
        let first = |options: &[&str]| words.first().is_some_and(|word| options.iter().any(|own| word.is_word(own)));
        first(&["insert", "replace", "with"]) || self == Self::Count && first(&["update", "delete"])
    }
}

/// Whether one of the statements asks for what none of those before it gives.
fn asks_before(statements: &[Statement]) -> bool {
    let asked = statements.iter().enumerate().filter_map(|(place, own)| Some((place, Asked::of(own)?)));
    let mut asked = asked.map(|(place, asked)| (statements.get(..place).unwrap_or_default(), asked));
    asked.any(|(before, asked)| !before.iter().any(|statement| asked.is_given_by(statement)))
}

/// Why a new session cannot go on after the first `done` statements, in words; `None` if it can.
pub(in crate::database) fn lost(statements: &[Statement], done: usize, transactional: bool) -> Option<String> {
    let (before, after) = statements.split_at_checked(done)?;
    if before.is_empty() {
        return None;
    }
    // The rest may be cut in other places than it was: what is left may have been changed.
    if parts(statements, transactional).iter().any(|part| part.range().start < done && done < part.range().end) {
        return Some("what comes next belongs together with what is done".to_owned());
    }
    if asks_before(after) {
        return Some("what comes next asks for the rows that were written last".to_owned());
    }
    if let Some(variable) = (!transactional).then(|| lost_variable(before, after)).flatten() {
        return Some(format!("the variable `{variable}`, which it set, is gone"));
    }
    let mut alive = Alive::default();
    for part in parts(before, transactional) {
        let own = before.get(part.range()).unwrap_or_default();
        let rolled_back = own.last().is_some_and(|last| kind(&last.text) == Kind::RollBack);
        if !(matches!(part, Part::Block(_)) && rolled_back) {
            own.iter().for_each(|statement| alive.see(statement));
        }
    }
    alive.what()
}

/// What is there because of a session, by name.
#[derive(Default)]
struct Alive {
    temporary: Vec<String>,
    /// Attached databases in memory, and whether anything was done since.
    attached: Vec<(String, bool)>,
}

impl Alive {
    fn see(&mut self, statement: &Statement) {
        let words = statement.words();
        let is = |place: usize, word: &str| words.get(place).is_some_and(|token| token.is_word(word));
        let last = words.last().and_then(name);
        if is(0, "attach") {
            let memory = |token: &Token<'_>| {
                let text = token.text.trim_matches(['\'', '"']).to_lowercase();
                token.kind != TokenKind::Word
                    && (text.is_empty()
                        || text.starts_with(":memory:")
                        || text.starts_with("file:") && text.contains("memory"))
            };
            let file = words.iter().skip(1).find(|token| !token.is_word("database"));
            self.attached.extend(last.filter(|_| file.is_some_and(memory)).map(|name| (name, false)));
        } else if is(0, "detach") {
            self.attached.retain(|(name, _)| Some(name) != last.as_ref());
        } else if is(0, "create") {
            self.attached.iter_mut().for_each(|(_, used)| *used = true);
            self.temporary.extend(created(&words));
        } else if is(0, "drop") {
            self.temporary.retain(|name| Some(name) != last.as_ref());
        } else if is(0, "alter") {
            let renamed = words.iter().position(|token| token.is_word("to")).filter(|to| to + 2 == words.len());
            let old = renamed.and_then(|to| words.get(to.checked_sub(2)?)).and_then(name);
            if let (Some(old), Some(new)) = (old, last)
                && let Some(own) = self.temporary.iter_mut().find(|name| **name == old)
            {
                *own = new;
            }
        }
    }

    fn what(self) -> Option<String> {
        let used = self.attached.into_iter().find(|(_, used)| *used);
        let attached = used.map(|(name, _)| format!("the database `{name}`, which it attached in memory, is gone"));
        let temporary = self.temporary.first().map(|name| format!("`{name}`, which it made as temporary, is gone"));
        temporary.or(attached)
    }
}

/// The name of what a CREATE makes, if it is temporary.
fn created(words: &[Token<'_>]) -> Option<String> {
    let says = words.get(1).is_some_and(|token| token.is_word("temp") || token.is_word("temporary"));
    const KINDS: [&str; 4] = ["table", "view", "trigger", "index"];
    let kind = words.iter().position(|token| KINDS.iter().any(|kind| token.is_word(kind)))?;
    let if_not_exists = words.get(kind + 1).is_some_and(|token| token.is_word("if"));
    let place = if if_not_exists { kind + 4 } else { kind + 1 };
    let first = words.get(place).and_then(name)?;
    if !words.get(place + 1).is_some_and(|token| token.is_symbol(".")) {
        return Some(first).filter(|_| says);
    }
    words.get(place + 2).and_then(name).filter(|_| says || first == "temp")
}

/// A name as SQLite compares it.
fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Text => Some(token.text.trim_matches('\'').to_lowercase()),
        _ => token.identifier().map(|name| name.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::lost;
    use crate::dialect::{Dialect, Sqlite};

    #[test]
    fn what_is_gone_with_the_session_is_found() {
        for (script, done, expected) in [
            ("CREATE TEMP TABLE a (x); SELECT 1", 1, Some("a")),
            ("CREATE TEMPORARY VIEW IF NOT EXISTS \"A b\" AS SELECT 1; SELECT 1", 1, Some("a b")),
            ("CREATE TABLE temp.a (x); SELECT 1", 1, Some("a")),
            ("CREATE VIRTUAL TABLE temp.a USING fts5(x); SELECT 1", 1, Some("a")),
            ("CREATE TABLE a (temp); SELECT 1", 1, None),
            ("CREATE TABLE main.a (x); SELECT 1", 1, None),
            ("CREATE TEMP TABLE a (x); SELECT 1", 0, None),
            ("CREATE TEMP TABLE a (x); DROP TABLE IF EXISTS A; SELECT 1", 2, None),
            ("CREATE TEMP TABLE a (x); ALTER TABLE a RENAME TO b; DROP TABLE temp.b; SELECT 1", 3, None),
            ("CREATE TEMP TABLE a (x); ALTER TABLE a RENAME TO b; DROP TABLE a; SELECT 1", 3, Some("b")),
            ("BEGIN; CREATE TEMP TABLE a (x); DROP TABLE a; COMMIT; SELECT 1", 4, None),
            ("BEGIN; CREATE TEMP TABLE a (x); ROLLBACK; SELECT 1", 3, None),
            ("ATTACH ':memory:' AS m; SELECT 1", 1, None),
            ("ATTACH DATABASE ':memory:' AS m; CREATE TABLE m.a (x); SELECT 1", 2, Some("m")),
            ("ATTACH 'file:x?mode=memory' AS 'm'; CREATE TABLE m.a (x); SELECT 1", 2, Some("m")),
            ("ATTACH ':memory:' AS m; CREATE TABLE m.a (x); DETACH DATABASE M; SELECT 1", 3, None),
            ("ATTACH 'memory.db' AS m; CREATE TABLE m.a (x); SELECT 1", 2, None),
            ("BEGIN; INSERT INTO a VALUES (1); COMMIT; SELECT 1; SELECT changes()", 3, Some("rows")),
            ("BEGIN; INSERT INTO a VALUES (1); COMMIT; INSERT INTO a VALUES (2); SELECT changes()", 3, None),
            ("INSERT INTO a VALUES (1); INSERT INTO b VALUES (last_insert_rowid())", 1, Some("belongs together")),
            ("SELECT 1", 7, None),
        ] {
            let found = lost(&Sqlite.split(script).unwrap(), done, true);
            match expected {
                Some(part) => assert!(found.as_ref().is_some_and(|text| text.contains(part)), "{script}: {found:?}"),
                None => assert_eq!(found, None, "{script}"),
            }
        }
    }
}
