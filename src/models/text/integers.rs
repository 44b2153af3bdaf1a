use std::collections::{BTreeMap, BTreeSet};

use crate::dialect::{Dialect, Driver, RustType};
use crate::schema::{Schema, TableName};

/// A column of a table.
pub(super) type Place = (TableName, String);

/// The Rust types of SQLite's integer keys and of what refers to them: they are joined, so that they have one type, and
/// the declared type tells little of how large a key is.
pub(super) fn integers(schema: &Schema, dialect: &dyn Dialect) -> BTreeMap<Place, RustType> {
    if dialect.driver() != Driver::Sqlite {
        return BTreeMap::new();
    }
    let bits = |place: &Place| {
        let table = schema.table(&place.0)?;
        let printed = dialect.diesel_type(table, table.column(&place.1)?)?;
        match printed.path.as_str() {
            "SmallInt" => Some(16),
            "Integer" => Some(32),
            "BigInt" => Some(64),
            _ => None,
        }
    };
    let mut joined: BTreeMap<Place, BTreeSet<Place>> = BTreeMap::new();
    for table in schema.tables.values() {
        if let [key] = table.key_columns() {
            joined.entry((table.name.clone(), key.clone())).or_default();
        }
        for key in &table.foreign_keys {
            for (own, other) in key.columns.iter().zip(&key.references) {
                let (own, other) = ((table.name.clone(), own.clone()), (key.table.clone(), other.clone()));
                if bits(&own).is_some() && bits(&other).is_some() {
                    joined.entry(own.clone()).or_default().insert(other.clone());
                    joined.entry(other).or_default().insert(own);
                }
            }
        }
    }
    let mut found = BTreeMap::new();
    for start in joined.keys() {
        if found.contains_key(start) {
            continue;
        }
        let mut group = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(place) = open.pop() {
            open.extend(joined.get(place).into_iter().flatten().filter(|other| group.insert(other)));
        }
        // A key that nobody refers to is as large as SQLite counts.
        let alone = group.len() == 1 && bits(start) == Some(32);
        let widest = group.iter().filter_map(|place| bits(place)).max();
        let rust = match widest {
            Some(64) => RustType::I64,
            Some(32) if alone => RustType::I64,
            Some(32) => RustType::I32,
            Some(_) => RustType::I16,
            None => continue,
        };
        found.extend(group.into_iter().map(|place| (place.clone(), rust.clone())));
    }
    found
}
