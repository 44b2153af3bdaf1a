use super::super::Driver;
use super::action::has;
use super::hazard::Hazard;
use super::reader::Reader;
use crate::sql::Token;

const INSTEAD: &str =
    "`manage makemigrations --template data` writes an update in batches, which can be stopped and goes on";

/// An UPDATE or DELETE of all rows.
pub(super) fn all_rows(words: &[Token<'_>], driver: Driver) -> Option<Hazard> {
    let mut reader = Reader::new(words);
    let verb = if reader.eat("update") {
        if reader.eat("or") {
            reader.next();
        }
        "changes"
    } else if reader.eat("delete") {
        reader.skip(&["low_priority", "quick", "ignore"]);
        reader.eat("from").then_some(())?;
        "deletes"
    } else {
        return None;
    };
    reader.skip(&["only", "low_priority", "ignore"]);
    let table = reader.table(driver)?;
    let said = !has(reader.rest(), "where") && !has(reader.rest(), "limit");
    said.then(|| Hazard::new(&table, format!("{verb} every row of {table} in one statement"), INSTEAD))
}
