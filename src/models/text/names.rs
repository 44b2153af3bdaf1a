use std::collections::{BTreeMap, BTreeSet};

use super::rust_name::{of_one, snake};
use crate::schema::{Schema, Table, TableName};

/// What a table and its columns are called in Rust.
#[derive(Clone, Debug)]
pub(super) struct TableNames {
    /// The struct.
    pub(super) of_struct: String,
    /// The module of `table!`.
    pub(super) module: String,
    /// The fields, in the order of the columns.
    fields: Vec<(String, String)>,
}

impl TableNames {
    /// The field of the column.
    pub(super) fn field(&self, column: &str) -> Option<&str> {
        self.fields.iter().find(|(own, _)| own == column).map(|(_, field)| field.as_str())
    }
}

/// Types that the text uses, or that mean something everywhere: no struct and no enum is called like one.
#[rustfmt::skip]
const TAKEN_TYPES: [&str; 31] = [
    "Option", "Vec", "String", "Box", "Result", "Some", "None", "Ok", "Err", "Self", "Model", "ModelEnum", "Queryable",
    "Selectable", "Identifiable", "Insertable", "Associations", "Bound", "NaiveDate", "NaiveTime", "NaiveDateTime",
    "DateTime", "Utc", "Uuid", "Value", "BigDecimal", "IpNetwork", "Clone", "Copy", "Date", "Time",
];

/// Names in `table!` that Diesel gives a meaning of their own.
const TAKEN_FIELDS: [&str; 5] = ["table", "columns", "is_nullable", "star", "dsl"];

/// Modules beside those of the tables.
const TAKEN_MODULES: [&str; 1] = ["sql_types"];

/// What everything is called in Rust, each name once.
#[derive(Clone, Debug)]
pub(super) struct Names {
    tables: BTreeMap<TableName, TableNames>,
    types: BTreeSet<String>,
}

impl Names {
    pub(super) fn of(schema: &Schema) -> Self {
        let mut types: BTreeSet<String> = TAKEN_TYPES.map(str::to_owned).into();
        let mut modules: BTreeSet<String> = TAKEN_MODULES.map(str::to_owned).into();
        let mut tables = BTreeMap::new();
        // Those that can be called as they are come first.
        let (own, others): (Vec<&Table>, Vec<&Table>) =
            schema.tables.values().partition(|table| snake(&table.name.name, "table_") == table.name.name);
        for table in own.into_iter().chain(others) {
            let (name, of_schema) = (&table.name.name, table.name.schema.as_deref());
            // A name that is taken is told from the other by the schema, where there is one.
            let with_schema = of_schema.map(|own| format!("{own}_{name}"));
            let all = |form: &dyn Fn(&str) -> String| {
                std::iter::once(form(name)).chain(with_schema.as_deref().map(form)).collect::<Vec<_>>()
            };
            let of_struct = free(&mut types, &all(&of_one), "");
            let module = free(&mut modules, &all(&|own| snake(own, "table_")), "_");
            let fields = fields(table, &module);
            tables.insert(table.name.clone(), TableNames { of_struct, module, fields });
        }
        Self { tables, types }
    }

    pub(super) fn table(&self, name: &TableName) -> Option<&TableNames> {
        self.tables.get(name)
    }

    /// A name for a type that nothing has yet.
    pub(super) fn new_type(&mut self, candidates: &[String]) -> String {
        free(&mut self.types, candidates, "")
    }
}

/// The first of the candidates that is free, else the last of them with a number behind it.
pub(super) fn free(taken: &mut BTreeSet<String>, candidates: &[String], before_number: &str) -> String {
    let last = candidates.last().cloned().unwrap_or_default();
    let numbered = (2_usize..).map(|number| format!("{last}{before_number}{number}"));
    let mut all = candidates.iter().cloned().chain(numbered);
    all.find(|name| taken.insert(name.clone())).unwrap_or(last)
}

fn fields(table: &Table, module: &str) -> Vec<(String, String)> {
    let mut taken: BTreeSet<String> = TAKEN_FIELDS.map(str::to_owned).into();
    taken.insert(module.to_owned());
    let mut field = |column: &str| {
        let name = snake(column, "column");
        let other = format!("{}_", name.trim_end_matches('_'));
        free(&mut taken, &[name, other], "")
    };
    // Those that can be called as they are come first.
    let (own, others): (Vec<&str>, Vec<&str>) =
        table.columns.iter().map(|column| column.name.as_str()).partition(|name| snake(name, "column") == **name);
    let names: BTreeMap<&str, String> = own.into_iter().chain(others).map(|name| (name, field(name))).collect();
    let named = |name: &str| names.get(name).map(|field| (name.to_owned(), field.clone()));
    table.columns.iter().filter_map(|column| named(&column.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::schema::{Column, Schema, Table, TableName};

    fn names(tables: &[(TableName, &[&str])]) -> Names {
        let mut schema = Schema::default();
        for (name, columns) in tables {
            let mut table = Table::new(name.clone());
            table.columns = columns.iter().map(|name| Column::new(*name, "TEXT")).collect();
            schema.insert(table);
        }
        Names::of(&schema)
    }

    #[test]
    fn each_name_is_there_once() {
        let (user, users) = (TableName::new("user"), TableName::new("users"));
        let other = TableName::qualified("app", "users");
        let columns: &[&str] = &["user_name", "userName", "table", "users", "type", "", "🦀"];
        let names = names(&[(user.clone(), &[]), (users.clone(), columns), (other.clone(), &[])]);
        let of = |name| names.table(name).map(|own| (own.of_struct.as_str(), own.module.as_str())).unwrap();
        assert_eq!(
            [of(&user), of(&users), of(&other)],
            [("User", "user"), ("User2", "users"), ("AppUser", "app_users"),]
        );
        let fields: Vec<&str> = columns.iter().map(|own| names.table(&users).unwrap().field(own).unwrap()).collect();
        assert_eq!(fields, ["user_name", "user_name_", "table_", "users_", "type", "column", "column_"]);
    }

    #[test]
    fn who_has_the_name_keeps_it() {
        let names =
            names(&[("Users_".into(), &[]), ("%_weird".into(), &[]), ("users".into(), &[]), ("weird".into(), &[])]);
        let of = |name: &str| names.table(&name.into()).map(|own| (own.of_struct.clone(), own.module.clone())).unwrap();
        assert_eq!(of("users"), ("User".to_owned(), "users".to_owned()));
        assert_eq!(of("weird"), ("Weird".to_owned(), "weird".to_owned()));
        assert_eq!(of("Users_"), ("User2".to_owned(), "users_2".to_owned()));
    }

    #[test]
    fn no_struct_hides_a_type_of_the_language() {
        let names = names(&[("options".into(), &[]), ("strings".into(), &[])]);
        let of = |name: &str| names.table(&name.into()).unwrap().of_struct.clone();
        assert_eq!([of("options"), of("strings")], ["Option2", "String2"]);
    }
}
