mod names;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

use names::{Links, Names, about, makes, name};
pub(super) use timeline::Timeline;

use super::digest::calls;
use super::{Migration, Version};
use crate::sql::{Statement, Token, tells_its_effects};

/// Which tables migrations touch, told from their words alone and rather too many than too few: a name that is a
/// table's anywhere in the history counts wherever it is mentioned.
pub struct Touches {
    by_version: BTreeMap<Version, Touch>,
    links: Links,
}

/// What keeps two migrations from changing places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// A table, or something else of this name, that both touch.
    Named(String),
    /// An index of this name that both touch.
    Index(String),
    /// A statement that may do anything.
    Unknown,
}

/// Which statements count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// All.
    All,
    /// Those that change the schema: not INSERT, UPDATE and the like.
    Schema,
}

/// What one migration touches.
#[derive(Clone, Debug, Default)]
struct Touch {
    /// Whether it holds something whose effects cannot be told.
    opaque: bool,
    /// What it may change, by the name that stands for all that is the same.
    changed: BTreeMap<String, Changed>,
    /// What it only refers to, by foreign keys or as the type of a column.
    referenced: BTreeSet<String>,
    /// Whose rows it writes or reads, other than to take a table's own over into one that comes in its place.
    rows: BTreeSet<String>,
    /// Whose schema it changes otherwise than by adding something.
    remade: BTreeSet<String>,
}

/// How something is changed.
#[derive(Clone, Debug)]
struct Changed {
    /// What the migration calls it.
    names: BTreeSet<String>,
    /// Whether it merely gets something more, which those that refer to it do not notice.
    only_added_to: bool,
}

impl Touches {
    /// Looks at all of these.
    pub fn of(migrations: &[Migration]) -> Self {
        Self::counting(migrations.iter(), Counting::All)
    }

    /// The same for some of the statements; the others still say what is a name.
    pub(super) fn counting<'a>(migrations: impl Iterator<Item = &'a Migration> + Clone, counting: Counting) -> Self {
        let names = Names::of(migrations.clone().flat_map(|migration| &migration.up.statements));
        let touch = |migration: &Migration| {
            let mut touch = Touch::default();
            let counts = |own: &&Statement| counting == Counting::All || !only_moves_rows(&own.words());
            for statement in migration.up.statements.iter().filter(counts) {
                touch.add(&statement.words(), &names);
            }
            touch
        };
        let by_version = migrations.map(|migration| (migration.version.clone(), touch(migration))).collect();
        Self { by_version, links: names.links }
    }

    /// What keeps two migrations from changing places: the first thing that both touch, in words.
    pub fn common(&self, one: &Version, other: &Version) -> Option<String> {
        self.all_common(&[one], &[other]).into_keys().next().map(|common| match common {
            Common::Named(name) => format!("table {name}"),
            Common::Index(name) => format!("index {name}"),
            Common::Unknown => "tables that cannot be told".to_owned(),
        })
    }

    /// The tables in whose rows it shows which of them ran first, as far as words tell: both do something with the rows, or
    /// one does and the other changes more about the table than to add something.
    pub fn common_rows(&self, ones: &[&Version], others: &[&Version]) -> BTreeSet<String> {
        let sum = |versions: &[&Version]| {
            let (mut rows, mut remade) = (BTreeSet::new(), BTreeSet::new());
            for touch in versions.iter().filter_map(|version| self.by_version.get(*version)) {
                rows.extend(touch.rows.iter().cloned());
                remade.extend(touch.remade.iter().cloned());
            }
            (rows, remade)
        };
        let ((rows, remade), (other_rows, other_remade)) = (sum(ones), sum(others));
        let meets = |name: &&String| {
            (rows.contains(*name) && (other_rows.contains(*name) || other_remade.contains(*name)))
                || (other_rows.contains(*name) && remade.contains(*name))
        };
        rows.union(&other_rows).filter(meets).cloned().collect()
    }

    /// All that keeps the ones and the others from changing places, each with those of both that have to do with it.
    pub fn all_common(&self, ones: &[&Version], others: &[&Version]) -> BTreeMap<Common, [BTreeSet<Version>; 2]> {
        let (ones, others) = (Sum::of(self, ones), Sum::of(self, others));
        let mut found: BTreeMap<Common, [BTreeSet<Version>; 2]> = BTreeMap::new();
        let mut add = |common: Common, mine: &BTreeSet<&Version>, theirs: &BTreeSet<&Version>| {
            let both = found.entry(common).or_default();
            for (versions, side) in both.iter_mut().zip([mine, theirs]) {
                versions.extend(side.iter().map(|version| (*version).clone()));
            }
        };
        // Of an index and its table, the table is what counts.
        let is_meant = |group: &str| {
            let tables = self.links.tables.get(group).into_iter().flatten();
            !tables.map(|name| self.links.group(name)).any(|table| {
                let changes = |sum: &Sum<'_>| sum.groups.get(table.as_str()).is_some_and(|own| !own.changed.is_empty());
                changes(&ones) && changes(&others)
            })
        };
        let named = |name: String| match self.links.tables.contains_key(&name) {
            true => Common::Index(name),
            false => Common::Named(name),
        };
        for (group, own) in &ones.groups {
            let Some(theirs) = others.groups.get(group).filter(|_| is_meant(group)) else { continue };
            if !own.changed.is_empty() && !theirs.changed.is_empty() {
                add(named(own.name_with(theirs, group)), &own.changed, &theirs.changed);
            }
            if !own.disturbed.is_empty() && !theirs.referred.is_empty() {
                add(named(own.name_with(theirs, group)), &own.disturbed, &theirs.referred);
            }
            if !own.referred.is_empty() && !theirs.disturbed.is_empty() {
                add(named(own.name_with(theirs, group)), &own.referred, &theirs.disturbed);
            }
        }
        if !ones.opaque.is_empty() && !others.something.is_empty() {
            add(Common::Unknown, &ones.opaque, &others.something);
        } else if !others.opaque.is_empty() && !ones.something.is_empty() {
            add(Common::Unknown, &ones.something, &others.opaque);
        }
        found
    }
}

/// What several migrations touch together.
#[derive(Default)]
struct Sum<'a> {
    groups: BTreeMap<&'a str, Group<'a>>,
    /// Those of which nobody can tell what they touch.
    opaque: BTreeSet<&'a Version>,
    /// Those that touch anything at all.
    something: BTreeSet<&'a Version>,
}

/// What several migrations do with one thing.
#[derive(Default)]
struct Group<'a> {
    names: BTreeSet<&'a str>,
    changed: BTreeSet<&'a Version>,
    /// Those of the changed that do more than add to it.
    disturbed: BTreeSet<&'a Version>,
    referred: BTreeSet<&'a Version>,
}

impl<'a> Sum<'a> {
    fn of(touches: &'a Touches, versions: &[&'a Version]) -> Self {
        let mut sum = Self::default();
        for version in versions {
            let Some(touch) = touches.by_version.get(*version) else {
                sum.opaque.insert(*version);
                sum.something.insert(*version);
                continue;
            };
            if touch.opaque {
                sum.opaque.insert(*version);
            }
            if !touch.is_nothing() {
                sum.something.insert(*version);
            }
            for (name, changed) in &touch.changed {
                let group = sum.groups.entry(name).or_default();
                group.names.extend(changed.names.iter().map(String::as_str));
                group.changed.insert(*version);
                if !changed.only_added_to {
                    group.disturbed.insert(*version);
                }
            }
            for name in &touch.referenced {
                sum.groups.entry(name).or_default().referred.insert(*version);
            }
        }
        sum
    }
}

impl Group<'_> {
    /// What a person calls it: the name that both say.
    fn name_with(&self, other: &Self, group: &str) -> String {
        let both = self.names.intersection(&other.names).next();
        both.map_or(group, |name| *name).to_owned()
    }
}

impl Touch {
    fn add(&mut self, words: &[Token<'_>], names: &Names) {
        self.opaque |= may_do_anything(words);
        let only_adds = only_adds(words);
        let of_table = |word: &Token<'_>| name(word).filter(|name| names.tables.contains(name));
        let groups: BTreeSet<String> = words.iter().filter_map(of_table).map(|name| names.links.group(&name)).collect();
        if !only_moves_rows(words) {
            self.remade.extend(groups.into_iter().filter(|_| !only_adds));
        } else if groups.len() > 1 || !takes_over(words) {
            self.rows.extend(groups);
        }
        let subject = about(words);
        let mut before: Option<&Token<'_>> = None;
        for word in words {
            if let Some(name) = name(word) {
                if names.others.contains(&name) {
                    if subject.as_ref() == Some(&name) {
                        self.change(name.clone(), &name, only_adds);
                    } else {
                        self.referenced.insert(name);
                    }
                } else if names.tables.contains(&name) {
                    let refers = before.is_some_and(|before| before.is_word("references"));
                    for group in names.links.groups(&name) {
                        if refers {
                            self.referenced.insert(group);
                        } else {
                            self.change(group, &name, only_adds);
                        }
                    }
                }
            }
            before = Some(word);
        }
    }

    fn change(&mut self, group: String, name: &str, only_adds: bool) {
        let changed =
            self.changed.entry(group).or_insert_with(|| Changed { names: BTreeSet::new(), only_added_to: true });
        changed.names.insert(name.to_owned());
        changed.only_added_to &= only_adds;
    }

    fn is_nothing(&self) -> bool {
        !self.opaque && self.changed.is_empty() && self.referenced.is_empty()
    }
}

/// Whether the statement may do more than its words say.
fn may_do_anything(words: &[Token<'_>]) -> bool {
    const PLAIN: [&str; 3] = ["comment", "truncate", "set"];
    let Some(first) = words.first() else { return false };
    if first.is_word("select") {
        // Nobody asks in a migration but for what a function does.
        return calls(words) || !tells_its_effects(words);
    }
    !PLAIN.iter().any(|word| first.is_word(word)) && !tells_its_effects(words)
}

/// Whether the statement only moves rows.
fn only_moves_rows(words: &[Token<'_>]) -> bool {
    const ROWS: [&str; 4] = ["insert", "update", "delete", "replace"];
    words.first().is_some_and(|first| ROWS.iter().any(|word| first.is_word(word)))
}

/// Whether the statement copies rows, as where a table is made anew.
fn takes_over(words: &[Token<'_>]) -> bool {
    words.first().is_some_and(|first| first.is_word("insert")) && words.iter().any(|word| word.is_word("select"))
}

/// Whether the statement gives a table a column, an index or a comment, and takes nothing away.
fn only_adds(words: &[Token<'_>]) -> bool {
    const TAKES: [&str; 7] = ["alter", "change", "convert", "drop", "modify", "rename", "set"];
    let Some((first, rest)) = words.split_first() else { return true };
    match () {
        () if first.is_word("comment") => true,
        () if first.is_word("create") => makes(words, &["index"]),
        () if first.is_word("alter") => {
            rest.iter().any(|word| word.is_word("add"))
                && !rest.iter().any(|word| TAKES.iter().any(|own| word.is_word(own)))
        }
        () => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Version;
    use super::super::fixture::Folder;
    use super::{Common, Touches};

    /// Whether two migrations touch something in common, after a first one that makes tables a, b and c.
    fn clash(one: &str, other: &str) -> bool {
        let first = "CREATE TABLE a (id INT); CREATE TABLE b (id INT); CREATE TABLE c (id INT); \
                     CREATE VIEW v AS SELECT * FROM a, c; CREATE INDEX a_id ON a (id);";
        let folder = Folder::with(&[("1_x", first), ("2_x", one), ("3_x", other)]);
        Touches::of(&folder.history().migrations).common(&Version::new("2"), &Version::new("3")).is_some()
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
            ("CREATE TABLE d (aid INT REFERENCES a)", "ALTER TABLE a ADD x INT", false),
            ("CREATE TABLE d (aid INT REFERENCES a)", "CREATE INDEX a_x ON a (id)", false),
            ("CREATE TABLE d (aid INT REFERENCES a)", "ALTER TABLE a ADD x INT, DROP id", true),
            ("CREATE TABLE d (aid INT REFERENCES a)", "DELETE FROM a", true),
            ("ALTER TABLE a ADD x INT", "ALTER TABLE c ADD x INT", false),
            ("UPDATE v SET id = 1", "DELETE FROM c", true),
            ("CREATE INDEX i ON a (id)", "CREATE INDEX i ON b (id)", true),
            ("COMMENT ON TABLE a IS 'x'", "ALTER TABLE b ADD x INT", false),
            ("SELECT setval('a_id_seq', 1)", "ALTER TABLE b ADD x INT", true),
            ("DO $$ BEGIN END $$", "SELECT 1", false),
            ("CREATE TYPE mood AS ENUM ('a')", "CREATE TABLE d (x mood)", true),
            ("ALTER TYPE mood ADD VALUE 'b'", "CREATE TABLE d (x mood)", false),
            ("ALTER TYPE mood ADD VALUE 'b'", "ALTER TYPE mood ADD VALUE 'c'", true),
            ("CREATE FUNCTION f() RETURNS INT", "CREATE OR REPLACE FUNCTION f() RETURNS INT", true),
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

    #[test]
    fn rows_that_show_the_order_are_found() {
        let rebuild = "ALTER TABLE a RENAME TO old_a; CREATE TABLE a (id TEXT); INSERT INTO a (id) SELECT id FROM old_a; \
                       DROP TABLE old_a";
        let rows = |one: &str, other: &str| {
            let first = "CREATE TABLE a (id INT); CREATE TABLE b (id INT);";
            let folder = Folder::with(&[("1_x", first), ("2_x", one), ("3_x", other)]);
            let touches = Touches::of(&folder.history().migrations);
            !touches.common_rows(&[&Version::new("2")], &[&Version::new("3")]).is_empty()
        };
        for (one, other, expected) in [
            ("UPDATE a SET id = 1", "UPDATE a SET id = 2", true),
            ("INSERT INTO b SELECT id FROM a", "DELETE FROM a", true),
            ("UPDATE a SET id = 1", "ALTER TABLE a ADD x INT", false),
            ("UPDATE a SET id = 1", "CREATE INDEX i ON a (id)", false),
            ("UPDATE a SET id = 1", "DROP TABLE a", true),
            ("UPDATE a SET id = 1", rebuild, true),
            ("ALTER TABLE a ADD x INT", rebuild, false),
            (rebuild, rebuild, false),
            ("UPDATE a SET id = 1", "UPDATE b SET id = 1", false),
            ("ALTER TABLE a ADD x INT", "DROP TABLE a", false),
        ] {
            assert_eq!(rows(one, other), expected, "{one} / {other}");
            assert_eq!(rows(other, one), expected, "{other} / {one}");
        }
    }

    #[test]
    fn all_that_both_touch_is_named() {
        let folder = Folder::with(&[
            ("1_x", "CREATE TABLE \"Users\" (id INT); CREATE TABLE posts (id INT); CREATE INDEX p ON posts (id);"),
            ("2_x", "ALTER TABLE users ADD a INT; DROP INDEX p; CALL x();"),
            ("3_x", "ALTER TABLE users ADD b INT; ALTER TABLE posts ADD b INT;"),
        ]);
        let touches = Touches::of(&folder.history().migrations);
        let named = |name: &str| Common::Named(name.to_owned());
        let expected = [named("posts"), named("users"), Common::Unknown];
        let found = touches.all_common(&[&Version::new("2")], &[&Version::new("3")]);
        assert_eq!(found.into_keys().collect::<Vec<_>>(), expected);
    }
}
