use std::collections::BTreeSet;

use crate::dialect::{Dialect, Driver, NameKind};
use crate::schema::{Change, Check, ForeignKey, Index, IndexKey, Schema, Table, Unique};

/// Gives every new index that has no name one that no other index has. Constraints go without on SQLite where the model
/// gives none; a server would name them itself, so that they get a name that the next migration can rely on.
pub(super) fn name_indexes(changes: &mut [Change], current: &Schema, goal: &Schema, dialect: &dyn Dialect) {
    let constraints = dialect.driver() != Driver::Sqlite;
    let mut taken = Taken::new(current, goal, changes, dialect);
    for change in changes {
        match change {
            Change::CreateTable { table } => {
                let unnamed = table.indexes.iter().filter(|index| index.name.is_none());
                let indexes: Vec<String> = unnamed.map(|index| taken.name_index(table, index)).collect();
                let is_named = |unique: &Unique| unique.as_index || constraints;
                let unnamed = table.uniques.iter().filter(|unique| is_named(unique) && unique.name.is_none());
                let uniques: Vec<String> = unnamed.map(|unique| taken.name_unique(table, unique)).collect();
                if constraints {
                    let unnamed = table.foreign_keys.iter().filter(|key| key.name.is_none());
                    let keys: Vec<String> = unnamed.map(|key| taken.name_key(table, key)).collect();
                    let unnamed = table.checks.iter().filter(|check| check.name.is_none());
                    let checks: Vec<String> = unnamed.map(|check| taken.name_check(table, check)).collect();
                    fill(table.foreign_keys.iter_mut().map(|key| &mut key.name), keys);
                    fill(table.checks.iter_mut().map(|check| &mut check.name), checks);
                }
                fill(table.indexes.iter_mut().map(|index| &mut index.name), indexes);
                let own = table.uniques.iter_mut().filter(|unique| is_named(unique));
                fill(own.map(|unique| &mut unique.name), uniques);
            }
            Change::AddIndex { table, index, .. } if index.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    index.name = Some(taken.name_index(table, index));
                }
            }
            Change::AddUnique { table, unique } if (unique.as_index || constraints) && unique.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    unique.name = Some(taken.name_unique(table, unique));
                }
            }
            Change::AddForeignKey { table, key, .. } if constraints && key.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    key.name = Some(taken.name_key(table, key));
                }
            }
            Change::AddCheck { table, check } if constraints && check.name.is_none() => {
                if let Some(table) = goal.table(table) {
                    check.name = Some(taken.name_check(table, check));
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
struct Taken<'a> {
    names: BTreeSet<String>,
    dialect: &'a dyn Dialect,
}

impl<'a> Taken<'a> {
    /// The names of both schemas, less those that are dropped before anything new is made.
    fn new(current: &Schema, goal: &Schema, changes: &[Change], dialect: &'a dyn Dialect) -> Self {
        let dropped: BTreeSet<String> = changes
            .iter()
            .filter_map(|change| match change {
                Change::DropIndex { index, .. } => index.name.as_deref(),
                Change::DropUnique { unique, .. } => unique.name.as_deref(),
                Change::DropForeignKey { key, .. } => key.name.as_deref(),
                Change::DropCheck { check, .. } => check.name.as_deref(),
                _ => None,
            })
            .map(str::to_lowercase)
            .collect();
        let mut taken: BTreeSet<String> = names(current, dialect).filter(|name| !dropped.contains(name)).collect();
        taken.extend(names(goal, dialect));
        Self { names: taken, dialect }
    }

    fn name_index(&mut self, table: &Table, index: &Index) -> String {
        let columns: Vec<&str> = index
            .parts
            .iter()
            .map(|part| match &part.key {
                IndexKey::Column(name) => name.as_str(),
                IndexKey::Expr(_) => "expr",
            })
            .collect();
        self.free(table, if index.unique { NameKind::Unique } else { NameKind::Index }, &columns)
    }

    fn name_unique(&mut self, table: &Table, unique: &Unique) -> String {
        let columns: Vec<&str> = unique.columns.iter().map(String::as_str).collect();
        self.free(table, NameKind::Unique, &columns)
    }

    fn name_key(&mut self, table: &Table, key: &ForeignKey) -> String {
        let columns: Vec<&str> = key.columns.iter().map(String::as_str).collect();
        self.free(table, NameKind::ForeignKey, &columns)
    }

    /// After the only column that it is about, as PostgreSQL does, or after none.
    fn name_check(&mut self, table: &Table, check: &Check) -> String {
        let names = table.columns.iter().map(|column| column.name.as_str());
        let used: Vec<&str> = names.filter(|name| check.expr.mentions(name)).collect();
        self.free(table, NameKind::Check, if used.len() == 1 { &used } else { &[] })
    }

    /// The default name, numbered if it is taken, as PostgreSQL does.
    fn free(&mut self, table: &Table, kind: NameKind, columns: &[&str]) -> String {
        let name = self.dialect.default_name(table, kind, columns);
        let mut free = name.clone();
        let mut number = 0_u64;
        while !self.names.insert(free.to_lowercase()) {
            number += 1;
            let number = number.to_string();
            free = format!("{}{number}", cut(&name, LONGEST.saturating_sub(number.len())));
        }
        free
    }
}

/// The longest name that every database takes, in bytes.
const LONGEST: usize = 63;

fn cut(name: &str, length: usize) -> &str {
    let end = (0..=length.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    name.get(..end).unwrap_or_default()
}

fn names<'a>(schema: &'a Schema, dialect: &dyn Dialect) -> impl Iterator<Item = String> + 'a {
    // SQLite knows no constraint by its name.
    let constraints = dialect.driver() != Driver::Sqlite;
    let tables = schema.tables.values().flat_map(move |table| {
        let indexes = table.indexes.iter().filter_map(|index| index.name.as_deref());
        let uniques = table.uniques.iter().filter_map(|unique| unique.name.as_deref());
        let keys = table.foreign_keys.iter().filter_map(|key| key.name.as_deref());
        let checks = table.checks.iter().filter_map(|check| check.name.as_deref());
        let own = [table.name.name.as_str()];
        let named = keys.chain(checks).filter(move |_| constraints);
        indexes.chain(uniques).chain(named).chain(own).map(str::to_lowercase)
    });
    let views = schema.objects.iter().filter(|object| object.has_own_name());
    tables.chain(views.map(|object| object.name.name.to_lowercase()))
}
