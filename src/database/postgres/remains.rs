//! What a statement that ran by itself leaves when it stops on its way.

use super::session::PostgresSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::Remains;
use crate::sql::{Statement, Token, words};

/// What is made and dropped by statements of their own, and where the catalog lists it.
const LISTED: [(&str, &str, &str); 3] = [
    ("database", "pg_database", "datname"),
    ("tablespace", "pg_tablespace", "spcname"),
    ("subscription", "pg_subscription", "subname"),
];

impl PostgresSession {
    /// Whether the statement was done by the attempt that did not come to say so; an index that it left invalid is
    /// dropped.
    pub(super) fn remains_of(&mut self, statement: &Statement) -> Result<Remains, SqlError> {
        if let Some((makes, (_, catalog, column), name)) = listed(&statement.text) {
            let name = self.dialect().quote_text_anywhere(&name);
            let found = self.query(&format!("SELECT 1 FROM pg_catalog.{catalog} WHERE {column} = {name}"))?;
            return Ok(if found.is_empty() != makes { Remains::Done } else { Remains::Nothing });
        }
        let makes = concurrent_index(&statement.text);
        let Some(name) = makes.clone().or_else(|| dropped_index(&statement.text)) else { return Ok(Remains::Nothing) };
        let name: Vec<String> = name.iter().map(|part| self.dialect().quote(part)).collect();
        let name = name.join(".");
        let found = self.query(&format!(
            "SELECT i.indisvalid FROM pg_catalog.pg_index i WHERE i.indexrelid = pg_catalog.to_regclass({})",
            self.dialect().quote_text_anywhere(&name)
        ))?;
        match found.concat().into_iter().next().flatten().as_deref() {
            None if makes.is_none() => Ok(Remains::Done),
            // One that is half dropped is dropped by doing it again.
            _ if makes.is_none() => Ok(Remains::Nothing),
            Some("t") => Ok(Remains::Done),
            Some(_) => {
                self.execute(&format!("DROP INDEX CONCURRENTLY {name}"))?;
                Ok(Remains::Dropped(name))
            }
            None => Ok(Remains::Nothing),
        }
    }
}

/// A name as PostgreSQL folds what is not quoted.
fn own(token: &Token<'_>) -> Option<String> {
    let name = token.identifier()?;
    Some(if token.text.starts_with('"') { name } else { name.to_lowercase() })
}

/// Whether the statement makes or drops something that the catalog lists, what, and its name. One that asks whether it is
/// there (`IF EXISTS`) is done again.
fn listed(statement: &str) -> Option<(bool, (&'static str, &'static str, &'static str), String)> {
    let words = words(statement);
    let [way, kind, name, ..] = words.as_slice() else { return None };
    let makes = way.is_word("create");
    let listed = LISTED.into_iter().find(|(word, ..)| kind.is_word(word))?;
    let asks = name.is_word("if");
    (makes || way.is_word("drop") && !asks).then(|| own(name)).flatten().map(|name| (makes, listed, name))
}

/// The name of the index that a DROP INDEX CONCURRENTLY drops, in its parts.
fn dropped_index(statement: &str) -> Option<Vec<String>> {
    let words = words(statement);
    let [drop, index, concurrently, name @ ..] = words.as_slice() else { return None };
    if !(drop.is_word("drop") && index.is_word("index") && concurrently.is_word("concurrently")) {
        return None;
    }
    match name {
        [asks, ..] if asks.is_word("if") => None,
        [schema, dot, name, ..] if dot.is_symbol(".") => Some(vec![own(schema)?, own(name)?]),
        [name, ..] => Some(vec![own(name)?]),
        [] => None,
    }
}

/// The name of the index that a CREATE INDEX CONCURRENTLY makes, in its parts.
fn concurrent_index(statement: &str) -> Option<Vec<String>> {
    let words = words(statement);
    let at = |place: usize, word: &str| words.get(place).is_some_and(|token: &Token<'_>| token.is_word(word));
    let mut place = if at(1, "unique") { 2 } else { 1 };
    if !(at(0, "create") && at(place, "index") && at(place + 1, "concurrently")) {
        return None;
    }
    place += 2;
    if at(place, "if") {
        place += 3;
    }
    if at(place, "on") {
        return None;
    }
    // The index is made in the schema of its table.
    let name = words.get(place).and_then(own)?;
    let on = words.iter().position(|token| token.is_word("on"))?;
    let table = if at(on + 1, "only") { on + 2 } else { on + 1 };
    let qualified = words.get(table + 1).is_some_and(|token| token.is_symbol("."));
    let schema = words.get(table).and_then(own).filter(|_| qualified);
    Some(schema.into_iter().chain([name]).collect())
}
