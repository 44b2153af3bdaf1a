use std::collections::{BTreeMap, BTreeSet};

use super::cursor::Cursor;
use super::foreign_keys;
use super::session::SqliteSession;
use crate::database::session::SqlError;
use crate::sql::Statement;

/// What a migration's statements have to do with foreign keys that are on, as ours are by default, where those of its
/// author were off, as the system's are.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Whether it says that they are to be off, which a transaction does not heed.
    off: bool,
    /// The tables that it drops, in lower case. With foreign keys on, the rows of others that refer to one go as well,
    /// or are in the way, also where it is made anew a moment later.
    dropped: Vec<String>,
    /// New names of tables with those that they had before all, in lower case.
    renamed: BTreeMap<String, String>,
    /// Where something is dropped, the tables that its own statements make others refer to, in lower case.
    referred: BTreeSet<String>,
}

impl Keys {
    /// Looks at the statements; only the first words of most.
    pub(super) fn of(statements: &[Statement]) -> Self {
        let mut keys = Self::default();
        for statement in statements {
            if begins(statement, "pragma") {
                keys.heed(&statement.text);
            } else if begins(statement, "drop") {
                // Rebuilds of ours are right either way.
                keys.dropped.extend(dropped(&statement.text).filter(|name| !name.starts_with("manage_old_")));
            } else if begins(statement, "alter")
                && let Some((new, old)) = renamed(&statement.text)
            {
                let first = keys.renamed.get(&old).cloned().unwrap_or(old);
                keys.renamed.insert(new, first);
            }
        }
        if !keys.dropped.is_empty() {
            let makers = statements.iter().filter(|own| begins(own, "create") || begins(own, "alter"));
            keys.referred = makers.flat_map(|own| referred(&own.text)).collect();
        }
        keys
    }

    /// What a renaming does to the keys of other tables depends on whether they are on where `legacy_alter_table` is,
    /// and those who say that have them off.
    fn heed(&mut self, pragma: &str) {
        let Some((name, value)) = setting(pragma) else { return };
        let is = |words: [&str; 4]| words.contains(&value.as_str());
        match name.as_str() {
            "foreign_keys" => self.off |= is(["off", "0", "false", "no"]),
            "legacy_alter_table" => self.off |= is(["on", "1", "true", "yes"]),
            _ => {}
        }
    }

    /// Whether they have to be off in this database.
    pub(super) fn must_be_off(&self, session: &mut SqliteSession) -> Result<bool, SqlError> {
        if self.off || self.dropped.is_empty() {
            return Ok(self.off);
        }
        let tables = self.dropped.iter().flat_map(|name| [Some(name), self.renamed.get(name)]).flatten();
        Ok(tables.clone().any(|name| self.referred.contains(name)) || foreign_keys::is_referred_to(session, tables)?)
    }
}

/// Whether this is the statement's first word.
fn begins(statement: &Statement, word: &str) -> bool {
    statement.text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
}

/// The setting and the value, in lower case, where the statement is `PRAGMA setting = value`, in any of its spellings.
fn setting(statement: &str) -> Option<(String, String)> {
    let mut cursor = Cursor::new(statement);
    let mut words = std::iter::from_fn(|| cursor.next().map(|token| token.text.to_lowercase()));
    words.next();
    let (mut name, mut sign) = (words.next()?, words.next()?);
    if sign == "." {
        (name, sign) = (words.next()?, words.next()?);
    }
    let value = words.next().filter(|_| sign == "=" || sign == "(")?;
    Some((name, value.trim_matches(['\'', '"']).to_owned()))
}

/// The name of the table, in lower case, where the statement is `DROP TABLE`.
fn dropped(statement: &str) -> Option<String> {
    let mut cursor = Cursor::new(statement);
    if !cursor.eat_words(&["drop", "table"]) {
        return None;
    }
    cursor.eat_words(&["if", "exists"]);
    let name = cursor.name().ok()?;
    let name = if cursor.eat_symbol(".") { cursor.name().ok()? } else { name };
    Some(name.to_ascii_lowercase())
}

/// The new name of a table with the old one, in lower case, where the statement is `ALTER TABLE … RENAME TO …`.
fn renamed(statement: &str) -> Option<(String, String)> {
    let mut cursor = Cursor::new(statement);
    if !cursor.eat_words(&["alter", "table"]) {
        return None;
    }
    let old = cursor.name().ok()?;
    let old = if cursor.eat_symbol(".") { cursor.name().ok()? } else { old };
    let new = cursor.eat_words(&["rename", "to"]).then(|| cursor.name().ok()).flatten()?;
    Some((new.to_ascii_lowercase(), old.to_ascii_lowercase()))
}

/// The tables, in lower case, that a table made or changed by the statement refers to.
fn referred(statement: &str) -> Vec<String> {
    let mut cursor = Cursor::new(statement);
    let mut found = Vec::new();
    while let Some(token) = cursor.next() {
        if token.is_word("references") {
            found.extend(cursor.name().map(|name| name.to_ascii_lowercase()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Keys;
    use crate::sql::Statement;

    fn keys(statement: &str) -> Keys {
        Keys::of(&[Statement::new(statement, 1)])
    }

    #[test]
    fn what_switches_keys_off() {
        for statement in [
            "PRAGMA foreign_keys = OFF",
            "pragma foreign_keys=0",
            "PRAGMA foreign_keys(no)",
            "PRAGMA /* x */ main.foreign_keys = 'false'",
            "PRAGMA legacy_alter_table = ON",
            "PRAGMA legacy_alter_table(1)",
        ] {
            assert!(keys(statement).off, "{statement}");
        }
        for statement in [
            "PRAGMA foreign_keys",
            "PRAGMA foreign_keys = ON",
            "PRAGMA foreign_keys.off",
            "PRAGMA legacy_alter_table = OFF",
            "PRAGMA defer_foreign_keys = OFF",
            "PRAGMA",
            "PRAGMA foreign_keys =",
            "SELECT 'PRAGMA foreign_keys = OFF'",
            "DROP INDEX t",
            "DROP TABLE manage_old_t",
            "dröp",
        ] {
            let keys = keys(statement);
            assert!(!keys.off && keys.dropped.is_empty(), "{statement}");
        }
    }

    #[test]
    fn what_is_dropped() {
        for statement in ["DROP TABLE T", "drop table if exists \"t\"", "DROP TABLE main.[t]", "DROP /**/ TABLE `T`"] {
            assert_eq!(keys(statement).dropped, ["t"], "{statement}");
        }
        assert_eq!(keys("DROP TABLE").dropped, [""; 0]);
    }

    #[test]
    fn what_refers_to_another_counts_where_something_is_dropped() {
        let of = |texts: &[&str]| {
            let statements = texts.iter().map(|text| Statement::new(*text, 1));
            Keys::of(&statements.collect::<Vec<_>>())
        };
        let makes =
            ["create table c (p int references \"P\", q references [Q] (id))", "ALTER TABLE c ADD r REFERENCES R"];
        assert!(of(&makes).referred.is_empty());
        let referred = of(&[makes[0], makes[1], "DROP TABLE p"]).referred;
        assert_eq!(referred.into_iter().collect::<Vec<_>>(), ["p", "q", "r"]);
        let renamed =
            of(&["ALTER TABLE a RENAME TO b", "ALTER TABLE b RENAME TO c", "ALTER TABLE x RENAME TO a"]).renamed;
        assert_eq!((renamed["b"].as_str(), renamed["c"].as_str(), renamed["a"].as_str()), ("a", "a", "x"));
    }

    #[test]
    fn what_is_renamed() {
        let renamed = keys("ALTER TABLE main.\"T\" RENAME TO Old_T").renamed;
        assert_eq!(renamed.into_iter().collect::<Vec<_>>(), [("old_t".to_owned(), "t".to_owned())]);
        for statement in ["ALTER TABLE t RENAME a TO b", "ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE", "ALTER"] {
            assert!(keys(statement).renamed.is_empty(), "{statement}");
        }
    }
}
