use crate::dialect::{Dialect, Driver};
use crate::schema::{Change, Check, Fill, ForeignKey, PrimaryKey, Table, Unique};

/// Pairs each wanted item with a present one that fits, the surest first; what remains on either side is to be
/// dropped or added. `fits` tells how well: `Some(0)` is best.
pub(super) fn pair<'a, T>(
    now: &'a [T],
    goal: &'a [T],
    fits: impl Fn(&T, &T) -> Option<u8>,
) -> (Vec<(&'a T, &'a T)>, Vec<&'a T>, Vec<&'a T>) {
    let mut fitting: Vec<(u8, usize, usize)> = Vec::new();
    for (wanted, one) in goal.iter().enumerate() {
        for (present, other) in now.iter().enumerate() {
            fitting.extend(fits(other, one).map(|rank| (rank, wanted, present)));
        }
    }
    fitting.sort_unstable();
    let (mut partner, mut paired) = (vec![None; now.len()], vec![false; goal.len()]);
    for (_, wanted, present) in fitting {
        if let (Some(own @ None), Some(done @ false)) = (partner.get_mut(present), paired.get_mut(wanted)) {
            *own = goal.get(wanted);
            *done = true;
        }
    }
    let pairs = now.iter().zip(&partner).filter_map(|(own, partner)| partner.map(|partner| (own, partner))).collect();
    let surplus = now.iter().zip(&partner).filter(|(_, partner)| partner.is_none()).map(|(own, _)| own).collect();
    let missing = goal.iter().zip(&paired).filter(|(_, paired)| !**paired).map(|(own, _)| own).collect();
    (pairs, surplus, missing)
}

/// How well a present name fits a wanted one. None wanted: any will do, yet another item may need it more.
pub(super) fn name_fits(now: Option<&String>, goal: Option<&String>, dialect: &dyn Dialect) -> Option<u8> {
    match (now, goal) {
        (Some(now), Some(goal)) => dialect.same_name(now, goal).then_some(0),
        (None, Some(_)) => None,
        (_, None) => Some(1),
    }
}

/// The primary key. Its name and what it does on a conflict stay as the migrations have them.
pub(super) fn diff_key(now: &Table, goal: &Table) -> Option<Change> {
    if now.key_columns() == goal.key_columns() {
        return None;
    }
    let before = now.primary_key.clone();
    let after = goal.primary_key.clone().map(|key| PrimaryKey {
        name: key.name.or_else(|| before.as_ref()?.name.clone()),
        on_conflict: before.as_ref().and_then(|before| before.on_conflict.clone()),
        ..key
    });
    Some(Change::SetPrimaryKey { table: goal.name.clone(), before, after })
}

/// Whether a key that says nothing of when it is checked stays as it is: in SQLite, where a model of old could not say it.
fn keeps_timing(dialect: &dyn Dialect) -> bool {
    dialect.driver() == Driver::Sqlite
}

/// Unique sets. The order of their columns counts.
pub(super) fn diff_uniques(now: &Table, goal: &Table, dialect: &dyn Dialect) -> Vec<Change> {
    let keeps = keeps_timing(dialect);
    // A name that the models give to one set is no other's any more, where names of constraints count.
    let claimed = |now: &Unique, own: &Unique| {
        let given = |name: &String| {
            let others = goal.uniques.iter().filter(|other| *other != own).filter_map(|other| other.name.as_ref());
            others.into_iter().any(|other| dialect.same_name(other, name))
        };
        (now.as_index || !dialect.adds_unique_as_index()) && now.name.as_ref().is_some_and(given)
    };
    let fits = |now: &Unique, goal: &Unique| {
        // Of a constraint and an index that say the same, the index is the one that is easily dropped.
        let rank = |rank| rank * 2 + u8::from(now.as_index);
        let same = now.columns == goal.columns
            && (now.nulls_not_distinct, &now.include) == (goal.nulls_not_distinct, &goal.include)
            && !claimed(now, goal)
            && (keeps && goal.timing.is_none() || now.timing == goal.timing);
        same.then(|| name_fits(now.name.as_ref(), goal.name.as_ref(), dialect)).flatten().map(rank)
    };
    let (_, surplus, missing) = pair(&now.uniques, &goal.uniques, fits);
    let table = &goal.name;
    let added = missing.iter().map(|unique| {
        let old = surplus.iter().find(|old| keeps && old.columns == unique.columns);
        let unique = Unique {
            // Only a constraint can wait until the end of a transaction.
            as_index: unique.timing.is_none() && (unique.as_index || dialect.adds_unique_as_index()),
            timing: unique.timing.or(old.and_then(|old| old.timing)),
            on_conflict: None,
            ..(*unique).clone()
        };
        Change::AddUnique { table: table.clone(), unique }
    });
    let dropped = surplus.iter().map(|unique| Change::DropUnique { table: table.clone(), unique: (*unique).clone() });
    dropped.chain(added).collect()
}

/// Foreign keys, with their actions.
pub(super) fn diff_foreign_keys(now: &Table, goal: &Table, dialect: &dyn Dialect) -> Vec<Change> {
    let keeps = keeps_timing(dialect);
    let fits = |now: &ForeignKey, goal: &ForeignKey| {
        let same = now.table == goal.table
            && column_pairs(now) == column_pairs(goal)
            && (now.on_delete, now.on_update) == (goal.on_delete, goal.on_update)
            && (keeps && goal.timing.is_none() || now.timing == goal.timing);
        same.then(|| name_fits(now.name.as_ref(), goal.name.as_ref(), dialect)).flatten()
    };
    let (_, surplus, missing) = pair(&now.foreign_keys, &goal.foreign_keys, fits);
    let table = &goal.name;
    let added = missing.iter().map(|key| {
        let same = |old: &&&ForeignKey| old.table == key.table && column_pairs(old) == column_pairs(key);
        let old = surplus.iter().find(|old| keeps && same(old));
        let key = ForeignKey { timing: key.timing.or(old.and_then(|old| old.timing)), ..(*key).clone() };
        Change::AddForeignKey { table: table.clone(), key, fill: Fill::Nothing }
    });
    let dropped = surplus.iter().map(|key| Change::DropForeignKey { table: table.clone(), key: (*key).clone() });
    dropped.chain(added).collect()
}

/// What refers to what: the order in which a composite key names its columns means nothing.
fn column_pairs(key: &ForeignKey) -> Vec<(&String, &String)> {
    let mut pairs: Vec<_> = key.columns.iter().zip(&key.references).collect();
    pairs.sort_unstable();
    pairs
}

/// Checks, by what they say.
pub(super) fn diff_checks(now: &Table, goal: &Table, dialect: &dyn Dialect) -> Vec<Change> {
    let fits = |now: &Check, goal: &Check| {
        (now.expr == goal.expr).then(|| name_fits(now.name.as_ref(), goal.name.as_ref(), dialect)).flatten()
    };
    let (_, surplus, missing) = pair(&now.checks, &goal.checks, fits);
    let table = &goal.name;
    let added = missing.iter().map(|check| Change::AddCheck { table: table.clone(), check: (*check).clone() });
    let dropped = surplus.iter().map(|check| Change::DropCheck { table: table.clone(), check: (*check).clone() });
    dropped.chain(added).collect()
}
