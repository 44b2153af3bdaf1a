use super::constraints::{name_fits, pair};
use crate::dialect::Dialect;
use crate::schema::{Change, Index, Table};

/// Indexes. One that merely has another name is renamed, unless the name is still another's.
pub(super) fn diff_indexes(now: &Table, goal: &Table, dialect: &dyn Dialect) -> Vec<Change> {
    let same_name = |now: &Index, goal: &Index| name_fits(now.name.as_ref(), goal.name.as_ref(), dialect);
    // An index by the name that is wanted, else one that only needs another name.
    let fits = |now: &Index, goal: &Index| now.same_definition(goal).then(|| same_name(now, goal).unwrap_or(2));
    let (pairs, surplus, missing) = pair(&now.indexes, &goal.indexes, fits);
    let table = &goal.name;
    let mut changes: Vec<Change> = surplus
        .iter()
        .map(|index| Change::DropIndex { table: table.clone(), index: (*index).clone(), concurrently: false })
        .collect();
    let mut added: Vec<&Index> = missing;
    for (own, wanted) in pairs {
        if same_name(own, wanted).is_some() {
            continue;
        }
        let Some(to) = wanted.name.clone() else { continue };
        let taken = now.indexes.iter().filter_map(|other| other.name.as_ref()).any(|name| dialect.same_name(name, &to));
        if taken || own.name.is_none() {
            changes.push(Change::DropIndex { table: table.clone(), index: own.clone(), concurrently: false });
            added.push(wanted);
        } else {
            changes.push(Change::RenameIndex { table: table.clone(), index: own.clone(), to });
        }
    }
    let add = |index: &Index| Change::AddIndex { table: table.clone(), index: index.clone(), concurrently: false };
    changes.extend(added.into_iter().map(add));
    changes
}
