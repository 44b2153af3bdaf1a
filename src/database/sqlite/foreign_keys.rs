//! Which tables refer to which, so that a migration costs what it touches and not what there is: checking every foreign
//! key of a large schema before and after each of a thousand migrations takes longer than running them.

use std::collections::{BTreeMap, BTreeSet};

use super::cursor::Cursor;
use super::session::SqliteSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::Reach;
use crate::sql::{Statement, stream};

/// The tables of `main` and what their foreign keys refer to, names in lower case.
#[derive(Debug, Default)]
pub(super) struct KeyGraph {
    /// The `schema_version` that it was read at: another one means that somebody changed the schema since.
    version: Option<String>,
    parents: BTreeMap<String, BTreeSet<String>>,
    children: BTreeMap<String, BTreeSet<String>>,
}

impl KeyGraph {
    /// It is to be read anew.
    pub(super) fn forget(&mut self) {
        self.version = None;
    }

    fn insert(&mut self, table: String, parents: BTreeSet<String>) {
        self.remove(&table);
        for parent in &parents {
            self.children.entry(parent.clone()).or_default().insert(table.clone());
        }
        self.parents.insert(table, parents);
    }

    fn remove(&mut self, table: &str) {
        for parent in self.parents.remove(table).unwrap_or_default() {
            if let Some(children) = self.children.get_mut(&parent) {
                children.remove(table);
            }
        }
    }

    fn is_referred_to(&self, table: &str) -> bool {
        self.children.get(table).is_some_and(|children| !children.is_empty())
    }

    /// The tables and all that refer to them, directly or not, as far as they have foreign keys at all.
    fn with_children(&self, tables: &BTreeSet<String>) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&String> = tables.iter().collect();
        while let Some(table) = open.pop() {
            if found.insert(table.clone()) {
                open.extend(self.children.get(table).into_iter().flatten());
            }
        }
        found.retain(|table| self.parents.get(table).is_some_and(|parents| !parents.is_empty()));
        found
    }
}

/// What a statement does to a table whose rows are nobody else's matter.
#[derive(Debug, PartialEq, Eq)]
enum Deed {
    /// Nothing that a foreign key could notice.
    Nothing,
    /// The table comes, or something about it changes.
    Change(String),
    /// The table goes.
    Drop(String),
}

/// What running the statements could do to foreign keys. What is not known to be harmless reaches everything: rows that
/// change can set off triggers, and they anything.
pub(super) fn reach(session: &mut SqliteSession, statements: &[Statement]) -> Result<Reach, SqlError> {
    let Some(deeds) = statements.iter().map(|statement| deed(&statement.text)).collect::<Option<Vec<Deed>>>() else {
        // `PRAGMA schema_version = …` and the like.
        if !statements.iter().all(|statement| keeps_count(&statement.text)) {
            session.keys.forget();
        }
        return Ok(Reach::Everything);
    };
    // A table of a database beside `main` could be meant by a name.
    if session.query("PRAGMA database_list")?.len() > 1 {
        return Ok(Reach::Everything);
    }
    refresh(session)?;
    let mut tables = BTreeSet::new();
    for deed in deeds {
        match deed {
            Deed::Nothing => {}
            Deed::Change(table) => drop(tables.insert(table)),
            // Its rows go first, and what refers to them may go along, with triggers.
            Deed::Drop(table) if session.keys.is_referred_to(&table) => return Ok(Reach::Everything),
            Deed::Drop(table) if !session.keys.parents.contains_key(&table) && !tables.contains(&table) => {
                return Ok(Reach::Everything);
            }
            Deed::Drop(table) => drop(tables.insert(table)),
        }
    }
    Ok(Reach::Tables(tables))
}

/// The tables to be checked, since these were or are going to be touched.
pub(super) fn in_reach(session: &mut SqliteSession, tables: &BTreeSet<String>) -> Result<BTreeSet<String>, SqlError> {
    if tables.is_empty() {
        return Ok(BTreeSet::new());
    }
    let version = schema_version(session)?;
    if session.keys.version.is_none() {
        refresh(session)?;
    } else if session.keys.version != version {
        // It was right when the statements began, and they change nothing else.
        for table in tables {
            let name = session.dialect().quote_text(table);
            let keys = session.query(&format!("PRAGMA main.foreign_key_list({name})"))?;
            let parents: BTreeSet<String> = keys.into_iter().filter_map(|row| lower(row.into_iter().nth(2))).collect();
            if parents.is_empty() && session.query(&format!("PRAGMA main.table_info({name})"))?.is_empty() {
                session.keys.remove(table);
            } else {
                session.keys.insert(table.clone(), parents);
            }
        }
        session.keys.version = version;
    }
    Ok(session.keys.with_children(tables))
}

/// Whether rows of another table, or of itself, may refer to one of these, whose names are in lower case.
pub(super) fn is_referred_to<'a>(
    session: &mut SqliteSession,
    tables: impl IntoIterator<Item = &'a String>,
) -> Result<bool, SqlError> {
    let version = schema_version(session)?;
    if session.keys.version.is_some() && session.keys.version == version {
        return Ok(tables.into_iter().any(|table| session.keys.is_referred_to(table)));
    }
    // Only the definitions that hold the name need a closer look. A quote in the name would be spelled twice there.
    let tables: BTreeSet<&String> = tables.into_iter().collect();
    if tables.iter().any(|table| table.contains(['"', '\'', '`', ']'])) {
        refresh(session)?;
        return Ok(tables.into_iter().any(|table| session.keys.is_referred_to(table)));
    }
    for table in tables {
        let name = session.dialect().quote_text(table);
        let rows = session.query(&format!(
            "SELECT 1 FROM main.sqlite_schema AS t JOIN pragma_foreign_key_list(t.name, 'main') AS f \
             WHERE t.type = 'table' AND t.rootpage > 0 AND instr(lower(t.sql), {name}) > 0 \
             AND lower(f.\"table\") = {name} LIMIT 1"
        ))?;
        if !rows.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reads the graph, unless it is still as it was read.
fn refresh(session: &mut SqliteSession) -> Result<(), SqlError> {
    let version = schema_version(session)?;
    if session.keys.version.is_some() && session.keys.version == version {
        return Ok(());
    }
    let rows = session.query(
        "SELECT t.name, f.\"table\" FROM main.sqlite_schema AS t LEFT JOIN pragma_foreign_key_list(t.name, 'main') AS f \
         WHERE t.type = 'table' AND t.rootpage > 0",
    )?;
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let mut values = row.into_iter();
        if let Some(table) = lower(values.next()) {
            read.entry(table).or_default().extend(lower(values.next()));
        }
    }
    session.keys = KeyGraph { version, ..KeyGraph::default() };
    read.into_iter().for_each(|(table, parents)| session.keys.insert(table, parents));
    Ok(())
}

/// The name as the table itself has it.
pub(super) fn own_name(session: &mut SqliteSession, table: &str) -> String {
    let name = session.dialect().quote_text(table);
    let query = format!("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name = {name} COLLATE NOCASE");
    let found = session.query(&query).ok().and_then(|rows| rows.into_iter().flatten().next().flatten());
    found.unwrap_or_else(|| table.to_owned())
}

fn schema_version(session: &mut SqliteSession) -> Result<Option<String>, SqlError> {
    Ok(session.query("PRAGMA main.schema_version")?.into_iter().flatten().next().flatten())
}

fn lower(value: Option<Option<String>>) -> Option<String> {
    value.flatten().map(|name| name.to_ascii_lowercase())
}

/// What the statement does, if its words tell and it is one of few kinds.
fn deed(statement: &str) -> Option<Deed> {
    let mut words = Cursor::new(statement);
    if words.eat_words(&["create", "table"]) {
        words.eat_words(&["if", "not", "exists"]);
        let table = name(&mut words)?;
        // Not `AS SELECT`, nor a name in two parts.
        return words.at_symbol("(").then_some(Deed::Change(table));
    }
    if words.eat_words(&["create", "index"]) {
        return Some(Deed::Nothing);
    }
    if words.eat_words(&["create", "unique", "index"]) {
        // What refers to these columns means something from now on.
        words.eat_words(&["if", "not", "exists"]);
        name(&mut words)?;
        return words.eat_word("on").then(|| name(&mut words)).flatten().map(Deed::Change);
    }
    if words.eat_words(&["drop", "table"]) {
        words.eat_words(&["if", "exists"]);
        let table = name(&mut words)?;
        return words.peek().is_none().then_some(Deed::Drop(table));
    }
    if words.eat_words(&["alter", "table"]) {
        let table = name(&mut words)?;
        return words.at_word("add").then_some(Deed::Change(table));
    }
    None
}

/// Whether SQLite counts what the statement does to the schema, if anything.
fn keeps_count(statement: &str) -> bool {
    const WORDS: [&str; 7] = ["alter", "create", "delete", "drop", "insert", "replace", "update"];
    let first = stream(statement).find(|token| !token.is_blank());
    first.is_none_or(|first| WORDS.iter().any(|word| first.is_word(word)))
}

fn name(words: &mut Cursor<'_>) -> Option<String> {
    words.name().ok().map(|name| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests;
