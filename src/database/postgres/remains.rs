//! What a statement that ran by itself leaves when it stops on its way.

use super::session::PostgresSession;
use crate::database::session::{Session, SqlError};
use crate::database::target::Remains;
use crate::sql::{Statement, Token, words};

impl PostgresSession {
    /// Whether the statement was done by the attempt that did not come to say so; an index that it left invalid is
    /// dropped.
    pub(super) fn remains_of(&mut self, statement: &Statement) -> Result<Remains, SqlError> {
        let Some(name) = concurrent_index(&statement.text) else { return Ok(Remains::Nothing) };
        let name: Vec<String> = name.iter().map(|part| self.dialect().quote(part)).collect();
        let name = name.join(".");
        let found = self.query(&format!(
            "SELECT i.indisvalid FROM pg_catalog.pg_index i WHERE i.indexrelid = pg_catalog.to_regclass({})",
            self.dialect().quote_text_anywhere(&name)
        ))?;
        match found.concat().into_iter().next().flatten().as_deref() {
            Some("t") => Ok(Remains::Done),
            Some(_) => {
                self.execute(&format!("DROP INDEX CONCURRENTLY {name}"))?;
                Ok(Remains::Dropped(name))
            }
            None => Ok(Remains::Nothing),
        }
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
    // PostgreSQL folds what is not quoted, and makes the index in the schema of its table.
    let own = |token: &Token<'_>| {
        let name = token.identifier()?;
        Some(if token.text.starts_with('"') { name } else { name.to_lowercase() })
    };
    let name = words.get(place).and_then(own)?;
    let on = words.iter().position(|token| token.is_word("on"))?;
    let table = if at(on + 1, "only") { on + 2 } else { on + 1 };
    let qualified = words.get(table + 1).is_some_and(|token| token.is_symbol("."));
    let schema = words.get(table).and_then(own).filter(|_| qualified);
    Some(schema.into_iter().chain([name]).collect())
}
