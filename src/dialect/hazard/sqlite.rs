//! SQLite has one writer: whatever takes long keeps all others waiting.

use super::super::Driver;
use super::action::actions;
use super::hazard::Hazard;
use super::reader::Reader;
use super::rows::all_rows;
use crate::schema::TableName;
use crate::sql::Token;

const INSTEAD: &str = "deploy when others can wait, or tell them to: PRAGMA busy_timeout";

pub(super) fn hazards(words: &[Token<'_>]) -> Vec<Hazard> {
    rebuild(words).or_else(|| all_rows(words, Driver::Sqlite)).into_iter().chain(drops(words)).collect()
}

/// What copies a table.
fn rebuild(words: &[Token<'_>]) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    if reader.eat("vacuum") {
        return Some(Hazard::new(
            &TableName::new(""),
            "writes the whole file anew, and nobody else writes meanwhile",
            INSTEAD,
        ));
    }
    (reader.eat("insert") && reader.eat("into")).then_some(())?;
    let table = reader.table(Driver::Sqlite)?;
    let aside = |token: &Token<'_>| token.identifier().is_some_and(|name| name.starts_with("manage_old_"));
    let copies =
        reader.rest().windows(2).any(|pair| matches!(pair, [from, name] if from.is_word("from") && aside(name)));
    copies.then(|| writes(&table))
}

fn drops(words: &[Token<'_>]) -> Option<Hazard> {
    let (table, actions) = actions(words, Driver::Sqlite)?;
    actions.first()?.first()?.is_word("drop").then(|| writes(&table))
}

fn writes(table: &TableName) -> Hazard {
    Hazard::new(table, format!("writes every row of {table} anew, and nobody else writes meanwhile"), INSTEAD)
}
