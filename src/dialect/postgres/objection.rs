use super::name::LONGEST;
use crate::schema::Table;

/// See [`Dialect::objection`](crate::dialect::Dialect::objection).
pub(super) fn objection(table: &Table) -> Option<String> {
    names(table).or_else(|| columns(table))
}

/// PostgreSQL would cut a longer name without asking, and the next one that begins like it would be the same.
fn names(table: &Table) -> Option<String> {
    let columns = table.columns.iter().map(|column| &column.name);
    let uniques = table.uniques.iter().filter_map(|own| own.name.as_ref());
    let keys = table.foreign_keys.iter().filter_map(|own| own.name.as_ref());
    let checks = table.checks.iter().filter_map(|own| own.name.as_ref());
    let indexes = table.indexes.iter().filter_map(|own| own.name.as_ref());
    let mut all = std::iter::once(&table.name.name)
        .chain(table.name.schema.as_ref())
        .chain(columns)
        .chain(uniques)
        .chain(keys)
        .chain(checks)
        .chain(indexes);
    let long = all.find(|name| name.len() > LONGEST)?;
    Some(format!("the name `{long}` has {} bytes, and PostgreSQL's names have at most {LONGEST}", long.len()))
}

fn columns(table: &Table) -> Option<String> {
    for column in &table.columns {
        let name = &column.name;
        if column.identity.is_some() && !matches!(column.ty.key(), "smallint" | "integer" | "bigint") {
            return Some(format!("PostgreSQL counts up (identity) only integers, not `{name}`"));
        }
        if column.identity.is_some() && column.nullable {
            return Some(format!("PostgreSQL counts up (identity) only what is never NULL, not `{name}`"));
        }
        if column.identity.is_some() && column.default.is_some() {
            return Some(format!("`{name}` is counted up (identity) and cannot have a default as well"));
        }
        if column.generated.is_some() && column.default.is_some() {
            return Some(format!("the generated column `{name}` cannot have a default"));
        }
    }
    None
}
