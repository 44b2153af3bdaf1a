use std::collections::{BTreeMap, BTreeSet};

use super::model_table::Declared;
use super::problem::Problem;
use crate::dialect::Driver;

/// More columns than these Diesel does not know, whatever its features.
const MOST_COLUMNS: usize = 128;

/// Names in `table!` that Diesel gives a meaning of their own.
const TAKEN: [&str; 5] = ["table", "columns", "is_nullable", "star", "dsl"];

/// Names that begin like this belong to `manage`, to Diesel or to the database.
const RESERVED: [&str; 4] = ["__manage_", "manage_old_", "sqlite_", "__diesel_schema_migrations"];

/// What a table's names say about it alone.
pub(super) fn check_names(declared: &Declared, driver: Driver) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |message: String, hint: &str| {
        problems.push(Problem::new(declared.declaration.place.clone(), message).hint(hint));
    };
    let table = &declared.table;
    let lower = table.name.name.to_lowercase();
    if let Some(prefix) = RESERVED.iter().find(|prefix| lower.starts_with(**prefix)) {
        problem(
            format!("the table's name {} begins with `{prefix}`, which is taken", table.name),
            "choose another name",
        );
    }
    if table.columns.len() > MOST_COLUMNS {
        let message = format!("{} has {} columns, more than Diesel's {MOST_COLUMNS}", table.name, table.columns.len());
        problem(message, "move some of them to a table of their own");
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for column in &table.columns {
        if let Some(twin) = seen.insert(same_name(driver, &column.name), &column.name) {
            let message = if twin == column.name {
                format!("{} has the column `{twin}` twice", table.name)
            } else {
                format!("{} has the columns `{twin}` and `{}`, which are one to the database", table.name, column.name)
            };
            problem(message, "give one of them another name");
        }
        if column.name.contains('\0') {
            problem(format!("{} has a column with a NUL character in its name", table.name), "take it out");
        }
    }
    if table.name.name.contains('\0') {
        problem("the table has a NUL character in its name".to_owned(), "take it out");
    }
    for column in &declared.rust.columns {
        if TAKEN.contains(&column.ident.as_str()) || column.ident == declared.rust.module {
            let ident = &column.ident;
            let message = format!("a column cannot be called `{ident}` in Rust: Diesel has a use for the name");
            problem(message, &format!("call the field `{ident}_` and add #[model(column = \"{ident}\")]"));
        }
    }
    problems
}

/// Two declarations that cannot be together.
pub(super) fn check_pairs(declared: &[Declared], driver: Driver) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut tables: BTreeMap<(Option<&str>, String), &Declared> = BTreeMap::new();
    let mut modules: BTreeMap<(Option<&str>, &str), &Declared> = BTreeMap::new();
    let schemas: BTreeSet<&str> = declared.iter().filter_map(|own| own.table.name.schema.as_deref()).collect();
    for own in declared {
        let name = &own.table.name;
        if let Some(twin) = tables.insert((name.schema.as_deref(), same_name(driver, &name.name)), own) {
            let both_structs = own.declaration.diesel_types.is_none() && twin.declaration.diesel_types.is_none();
            let message = format!("the table {name} is declared already, at {}", twin.declaration.place);
            let hint = if both_structs {
                "one struct is the model of a table; others for the same table do without #[derive(Model)]"
            } else {
                "a struct with #[derive(Model)] declares all there is: take the table! out, schema!() makes it"
            };
            problems.push(Problem::new(own.declaration.place.clone(), message).hint(hint));
        } else if name.schema.is_none() && schemas.contains(own.rust.module.as_str()) {
            let message = format!("the table {name} and a schema would both be called `{}` in Rust", own.rust.module);
            let hint =
                "give the table another #[diesel(table_name = ...)], and its name with #[model(table = \"...\")]";
            problems.push(Problem::new(own.declaration.place.clone(), message).hint(hint));
        } else if let Some(twin) = modules.insert((name.schema.as_deref(), &own.rust.module), own)
            && own.declaration.diesel_types.is_none()
            && twin.declaration.diesel_types.is_none()
        {
            let module = &own.rust.module;
            let message =
                format!("two tables would be called `{module}` in Rust, the other at {}", twin.declaration.place);
            problems.push(
                Problem::new(own.declaration.place.clone(), message)
                    .hint("give one of them another #[diesel(table_name = ...)]"),
            );
        }
    }
    problems
}

/// Indexes that cannot be together: their names, and those of tables, are one list in the database.
pub(super) fn check_index_names(declared: &[Declared], driver: Driver) -> Vec<Problem> {
    let managed = || declared.iter().filter(|own| own.declaration.managed);
    let mut names: BTreeMap<(Option<&str>, String), (&str, &Declared)> = BTreeMap::new();
    for own in managed() {
        let name = &own.table.name;
        names.insert((name.schema.as_deref(), same_name(driver, &name.name)), ("table", own));
    }
    let mut problems = Vec::new();
    for own in managed() {
        for index in own.table.indexes.iter().filter_map(|index| index.name.as_deref()) {
            let key = (own.table.name.schema.as_deref(), same_name(driver, index));
            if let Some((kind, twin)) = names.insert(key, ("index", own)) {
                let message = format!(
                    "the index `{index}` of {} has the name of the {kind} at {}",
                    own.table.name, twin.declaration.place
                );
                problems
                    .push(Problem::new(own.declaration.place.clone(), message).hint("give one of them another name"));
            }
        }
    }
    problems
}

/// What two names have in common that the database takes for one.
fn same_name(driver: Driver, name: &str) -> String {
    match driver {
        // SQLite folds ASCII alone.
        Driver::Sqlite => name.to_ascii_lowercase(),
        Driver::Postgres => name.to_owned(),
        Driver::Mysql => name.to_lowercase(),
    }
}
