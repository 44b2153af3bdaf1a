use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Change, Schema, TableName};

/// What follows a change and is about the same table, each with its place among all changes.
pub(super) type Later<'a> = [(usize, &'a Change)];

/// The changes of each table.
pub(super) struct Sequels<'a>(BTreeMap<&'a TableName, Vec<(usize, &'a Change)>>);

impl<'a> Sequels<'a> {
    pub(super) fn new(changes: &'a [Change]) -> Self {
        let mut of_table: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (place, change) in changes.iter().enumerate() {
            of_table.entry(change.table()).or_default().push((place, change));
        }
        Self(of_table)
    }

    /// What follows the change at this place.
    pub(super) fn after(&self, place: usize, change: &Change) -> &Later<'a> {
        let own = self.0.get(change.table()).map(Vec::as_slice).unwrap_or_default();
        own.get(own.partition_point(|(other, _)| *other <= place)..).unwrap_or_default()
    }
}

/// A schema on its way through changes. They are carried out only when somebody looks at the schema: most changes say
/// all there is to know about them, and a large schema takes long to copy.
pub(super) struct Unfolding<'a> {
    schema: Cow<'a, Schema>,
    changes: &'a [Change],
    /// How many changes are carried out.
    done: usize,
    /// Those that are to be passed over.
    skipped: BTreeSet<usize>,
}

impl<'a> Unfolding<'a> {
    pub(super) fn new(schema: &'a Schema, changes: &'a [Change]) -> Self {
        Self { schema: Cow::Borrowed(schema), changes, done: 0, skipped: BTreeSet::new() }
    }

    /// The schema that the change at this place finds; places are asked for in their order.
    pub(super) fn before(&mut self, place: usize) -> &Schema {
        for (own, change) in self.changes.iter().enumerate().take(place).skip(self.done) {
            if !self.skipped.contains(&own) {
                self.schema.to_mut().apply(change);
            }
        }
        self.done = self.done.max(place);
        &self.schema
    }

    /// Passes over the change at this place.
    pub(super) fn skip(&mut self, place: usize) {
        self.skipped.insert(place);
    }
}
