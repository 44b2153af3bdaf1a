use diesel_manage_syntax::Model;

use super::model_table::text;
use super::parsed::Parsed;
use crate::dialect::Driver;
use crate::schema::TableName;

/// The schema that names without one mean: on PostgreSQL the one that is searched first, which is `public` unless the
/// settings say otherwise. A model may name it all the same.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a>(Option<&'a str>);

impl<'a> Home<'a> {
    pub(super) fn of(driver: Driver, searched_first: Option<&'a str>) -> Self {
        Self((driver == Driver::Postgres).then(|| searched_first.unwrap_or("public")))
    }

    /// The schema as names have it.
    pub(super) fn schema(self, schema: Option<String>) -> Option<String> {
        schema.filter(|own| self.0 != Some(own))
    }

    /// The name as it is compared with others.
    pub(super) fn name(self, name: TableName) -> TableName {
        TableName { schema: self.schema(name.schema), name: name.name }
    }

    /// The name of the model's table.
    pub(super) fn table(self, model: &Model) -> TableName {
        TableName { schema: self.schema(text(model.options.schema.as_ref())), name: model.table() }
    }

    /// Its name, if models say it and it need not be there: `public` always is.
    pub(super) fn named_in(self, files: &[Parsed]) -> Option<String> {
        let own = self.0.filter(|own| *own != "public")?;
        let is = |schema: Option<&String>| schema.is_some_and(|schema| schema == own);
        let names = |file: &Parsed| {
            file.source.models.iter().any(|model| is(model.options.schema.as_ref().map(|schema| &schema.value)))
                || file.source.enums.iter().any(|named| is(named.schema.as_ref()))
                || file.source.tables.iter().any(|table| is(table.schema.as_ref()))
        };
        files.iter().any(names).then(|| own.to_owned())
    }
}
