use diesel_manage_syntax::nearest;

use crate::schema::TableName;

/// What a model is called in Rust: what `table!` needs beside the schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RustTable {
    /// The table in the database.
    pub(super) name: TableName,
    /// The module that `table!` makes.
    pub(super) module: String,
    /// The columns, in order.
    pub(super) columns: Vec<RustColumn>,
}

/// What a column is called in Rust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RustColumn {
    /// The column in the database.
    pub(super) name: String,
    /// The field of the struct; for a `table!`, the same as `ident`.
    pub(super) field: String,
    /// Its name in `table!`.
    pub(super) ident: String,
    /// The Diesel type, as a path in `diesel::sql_types`, without `Nullable`.
    pub(super) diesel: String,
    /// Its `#[max_length = N]`.
    pub(super) max_length: Option<u64>,
}

impl RustTable {
    /// The column's name in the database, given any of its names.
    pub(super) fn column(&self, name: &str) -> Option<&str> {
        let names: [fn(&RustColumn) -> &str; 3] =
            [|column| &column.field, |column| &column.ident, |column| &column.name];
        let found = names.iter().find_map(|own| self.columns.iter().find(|column| own(column) == name));
        found.map(|column| column.name.as_str())
    }

    /// The column's name in the database, or what to say about a name that no column has.
    pub(super) fn require(&self, name: &str) -> Result<String, (String, String)> {
        if let Some(column) = self.column(name) {
            return Ok(column.to_owned());
        }
        let fields = || self.columns.iter().map(|column| column.field.as_str());
        let hint = match nearest(name, fields()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{} has {}", self.name, fields().collect::<Vec<_>>().join(", ")),
        };
        Err((format!("{} has no column `{name}`", self.name), hint))
    }

    /// The column's name in Rust, given that in the database.
    pub(super) fn ident(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.ident.as_str())
    }
}
