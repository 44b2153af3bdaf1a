use std::collections::{BTreeMap, BTreeSet};

use super::copied::Copied;
use crate::history::Script;
use crate::sql::{Token, tells_its_effects};

/// What a script says that it does to rows: whoever wrote it, or read it, agreed. Names in lower case.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Agreed {
    /// Tables from which it removes rows.
    pub(super) removed: BTreeSet<String>,
    /// Those of which it says that these go, with whatever belongs to them.
    pub(super) deleted: BTreeSet<String>,
    /// Tables whose values it changes.
    pub(super) changed: BTreeSet<String>,
    /// Tables into which it copies rows with queries of its own.
    pub(super) copied: BTreeMap<String, Vec<Copied>>,
    /// Whether it holds something whose effects cannot be told.
    pub(super) opaque: bool,
}

impl Agreed {
    pub(super) fn of<'a>(scripts: impl IntoIterator<Item = &'a Script>) -> Self {
        let mut agreed = Self::default();
        for statement in scripts.into_iter().flat_map(|script| &script.statements) {
            agreed.add(&statement.words());
        }
        agreed
    }

    /// The tables, and all that hold rows of them at some time, since they were copied there.
    pub(super) fn holders(&self, tables: &BTreeSet<String>) -> BTreeSet<String> {
        let mut holders = tables.clone();
        loop {
            let takes = |(name, all): &(&String, &Vec<Copied>)| {
                !holders.contains(*name) && all.iter().any(|copied| copied.takes_from(&holders))
            };
            let more: Vec<String> = self.copied.iter().filter(takes).map(|(name, _)| name.clone()).collect();
            if more.is_empty() {
                return holders;
            }
            holders.extend(more);
        }
    }

    fn add(&mut self, words: &[Token<'_>]) {
        self.opaque |= !tells_its_effects(words);
        // What the body of a trigger or a function says does not happen now.
        if words.first().is_some_and(|word| word.is_word("create")) {
            let table = words.iter().take(4).position(|word| word.is_word("table"));
            let named = table.and_then(|place| words.get(place + 1..)).unwrap_or_default();
            let between = named.iter().take_while(|word| ["if", "not", "exists"].iter().any(|own| word.is_word(own)));
            let named = named.get(between.count()..).unwrap_or_default();
            if let Some((into, copied)) = self::table(named, &[]).zip(Copied::read(named)) {
                self.copied.entry(into).or_default().push(copied);
            }
            return;
        }
        let replaces = words.first().is_some_and(|word| word.is_word("replace"))
            || words.windows(2).any(|pair| matches!(pair, [or, word] if or.is_word("or") && word.is_word("replace")));
        let updates = words.windows(2).any(
            |pair| matches!(pair, [one, two] if two.is_word("update") && (one.is_word("do") || one.is_word("key"))),
        );
        for (place, word) in words.iter().enumerate() {
            let before = place.checked_sub(1).and_then(|place| words.get(place));
            let after = |skipped: &[&str]| table(words.get(place + 1..).unwrap_or_default(), skipped);
            if word.is_word("from") && before.is_some_and(|before| before.is_word("delete")) {
                self.removed.extend(after(&["only"]));
                self.deleted.extend(after(&["only"]));
            } else if word.is_word("truncate") {
                self.removed.extend(tables(words.get(place + 1..).unwrap_or_default(), &["table", "only"]));
            } else if word.is_word("update") && !before.is_some_and(is_no_update) {
                self.changed.extend(after(&[
                    "only",
                    "or",
                    "rollback",
                    "abort",
                    "replace",
                    "fail",
                    "ignore",
                    "low_priority",
                ]));
            } else if word.is_word("into") {
                let into = after(&[]);
                if replaces {
                    self.removed.extend(into.clone());
                }
                if updates || replaces {
                    self.changed.extend(into.clone());
                }
                if words.first().is_some_and(|word| word.is_word("merge")) {
                    self.removed.extend(into.clone());
                    self.changed.extend(into.clone());
                }
                let copied = Copied::read(words.get(place + 1..).unwrap_or_default());
                if let Some((into, copied)) = into.zip(copied) {
                    self.copied.entry(into).or_default().push(copied);
                }
            }
        }
    }
}

/// `ON UPDATE`, `FOR UPDATE`, `DO UPDATE`, `KEY UPDATE`.
fn is_no_update(before: &Token<'_>) -> bool {
    ["on", "for", "do", "key", "before", "after", "of", "or"].iter().any(|word| before.is_word(word))
}

/// The last part of the name that the words begin with.
fn table(words: &[Token<'_>], skipped: &[&str]) -> Option<String> {
    let mut rest = words.iter().skip_while(|word| skipped.iter().any(|own| word.is_word(own)));
    let first = rest.next()?.identifier()?;
    let qualified = rest.next().is_some_and(|dot| dot.is_symbol(".")).then(|| rest.next()?.identifier()).flatten();
    Some(qualified.unwrap_or(first).to_lowercase())
}

/// The same for names between which there are commas.
fn tables(words: &[Token<'_>], skipped: &[&str]) -> Vec<String> {
    words.split(|word| word.is_symbol(",")).filter_map(|part| table(part, skipped)).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Agreed;
    use crate::history::Script;
    use crate::sql::Statement;

    fn agreed(statement: &str) -> [Vec<String>; 3] {
        let statement = Statement::new(statement, 1);
        let script = Script { path: PathBuf::new(), variant: None, text: String::new(), statements: vec![statement] };
        let Agreed { removed, changed, copied, .. } = Agreed::of([&script]);
        [removed, changed, copied.into_keys().collect()].map(|names| names.into_iter().collect())
    }

    #[test]
    fn what_a_statement_does_to_rows_is_told_by_its_words() {
        let none: [&[&str]; 3] = [&[], &[], &[]];
        for (statement, expected) in [
            ("DELETE FROM Users WHERE id = 1", [&["users"][..], &[], &[]]),
            ("WITH old AS (SELECT 1) DELETE FROM app.users", [&["users"], &[], &[]]),
            ("TRUNCATE TABLE a, public.\"B\" CASCADE", [&["a", "b"], &[], &[]]),
            ("UPDATE ONLY users SET a = 1", [&[], &["users"], &[]]),
            ("UPDATE OR IGNORE users SET a = 1", [&[], &["users"], &[]]),
            ("INSERT INTO new SELECT * FROM old", [&[], &[], &["new"]]),
            ("CREATE TABLE IF NOT EXISTS app.new AS SELECT * FROM old", [&[], &[], &["new"]]),
            ("INSERT OR REPLACE INTO t SELECT 1", [&["t"], &["t"], &["t"]]),
            ("REPLACE INTO t VALUES (1)", [&["t"], &["t"], &[]]),
            ("INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 1", [&[], &["t"], &[]]),
            ("INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE b = 1", [&[], &["t"], &[]]),
            ("CREATE TRIGGER r AFTER DELETE ON t BEGIN DELETE FROM u; END", none),
            ("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON UPDATE CASCADE", none),
            ("SELECT 1 FROM t FOR UPDATE", none),
        ] {
            assert_eq!(
                agreed(statement),
                expected.map(<[&str]>::to_vec).map(|all| all.into_iter().map(str::to_owned).collect::<Vec<_>>()),
                "{statement}"
            );
        }
    }
}
