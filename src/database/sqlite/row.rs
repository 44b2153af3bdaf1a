use diesel::QueryableByName;
use diesel::deserialize::Result;
use diesel::row::{Field, NamedRow, Row};
use diesel::sqlite::Sqlite;

/// A row of any query, each value as text.
pub(super) struct TextRow(pub(super) Vec<Option<String>>);

impl QueryableByName<Sqlite> for TextRow {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> Result<Self> {
        let mut values = Vec::with_capacity(row.field_count());
        for place in 0..row.field_count() {
            let field = Row::get(row, place).ok_or("a row is shorter than it says")?;
            // Bytes that are no UTF-8 are replaced: an odd comment in a schema is no reason to fail.
            values.push(field.value().map(|mut value| value.read_text().to_owned()));
        }
        Ok(Self(values))
    }
}
