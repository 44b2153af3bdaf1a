use std::collections::BTreeSet;

use crate::dialect::{Dialect, NameKind};
use crate::schema::{Change, Index, IndexKey, ObjectKind, Schema, Table, Unique};

/// Gives every new index that has no name one that no other index has. Constraints go without where the model gives
/// none.
pub(super) fn name_indexes(changes: &mut [Change], current: &Schema, goal: &Schema, dialect: &dyn Dialect) {
    let mut taken = Taken::new(current, goal, changes);
    for change in changes {
        match change {
            Change::CreateTable { table } => {
                let unnamed = table.indexes.iter().filter(|index| index.name.is_none());
                let indexes: Vec<String> = unnamed.map(|index| taken.name_index(table, index, dialect)).collect();
                let unnamed = table.uniques.iter().filter(|unique| unique.as_index && unique.name.is_none());
                let uniques: Vec<String> = unnamed.map(|unique| taken.name_unique(table, unique, dialect)).collect();
                fill(table.indexes.iter_mut().map(|index| &mut index.name), indexes);
                let own = table.uniques.iter_mut().filter(|unique| unique.as_index);
                fill(own.map(|unique| &mut unique.name), uniques);
            }
            Change::AddIndex { table, index, .. } if index.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    index.name = Some(taken.name_index(table, index, dialect));
                }
            }
            Change::AddUnique { table, unique } if unique.as_index && unique.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    unique.name = Some(taken.name_unique(table, unique, dialect));
                }
            }
            _ => {}
        }
    }
}

/// Gives the names to those that have none, in their order.
fn fill<'a>(all: impl Iterator<Item = &'a mut Option<String>>, names: Vec<String>) {
    all.filter(|name| name.is_none()).zip(names).for_each(|(own, name)| *own = Some(name));
}

/// The names that indexes, tables and views have, which share one room; lower case, since some databases leave case
/// out of account.
struct Taken(BTreeSet<String>);

impl Taken {
    /// The names of both schemas, less those that are dropped before anything new is made.
    fn new(current: &Schema, goal: &Schema, changes: &[Change]) -> Self {
        let dropped: BTreeSet<String> = changes
            .iter()
            .filter_map(|change| match change {
                Change::DropIndex { index, .. } => index.name.as_deref(),
                Change::DropUnique { unique, .. } => unique.name.as_deref(),
                _ => None,
            })
            .map(str::to_lowercase)
            .collect();
        let mut taken: BTreeSet<String> = names(current).filter(|name| !dropped.contains(name)).collect();
        taken.extend(names(goal));
        Self(taken)
    }

    fn name_index(&mut self, table: &Table, index: &Index, dialect: &dyn Dialect) -> String {
        let columns: Vec<&str> = index
            .parts
            .iter()
            .map(|part| match &part.key {
                IndexKey::Column(name) => name.as_str(),
                IndexKey::Expr(_) => "expr",
            })
            .collect();
        let kind = if index.unique { NameKind::Unique } else { NameKind::Index };
        self.free(&dialect.default_name(table, kind, &columns))
    }

    fn name_unique(&mut self, table: &Table, unique: &Unique, dialect: &dyn Dialect) -> String {
        let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
        self.free(&dialect.default_name(table, NameKind::Unique, &columns))
    }

    /// The name, numbered if it is taken, as PostgreSQL does.
    fn free(&mut self, name: &str) -> String {
        let mut free = name.to_owned();
        let mut number = 0_u64;
        while !self.0.insert(free.to_lowercase()) {
            number += 1;
            free = format!("{name}{number}");
        }
        free
    }
}

fn names(schema: &Schema) -> impl Iterator<Item = String> + '_ {
    let tables = schema.tables.values().flat_map(|table| {
        let indexes = table.indexes.iter().filter_map(|index| index.name.as_deref());
        let uniques = table.uniques.iter().filter_map(|unique| unique.name.as_deref());
        indexes.chain(uniques).chain([table.name.name.as_str()]).map(str::to_lowercase)
    });
    let views = schema.objects.iter().filter(|object| object.kind != ObjectKind::Trigger);
    tables.chain(views.map(|object| object.name.name.to_lowercase()))
}
