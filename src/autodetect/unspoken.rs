use crate::error::{Error, Result};
use crate::schema::{Change, TableName, Wanted};

/// Sees that no change makes a column whose type in a `table!` the database does not have. Columns that are there keep
/// the type that the migrations gave them; for a new one there is nothing to go by.
///
/// # Errors
/// With the first such column and its place in the source.
pub fn check_spoken(changes: &[Change], wanted: &Wanted) -> Result<()> {
    for change in changes {
        let (table, columns) = match change {
            Change::CreateTable { table } => (&table.name, table.columns.as_slice()),
            Change::AddColumn { table, column, .. } => (table, std::slice::from_ref(column)),
            _ => continue,
        };
        columns.iter().try_for_each(|column| check(table, &column.name, wanted))?;
    }
    Ok(())
}

fn check(table: &TableName, column: &str, wanted: &Wanted) -> Result<()> {
    let Some(declaration) = wanted.declarations.get(table) else { return Ok(()) };
    let Some((place, reason)) = declaration.unspoken.get(column) else { return Ok(()) };
    Err(Error::failure(format!("{place}: {table}.{column} is new: {reason}"))
        .hint("declare the table as a struct with #[derive(Model)] and say sql_type")
        .hint("or write the migration by hand: `manage makemigrations --empty`; the column is then left as it is"))
}
