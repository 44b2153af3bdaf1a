use std::collections::{BTreeMap, BTreeSet};

use crate::history::{Migration, Version};
use crate::sql::{Token, TokenKind, tells_its_effects};

/// Which tables migrations touch, told from their words alone and rather too many than too few: a name that is a
/// table's anywhere in the history counts wherever it is mentioned.
pub(super) struct Touches {
    by_version: BTreeMap<Version, Touch>,
}

/// What one migration touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Touch {
    /// Whether it holds something whose effects cannot be told.
    opaque: bool,
    /// Tables that it may change.
    changed: BTreeSet<String>,
    /// Tables that it only refers to by foreign keys.
    referenced: BTreeSet<String>,
}

impl Touches {
    pub(super) fn of(migrations: &[Migration]) -> Self {
        let statements = || migrations.iter().flat_map(|migration| &migration.up.statements);
        let mut names = BTreeSet::new();
        for statement in statements() {
            names.extend(named(&statement.words()));
        }
        let mut links = Links::default();
        for statement in statements() {
            let words = statement.words();
            if belongs_together(&words) {
                links.join(words.iter().filter_map(name).filter(|name| names.contains(name)));
            }
        }
        let touch = |migration: &Migration| {
            let mut touch = Touch::default();
            for statement in &migration.up.statements {
                touch.add(&statement.words(), &names, &links);
            }
            touch
        };
        Self { by_version: migrations.iter().map(|migration| (migration.version.clone(), touch(migration))).collect() }
    }

    /// What keeps two migrations from changing places: a table that both touch, or a statement that may do anything.
    pub(super) fn common(&self, one: &Version, other: &Version) -> Option<String> {
        let (Some(one), Some(other)) = (self.by_version.get(one), self.by_version.get(other)) else {
            return Some("tables that cannot be told".to_owned());
        };
        if one.opaque || other.opaque {
            return Some("tables that cannot be told".to_owned());
        }
        let clash = |one: &Touch, other: &Touch| {
            one.changed.iter().find(|name| other.changed.contains(*name) || other.referenced.contains(*name)).cloned()
        };
        clash(one, other).or_else(|| clash(other, one)).map(|name| format!("table {name}"))
    }
}

impl Touch {
    fn add(&mut self, words: &[Token<'_>], names: &BTreeSet<String>, links: &Links) {
        self.opaque |= !tells_its_effects(words);
        let mut before: Option<&Token<'_>> = None;
        for word in words {
            if let Some(name) = name(word).filter(|name| names.contains(name)) {
                let group = links.group(&name);
                if before.is_some_and(|before| before.is_word("references")) {
                    self.referenced.insert(group);
                } else {
                    self.changed.insert(group);
                }
            }
            before = Some(word);
        }
    }
}

/// Names that stand for the same rows: a view and what it reads, an index and its table, a table before and after it
/// was renamed.
#[derive(Default)]
struct Links {
    parents: BTreeMap<String, String>,
}

impl Links {
    /// The name that stands for the group.
    fn group(&self, name: &str) -> String {
        let mut name = name.to_owned();
        while let Some(parent) = self.parents.get(&name) {
            name.clone_from(parent);
        }
        name
    }

    fn join(&mut self, names: impl Iterator<Item = String>) {
        let groups: BTreeSet<String> = names.map(|name| self.group(&name)).collect();
        let mut groups = groups.into_iter();
        let Some(first) = groups.next() else { return };
        for other in groups {
            self.parents.insert(other, first.clone());
        }
    }
}

/// The token as a name, in lower case.
fn name(token: &Token<'_>) -> Option<String> {
    match token.kind {
        TokenKind::Word | TokenKind::Quoted => token.identifier().map(|name| name.to_lowercase()),
        _ => None,
    }
}

/// The names that stand where tables, views, indexes and triggers are named.
fn named(words: &[Token<'_>]) -> Vec<String> {
    const BETWEEN: [&str; 4] = ["if", "not", "exists", "or"];
    let on_table = makes(words, &["index", "trigger"]);
    let mut found = Vec::new();
    for place in 0..words.len() {
        if !leads(words, place, on_table) {
            continue;
        }
        let mut rest =
            words.iter().skip(place + 1).skip_while(|word| BETWEEN.iter().any(|between| word.is_word(between)));
        let Some(first) = rest.next().and_then(name) else { continue };
        // `main.users`, `app.users`.
        let qualified = rest.next().is_some_and(|dot| dot.is_symbol(".")).then(|| rest.next().and_then(name)).flatten();
        found.push(qualified.unwrap_or(first));
    }
    found
}

/// Whether a name of a table or the like follows the word.
fn leads(words: &[Token<'_>], place: usize, on_table: bool) -> bool {
    const ALWAYS: [&str; 8] = ["table", "into", "from", "join", "references", "view", "index", "trigger"];
    let at = |place: Option<usize>, word: &str| {
        place.and_then(|place| words.get(place)).is_some_and(|token| token.is_word(word))
    };
    let (before, here, after) = (place.checked_sub(1), Some(place), Some(place + 1));
    ALWAYS.iter().any(|word| at(here, word))
        // Not `ON UPDATE CASCADE`, nor `AFTER UPDATE ON t`.
        || (at(here, "update") && !at(before, "on") && !at(after, "on") && !at(after, "of"))
        || (on_table && at(here, "on"))
        // Not `RENAME COLUMN a TO b`.
        || (at(here, "to") && at(before, "rename"))
}

/// Whether the statement creates one of these.
fn makes(words: &[Token<'_>], kinds: &[&str]) -> bool {
    words.first().is_some_and(|word| word.is_word("create"))
        && words.iter().take(5).any(|word| kinds.iter().any(|kind| word.is_word(kind)))
}

/// Whether the statement ties the names in it together: it makes a view, a trigger or an index, or renames.
fn belongs_together(words: &[Token<'_>]) -> bool {
    let renames = |pair: &[Token<'_>]| matches!(pair, [one, two] if one.is_word("rename") && two.is_word("to"));
    makes(words, &["view", "trigger", "index"]) || words.windows(2).any(renames)
}

#[cfg(test)]
mod tests {
    use super::Touches;
    use crate::database::fixture::migration;
    use crate::history::Version;

    /// Whether two migrations touch something in common, after a first one that makes tables a, b and c.
    fn clash(one: &str, other: &str) -> bool {
        let first = "CREATE TABLE a (id INT); CREATE TABLE b (id INT); CREATE TABLE c (id INT); \
                     CREATE VIEW v AS SELECT * FROM a, c; CREATE INDEX a_id ON a (id);";
        let all = [migration("1_x", first, ""), migration("2_x", one, ""), migration("3_x", other, "")];
        Touches::of(&all).common(&Version::new("2"), &Version::new("3")).is_some()
    }

    #[test]
    fn what_could_meet_is_found() {
        for (one, other, expected) in [
            ("ALTER TABLE a ADD x INT", "ALTER TABLE b ADD x INT", false),
            ("ALTER TABLE a ADD x INT", "ALTER TABLE \"A\" ADD y INT", true),
            ("INSERT INTO main.a VALUES (1)", "DELETE FROM a", true),
            ("DROP INDEX a_id", "ALTER TABLE a ADD x INT", true),
            ("DROP VIEW v", "ALTER TABLE c ADD x INT", true),
            ("DROP VIEW v", "ALTER TABLE b ADD x INT", false),
            ("CREATE TABLE d (aid INT REFERENCES a)", "CREATE TABLE e (aid INT REFERENCES a)", false),
            ("CREATE TABLE d (aid INT REFERENCES a)", "ALTER TABLE a RENAME TO z", true),
            ("ALTER TABLE a RENAME TO z", "UPDATE z SET id = 1", true),
            ("INSERT INTO b SELECT id FROM c, a", "UPDATE a SET id = 2", true),
            ("CALL anything()", "ALTER TABLE b ADD x INT", true),
            ("PRAGMA writable_schema = ON", "ALTER TABLE b ADD x INT", true),
            ("CREATE TABLE d (id INT)", "CREATE TABLE d (id INT)", true),
            ("SELECT 1", "SELECT 1", false),
            (
                "CREATE TABLE d (id INT, x INT REFERENCES a ON DELETE CASCADE ON UPDATE CASCADE)",
                "CREATE TABLE e (id INT, x INT REFERENCES a ON DELETE CASCADE ON UPDATE CASCADE)",
                false,
            ),
            ("ALTER TABLE a RENAME COLUMN id TO name", "ALTER TABLE b ADD name TEXT", false),
            ("CREATE TRIGGER tr AFTER UPDATE ON a BEGIN DELETE FROM b; END", "DROP TABLE b", true),
        ] {
            assert_eq!(clash(one, other), expected, "{one} / {other}");
            assert_eq!(clash(other, one), expected, "{other} / {one}");
        }
    }
}
