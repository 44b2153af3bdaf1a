use std::collections::{BTreeMap, BTreeSet};

use crate::database::{Session, SqlError};
use crate::schema::{Schema, TableName};

/// The rows of some tables.
pub(super) type Contents = BTreeMap<TableName, Rows>;

/// The rows of one table.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The columns that are not computed.
    pub(super) columns: Vec<String>,
    /// A text per value, in the order of the columns.
    pub(super) rows: Vec<Vec<Option<String>>>,
}

impl Rows {
    /// Where the values of the column stand.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|own| own == column)
    }

    /// How many different values the column has; none if there is no such column.
    pub(super) fn distinct(&self, column: &str) -> usize {
        let Some(place) = self.place(column) else { return 0 };
        self.rows.iter().map(|row| row.get(place)).collect::<BTreeSet<_>>().len()
    }
}

/// Reads the tables of these names that the schema has.
pub(super) fn contents<'a>(
    session: &mut dyn Session,
    schema: &Schema,
    tables: impl IntoIterator<Item = &'a TableName>,
) -> Result<Contents, SqlError> {
    let mut contents = Contents::new();
    for table in tables.into_iter().filter_map(|name| schema.table(name)) {
        let columns = table.columns.iter().filter(|column| column.generated.is_none());
        let columns: Vec<String> = columns.map(|column| column.name.clone()).collect();
        let dialect = session.dialect();
        let quoted: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
        // A table of computed columns alone, or of none, still has rows.
        let asked = if quoted.is_empty() { "NULL".to_owned() } else { quoted.join(", ") };
        let rows = session.query(&format!("SELECT {asked} FROM {}", dialect.quote_name(&table.name)))?;
        contents.insert(table.name.clone(), Rows { columns, rows });
    }
    Ok(contents)
}
