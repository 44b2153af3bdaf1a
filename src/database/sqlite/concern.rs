use std::collections::BTreeSet;

use super::cursor::Cursor;
use crate::sql::Statement;

/// The names, in lower case, of all that the statements can change in the catalog, with what belongs to it; `None` where
/// their words do not tell. What only rows are done to is none of it: triggers cannot change a schema.
pub(super) fn concern(statements: &[Statement]) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for statement in statements {
        names.extend(changed(&statement.text)?);
    }
    Some(names)
}

/// What one statement can change.
fn changed(statement: &str) -> Option<Option<String>> {
    const ROWS: [&str; 6] = ["insert", "update", "delete", "replace", "select", "with"];
    const CONTROL: [&str; 7] = ["begin", "commit", "end", "rollback", "savepoint", "release", "reindex"];
    const HARMLESS: [&str; 3] = ["foreign_keys", "defer_foreign_keys", "foreign_key_check"];
    let mut words = Cursor::new(statement);
    let Some(first) = words.peek() else { return Some(None) };
    let is_one_of = |all: &[&str]| all.iter().any(|word| first.is_word(word));
    if is_one_of(&CONTROL) {
        return Some(None);
    }
    if is_one_of(&ROWS) {
        // The catalog is a table, too.
        let is_catalog = |word: &str| ["sqlite_schema", "sqlite_master"].iter().any(|own| word.contains(own));
        return (!is_catalog(&statement.to_ascii_lowercase())).then_some(None);
    }
    if words.eat_word("pragma") {
        return HARMLESS.iter().any(|word| words.at_word(word)).then_some(None);
    }
    if words.eat_words(&["alter", "table"]) {
        let table = name(&mut words)?;
        // What is renamed is renamed in the definitions of others.
        return (words.at_word("add") || words.at_word("drop")).then_some(Some(table));
    }
    if words.eat_word("create") {
        let _ = words.eat_word("temp") || words.eat_word("temporary") || words.eat_word("unique");
        return thing(&mut words, &["if", "not", "exists"]);
    }
    words.eat_word("drop").then(|| thing(&mut words, &["if", "exists"])).flatten()
}

/// The name of a table, index, view or trigger: a virtual table has others behind it.
fn thing(words: &mut Cursor<'_>, between: &[&str]) -> Option<Option<String>> {
    ["table", "index", "view", "trigger"].iter().any(|kind| words.eat_word(kind)).then_some(())?;
    words.eat_words(between);
    name(words).map(Some)
}

/// The last part of the name that is next.
fn name(words: &mut Cursor<'_>) -> Option<String> {
    let first = words.name().ok()?;
    let name = if words.eat_symbol(".") { words.name().ok()? } else { first };
    Some(name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::concern;
    use crate::database::Session;
    use crate::database::sqlite::SqliteSession;
    use crate::dialect::{Dialect, Sqlite};

    /// Everything that could be drawn into what happens to a table.
    const BEFORE: &str = "
        CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT UNIQUE, x INT);
        CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a);
        CREATE INDEX b_a ON b (a_id);
        CREATE TABLE Alone (id INTEGER PRIMARY KEY AUTOINCREMENT, y INT);
        CREATE INDEX ax ON a (x);
        CREATE VIEW v AS SELECT id, code FROM a;
        CREATE VIEW w AS SELECT id FROM v;
        CREATE TRIGGER ta AFTER INSERT ON a BEGIN DELETE FROM b; END;
        CREATE TRIGGER tb AFTER INSERT ON b BEGIN DELETE FROM alone; END;
        CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN DELETE FROM alone; END;
    ";

    #[test]
    fn nothing_else_in_the_catalog_changes() {
        let (mut told, mut changes) = (0, 0);
        for statements in [
            "CREATE TABLE c (id INT UNIQUE, a_id INT REFERENCES a)",
            "CREATE TABLE IF NOT EXISTS main.\"C\" AS SELECT * FROM a",
            "CREATE TEMP TABLE a (x); DROP TABLE a; CREATE TEMPORARY VIEW v AS SELECT 1; DROP VIEW v",
            "CREATE UNIQUE INDEX new ON a (x); DROP INDEX ax",
            "CREATE INDEX IF NOT EXISTS [new] ON a (x) WHERE x > 1",
            "DROP TABLE b",
            "DROP TABLE alone; CREATE TABLE alone (z); DROP TABLE IF EXISTS nowhere",
            "DROP VIEW w",
            "DROP TRIGGER ta; CREATE TRIGGER ta BEFORE DELETE ON a BEGIN SELECT 1; END",
            "CREATE VIEW u AS SELECT 1 AS one",
            "ALTER TABLE a ADD COLUMN z TEXT DEFAULT 'a'",
            "ALTER TABLE alone DROP COLUMN y",
            "INSERT INTO alone (y) VALUES (1); UPDATE alone SET y = 2; DELETE FROM alone",
            "PRAGMA foreign_keys = OFF; BEGIN; DROP TABLE a; COMMIT; REINDEX",
            "-- nothing",
            // What cannot be told.
            "ALTER TABLE a RENAME TO z",
            "ALTER TABLE a RENAME COLUMN code TO kode",
            "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'w'",
            "DELETE FROM main.[sqlite_master] WHERE 0",
            "CREATE VIRTUAL TABLE f USING fts5(x)",
            "VACUUM",
        ] {
            let mut session = SqliteSession::in_memory().unwrap();
            session.execute(BEFORE).unwrap();
            let all = session.definitions(None).unwrap().unwrap();
            let parsed = Sqlite.split(statements).unwrap();
            let names = concern(&parsed);
            for statement in &parsed {
                // Some are not allowed; what matters is what they did.
                let _ = session.execute(&statement.text);
            }
            let now = session.definitions(None).unwrap().unwrap();
            let Some(names) = names else { continue };
            told += 1;
            let of = |row: &Vec<Option<String>>| {
                let own = |place: usize| row[place].as_deref().unwrap_or_default().to_ascii_lowercase();
                names.contains(&own(1)) || names.contains(&own(2)) || own(1) == "sqlite_sequence"
            };
            let rest = |rows: &[Vec<Option<String>>]| rows.iter().filter(|row| !of(row)).cloned().collect::<Vec<_>>();
            assert_eq!(rest(&all), rest(&now), "{statements}");
            changes += usize::from(all != now);
            let some: Vec<_> =
                now.iter().filter(|row| of(row) && row[1].as_deref() != Some("sqlite_sequence")).collect();
            let asked = session.definitions(Some(&names)).unwrap().unwrap();
            assert_eq!(asked.iter().collect::<Vec<_>>(), some, "{statements}");
        }
        assert_eq!((told, changes), (15, 12));
    }
}
