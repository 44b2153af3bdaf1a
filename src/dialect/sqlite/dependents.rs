//! Views and triggers that stand on tables.

use std::collections::BTreeSet;

use super::quote::quote;
use crate::schema::{Object, ObjectKind, Schema, TableName};
use crate::sql::mentions;

/// The views and triggers that have to go while these tables are made anew, in the order in which they were made:
/// whatever belongs to one of the tables or mentions its name, and whatever so stands on one of those.
pub(super) fn dependents<'a>(schema: &'a Schema, tables: &BTreeSet<TableName>) -> Vec<&'a Object> {
    let mut names = tables.clone();
    let mut found: BTreeSet<usize> = BTreeSet::new();
    loop {
        let more: Vec<usize> = schema
            .objects
            .iter()
            .enumerate()
            .filter(|(place, object)| !found.contains(place) && stands_on(object, &names))
            .map(|(place, _)| place)
            .collect();
        if more.is_empty() {
            break;
        }
        for place in more {
            found.insert(place);
            names.extend(schema.objects.get(place).map(|object| object.name.clone()));
        }
    }
    found.into_iter().filter_map(|place| schema.objects.get(place)).collect()
}

fn stands_on(object: &Object, names: &BTreeSet<TableName>) -> bool {
    matches!(object.kind, ObjectKind::View | ObjectKind::Trigger)
        && (object.table.as_ref().is_some_and(|table| names.contains(table))
            || names.iter().any(|name| mentions(&object.sql, &name.name)))
}

/// The statement that drops the view or trigger.
pub(super) fn drop_object(object: &Object) -> String {
    let kind = if object.kind == ObjectKind::View { "VIEW" } else { "TRIGGER" };
    format!("DROP {kind} {}", quote(&object.name.name))
}

/// How a message names it.
pub(super) fn describe(object: &Object) -> String {
    let kind = if object.kind == ObjectKind::View { "view" } else { "trigger" };
    format!("{kind} `{}`", object.name)
}
