use super::candidates::candidates;
use crate::database::Session;
use crate::dialect::Driver;
use crate::schema::{Column, Identity, Table};

/// How many values are tried for the columns that a check is about.
const MOST_ATTEMPTS: usize = 40;

/// Inserts one row; whether the table took it. A column for which there is no value is left to the database.
pub(in crate::history) fn insert(
    session: &mut dyn Session,
    table: &Table,
    row: usize,
    value: &dyn Fn(&Column) -> Option<String>,
) -> bool {
    let columns = table.columns.iter().filter(|column| column.generated.is_none());
    let plain: Vec<(&Column, String)> = columns.filter_map(|column| Some((column, value(column)?))).collect();
    let checked: Vec<(&Column, Vec<String>)> =
        plain.iter().filter_map(|(column, _)| Some((*column, candidates(table, column)?))).collect();
    let dialect = session.dialect();
    let into = dialect.quote_name(&table.name);
    let names: Vec<String> = plain.iter().map(|(column, _)| dialect.quote(&column.name)).collect();
    let names = names.join(", ");
    let is_always = |(column, _): &(&Column, String)| column.identity == Some(Identity::Always);
    let overriding = match dialect.driver() {
        Driver::Postgres if plain.iter().any(is_always) => " OVERRIDING SYSTEM VALUE",
        _ => "",
    };
    // The plain values first; then, for what a check is about, what stands in the check.
    (0..MOST_ATTEMPTS).take(if checked.is_empty() { 1 } else { MOST_ATTEMPTS }).any(|attempt| {
        let values = plain.iter().map(|(column, plain)| {
            let tried = checked.iter().position(|(own, _)| own.name == column.name).filter(|_| attempt > 0);
            match tried.and_then(|place| Some((place, &checked.get(place)?.1))) {
                // Columns step at different speeds, so that pairs of values meet.
                Some((place, list)) if !list.is_empty() => {
                    list.get((row + (attempt - 1) / (1 + place)) % list.len()).cloned().unwrap_or_default()
                }
                _ => plain.clone(),
            }
        });
        let values: Vec<String> = values.collect();
        let statement = match dialect.driver() {
            Driver::Sqlite | Driver::Postgres if values.is_empty() => format!("INSERT INTO {into} DEFAULT VALUES"),
            _ => format!("INSERT INTO {into} ({names}){overriding} VALUES ({})", values.join(", ")),
        };
        session.execute(&statement).is_ok()
    })
}
