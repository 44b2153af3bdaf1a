use crate::database::target::Target;
use crate::error::Result;
use crate::schema::{ObjectKind, Schema, Table, TableName};

/// Looks at the schema that a database has now, not at the one that it should have. Ledger and journal are left out.
///
/// Names are compared as the database compares them, and are read as they are printed: `users`, `app.users`, and in
/// double quotes what would be misread.
pub struct Inspector<'a> {
    pub(super) target: &'a mut dyn Target,
}

impl Inspector<'_> {
    /// The names of all tables.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn tables(&mut self) -> Result<Vec<String>> {
        Ok(self.schema()?.tables.into_keys().map(|name| name.to_string()).collect())
    }

    /// Whether there is a table of this name, virtual ones included.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn has_table(&mut self, table: &str) -> Result<bool> {
        let name = name(table);
        let part = self.target.introspect_only(std::slice::from_ref(&name))?;
        let dialect = self.target.dialect();
        let virtual_table = part
            .objects
            .iter()
            .any(|object| object.kind == ObjectKind::VirtualTable && dialect.same_name(&object.name.name, &name.name));
        Ok(virtual_table || self.pick(part, &name).is_some())
    }

    /// The table with its columns, keys, indexes and checks.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn table(&mut self, table: &str) -> Result<Option<Table>> {
        let name = name(table);
        let part = self.target.introspect_only(std::slice::from_ref(&name))?;
        Ok(self.pick(part, &name))
    }

    /// The names of a table's columns; none if there is no such table.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        let columns = self.table(table)?.map(|table| table.columns).unwrap_or_default();
        Ok(columns.into_iter().map(|column| column.name).collect())
    }

    /// Whether there is a table of this name, and a column of that name in it.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn has_column(&mut self, table: &str, column: &str) -> Result<bool> {
        let dialect = self.target.dialect();
        Ok(self.columns(table)?.iter().any(|own| dialect.same_name(own, column)))
    }

    /// The names of a table's indexes; none if there is no such table.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn indexes(&mut self, table: &str) -> Result<Vec<String>> {
        let indexes = self.table(table)?.map(|table| table.indexes).unwrap_or_default();
        Ok(indexes.into_iter().filter_map(|index| index.name).collect())
    }

    /// Whether there is a table of this name, and an index of that name on it.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn has_index(&mut self, table: &str, index: &str) -> Result<bool> {
        let dialect = self.target.dialect();
        Ok(self.indexes(table)?.iter().any(|own| dialect.same_name(own, index)))
    }

    /// All of it.
    ///
    /// # Errors
    /// When the schema cannot be read.
    pub fn schema(&mut self) -> Result<Schema> {
        self.target.introspect()
    }

    fn pick(&self, part: Schema, name: &TableName) -> Option<Table> {
        let dialect = self.target.dialect();
        part.tables.into_values().find(|table| dialect.same_name(&table.name.name, &name.name))
    }
}

fn name(text: &str) -> TableName {
    text.parse().unwrap_or_else(|_| TableName::new(text))
}
