use std::collections::BTreeMap;

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
