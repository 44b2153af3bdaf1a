use std::collections::{BTreeMap, BTreeSet};

use crate::history::{Migration, Script};
use crate::schema::{Schema, Table, TableName};
use crate::sql::{Statement, Token, words};

/// How many tables are tried together. SQLite looks through its whole list of tables and indexes for each one that is
/// made, so that few at a time are far faster than all at once, and opening a database costs next to nothing.
const TOGETHER: usize = 16;

/// A part of a migration that makes tables and nothing else.
#[derive(Clone)]
pub(super) struct Creation {
    /// The statements about these tables.
    pub(super) migration: Migration,
    /// The tables as they are meant to be.
    pub(super) after: Schema,
}

/// The migration in parts that can be tried apart, if all that it does is to make tables with their indexes, and back
/// to drop them: there are no rows then, and without rows no table minds another, as long as each name is used once.
/// The tables are taken out of `after`.
pub(super) fn creations(migration: &Migration, before: &Schema, after: &mut Schema) -> Option<Vec<Creation>> {
    if !migration.run_in_transaction {
        return None;
    }
    let down = migration.way_back().ok()?;
    let new: BTreeMap<String, TableName> = after
        .tables
        .keys()
        .filter(|name| before.table(name).is_none())
        .map(|name| (name.name.to_ascii_lowercase(), name.clone()))
        .collect();
    let parts: BTreeMap<&str, usize> =
        new.keys().enumerate().map(|(place, name)| (name.as_str(), place / TOGETHER)).collect();
    let mut taken = names(before);
    let mut new_in = |made: Made| taken.insert(made.name).then_some(made.table);
    let up = by_part(&migration.up, &parts, |words| made(words).and_then(&mut new_in))?;
    let down = by_part(down, &parts, dropped)?;

    let bare = |script: &Script| Script {
        path: script.path.clone(),
        variant: None,
        text: String::new(),
        statements: Vec::new(),
    };
    let bare = Migration {
        up: bare(&migration.up),
        up_elsewhere: Vec::new(),
        down: migration.down.as_ref().map(bare),
        ..migration.clone()
    };
    let bare = Creation { migration: bare, after: Schema::default() };
    let mut creations = vec![bare; new.len().div_ceil(TOGETHER)];
    for (part, statement) in up {
        creations.get_mut(part)?.migration.up.statements.push(statement.clone());
    }
    for (part, statement) in down {
        creations.get_mut(part)?.migration.down.as_mut()?.statements.push(statement.clone());
    }
    for (place, name) in new.into_values().enumerate() {
        let table = after.tables.remove(&name)?;
        creations.get_mut(place / TOGETHER)?.after.insert(table);
    }
    Some(creations)
}

/// Every statement with the part that the new table belongs to which it is about; `None` if one is about anything else.
fn by_part<'a>(
    script: &'a Script,
    parts: &BTreeMap<&str, usize>,
    mut subject: impl FnMut(&[Token<'_>]) -> Option<String>,
) -> Option<Vec<(usize, &'a Statement)>> {
    let about = |statement: &'a Statement| {
        let table = subject(&words(&statement.text))?;
        parts.get(table.as_str()).map(|part| (*part, statement))
    };
    script.statements.iter().map(about).collect()
}

/// The names that are taken, in lower case: a table, an index and a view cannot share one.
fn names(schema: &Schema) -> BTreeSet<String> {
    let tables = schema.tables.keys().chain(schema.objects.iter().map(|object| &object.name));
    let indexes = schema.tables.values().flat_map(Table::index_names);
    let all = tables.map(|name| name.name.as_str()).chain(indexes);
    all.map(str::to_ascii_lowercase).collect()
}

/// What a statement makes, names in lower case.
#[derive(Debug, PartialEq)]
struct Made {
    name: String,
    /// The table itself, or the one that the index is for.
    table: String,
}

/// What a plain `CREATE TABLE` or `CREATE INDEX` makes.
fn made(words: &[Token<'_>]) -> Option<Made> {
    let rest = after_word(words, "create")?;
    if let Some(rest) = after_word(rest, "table") {
        let name =
            plain_name(rest).filter(|_| !rest.iter().any(|word| word.is_word("as") || word.is_word("select")))?;
        return Some(Made { table: name.clone(), name });
    }
    let rest = after_word(rest, "unique").unwrap_or(rest);
    let rest = after_word(rest, "index")?;
    let name = plain_name(rest)?;
    Some(Made { name, table: plain_name(after_word(rest.get(1..)?, "on")?)? })
}

/// The table, in lower case, that `DROP TABLE` drops.
fn dropped(words: &[Token<'_>]) -> Option<String> {
    plain_name(after_word(after_word(words, "drop")?, "table")?)
}

fn after_word<'a, 't>(words: &'a [Token<'t>], word: &str) -> Option<&'a [Token<'t>]> {
    words.split_first().filter(|(first, _)| first.is_word(word)).map(|(_, rest)| rest)
}

/// The name that comes first, if nothing says which database it is in.
fn plain_name(words: &[Token<'_>]) -> Option<String> {
    let (first, rest) = words.split_first()?;
    let name = first.identifier().filter(|name| !name.eq_ignore_ascii_case("if"))?;
    rest.first().is_none_or(|next| next.text != ".").then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::{dropped, made};
    use crate::sql::words;

    #[test]
    fn only_plain_creations_are_tried_apart() {
        for (statement, expected) in [
            ("CREATE TABLE Users (id INTEGER REFERENCES teams (id))", Some("users")),
            ("CREATE TABLE \"a b\" (id)", Some("a b")),
            ("CREATE UNIQUE INDEX i ON users (name)", Some("users")),
            ("CREATE INDEX i ON \"Users\" (name) WHERE name > ''", Some("users")),
            ("CREATE TABLE users AS SELECT * FROM old", None),
            ("CREATE TABLE IF NOT EXISTS users (id)", None),
            ("CREATE TEMP TABLE users (id)", None),
            ("CREATE VIRTUAL TABLE users USING fts5(x)", None),
            ("CREATE TABLE temp.users (id)", None),
            ("CREATE INDEX main.i ON users (name)", None),
            ("CREATE VIEW v AS SELECT 1", None),
            ("INSERT INTO users VALUES (1)", None),
            ("", None),
        ] {
            assert_eq!(made(&words(statement)).map(|made| made.table).as_deref(), expected, "{statement}");
        }
        for (statement, expected) in [
            ("DROP TABLE users", Some("users")),
            ("DROP TABLE main.users", None),
            ("DROP TABLE IF EXISTS users", None),
            ("DELETE FROM users", None),
        ] {
            assert_eq!(dropped(&words(statement)).as_deref(), expected, "{statement}");
        }
    }
}
