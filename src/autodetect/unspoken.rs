use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::schema::{Change, Place, TableName, Wanted};

/// The columns of `table!` macros with a type that the database does not have: where each stands, and what is wrong.
#[derive(Debug)]
pub struct Unspoken(BTreeMap<TableName, BTreeMap<String, (Place, String)>>);

impl Unspoken {
    /// Those of the models.
    pub fn of(wanted: &Wanted) -> Self {
        let some = wanted.declarations.iter().filter(|(_, declaration)| !declaration.unspoken.is_empty());
        Self(some.map(|(table, declaration)| (table.clone(), declaration.unspoken.clone())).collect())
    }

    /// Sees that no change makes such a column. Those that are there keep the type that the migrations gave them; for a
    /// new one there is nothing to go by.
    ///
    /// # Errors
    /// With the first such column and its place in the source.
    pub fn check(&self, changes: &[Change]) -> Result<()> {
        for change in changes {
            let (table, columns) = match change {
                Change::CreateTable { table } => (&table.name, table.columns.as_slice()),
                Change::AddColumn { table, column, .. } => (table, std::slice::from_ref(column)),
                _ => continue,
            };
            columns.iter().try_for_each(|column| self.check_column(table, &column.name))?;
        }
        Ok(())
    }

    fn check_column(&self, table: &TableName, column: &str) -> Result<()> {
        let unspoken = self.0.get(table).and_then(|columns| columns.get(column));
        let Some((place, reason)) = unspoken else { return Ok(()) };
        Err(Error::failure(format!("{place}: {table}.{column} is new: {reason}"))
            .hint("declare the table as a struct with #[derive(Model)] and say sql_type")
            .hint("or write the migration by hand: `manage makemigrations --empty`; the column is then left as it is"))
    }
}
