//! Changes cut into migrations: what cannot share a transaction gets a migration of its own.

use crate::dialect::Driver;
use crate::schema::Change;

/// Changes that are one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Whether they run in a transaction; otherwise `metadata.toml` has to say so.
    pub in_transaction: bool,
}

/// Cuts the changes, which are in order, into migrations that are to run one after the other: values that an enum of
/// PostgreSQL gets stand before what may use them in a migration of their own, and each index that is made or dropped
/// concurrently is alone, outside a transaction, behind all that it may need.
pub fn portions(changes: Vec<Change>, driver: Driver) -> Vec<Portion> {
    let mut portions: Vec<Portion> = Vec::new();
    let mut open: Vec<Change> = Vec::new();
    let close = |open: &mut Vec<Change>, portions: &mut Vec<Portion>| {
        if !open.is_empty() {
            portions.push(Portion { changes: std::mem::take(open), in_transaction: true });
        }
    };
    let alone: Vec<bool> = changes.iter().map(|change| driver == Driver::Postgres && adds_values(change)).collect();
    let only = changes.len() == 1;
    for (change, adds) in changes.into_iter().zip(alone) {
        if is_concurrent(&change) || (adds && !only) {
            close(&mut open, &mut portions);
            let in_transaction = !is_concurrent(&change);
            portions.push(Portion { changes: vec![change], in_transaction });
        } else {
            open.push(change);
        }
    }
    close(&mut open, &mut portions);
    portions
}

/// Whether an enum gets values by `ADD VALUE`, which the transaction that adds them cannot use yet. An enum that loses
/// values as well, or gets them in another order, is made anew instead.
fn adds_values(change: &Change) -> bool {
    let Change::AlterEnum { before, after, values } = change else { return false };
    let after_renames = |value: &String| {
        let renamed = values.iter().find(|own| own.renamed && own.from == *value);
        renamed.and_then(|own| own.to.clone()).unwrap_or_else(|| value.clone())
    };
    let kept: Vec<String> = before.values.iter().map(after_renames).collect();
    let in_order: Vec<&String> = after.values.iter().filter(|value| kept.contains(value)).collect();
    in_order.into_iter().eq(&kept) && after.values.len() > kept.len()
}

fn is_concurrent(change: &Change) -> bool {
    matches!(change, Change::AddIndex { concurrently: true, .. } | Change::DropIndex { concurrently: true, .. })
}

#[cfg(test)]
mod tests {
    use super::portions;
    use crate::dialect::Driver;
    use crate::schema::{Change, EnumType, Index, TableName};

    #[test]
    fn what_cannot_share_a_transaction_is_alone() {
        let comment = |table: &str| Change::SetComment { table: table.into(), before: None, after: Some("c".into()) };
        let index = |concurrently| Change::AddIndex {
            table: TableName::new("t"),
            index: Index { name: Some("i".into()), ..Index::on(["a"]) },
            concurrently,
        };
        let alter = |new: &[&str]| Change::AlterEnum {
            before: EnumType::new("mood", ["happy", "sad"]),
            after: EnumType::new("mood", new.iter().copied()),
            values: Vec::new(),
        };
        let added = alter(&["happy", "so so", "sad"]);
        let changes = vec![comment("a"), added.clone(), comment("b"), index(true), index(false), comment("c")];
        let cut = portions(changes.clone(), Driver::Postgres);
        let shape: Vec<(usize, bool)> = cut.iter().map(|own| (own.changes.len(), own.in_transaction)).collect();
        assert_eq!(shape, [(1, true), (1, true), (1, true), (1, false), (2, true)]);
        assert_eq!(cut.into_iter().flat_map(|own| own.changes).collect::<Vec<_>>(), changes);

        assert_eq!(portions(vec![added], Driver::Postgres).len(), 1);
        let others = vec![alter(&["sad", "happy"]), comment("a"), alter(&["sad", "new"]), index(false)];
        assert_eq!(portions(others, Driver::Postgres).len(), 1);
        assert_eq!(portions(Vec::new(), Driver::Postgres), []);
    }
}
