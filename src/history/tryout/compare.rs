//! Whether a schema is the one that was meant, where what was meant leaves things open.

use std::borrow::Cow;

use crate::schema::{Object, Schema, Table};
use crate::sql::canonical;

/// What differs in the tables, in words. A name that the first leaves to the database, and whether a unique set is a
/// constraint or an index, do not count.
pub(super) fn tables(expected: &Schema, found: &Schema) -> Vec<String> {
    expected.table_differences(found, |table, twin| {
        let is_open = !table.uniques.is_empty() || table.indexes.iter().any(|index| index.name.is_none());
        let mut table = Cow::Borrowed(table);
        if is_open {
            settle(table.to_mut(), twin);
        }
        table.differences(twin)
    })
}

/// Takes over from the twin what the table leaves open.
fn settle(table: &mut Table, twin: &Table) {
    for unique in &mut table.uniques {
        let same = twin
            .uniques
            .iter()
            .find(|other| other.columns == unique.columns && (unique.name.is_none() || unique.name == other.name));
        if let Some(same) = same {
            unique.name.clone_from(&same.name);
            unique.as_index = same.as_index;
        }
    }
    for index in table.indexes.iter_mut().filter(|index| index.name.is_none()) {
        if let Some(same) = twin.indexes.iter().find(|other| other.same_definition(index)) {
            index.name.clone_from(&same.name);
        }
    }
}

/// The objects of the first that the second has not.
pub(super) fn missing<'a>(one: &'a Schema, other: &Schema) -> Vec<&'a Object> {
    one.objects.iter().filter(|object| twin(object, other).is_none()).collect()
}

/// The objects that both have, but with another statement.
pub(super) fn changed<'a>(one: &'a Schema, other: &Schema) -> Vec<&'a Object> {
    // Functions can share a name.
    let same = |object: &Object, own: &Object| {
        own.kind == object.kind && own.name == object.name && canonical(&own.sql) == canonical(&object.sql)
    };
    let changed =
        |object: &&Object| twin(object, other).is_some() && !other.objects.iter().any(|own| same(object, own));
    one.objects.iter().filter(changed).collect()
}

fn twin<'a>(object: &Object, schema: &'a Schema) -> Option<&'a Object> {
    let own = schema.objects.iter().find(|other| object.is_same_thing(other));
    // One that is alone may have followed its table.
    let same = |other: &&Object| other.kind == object.kind && other.name == object.name && other.is_told_apart();
    own.or_else(|| schema.objects.iter().find(same))
}
