//! Changes cut into migrations: what cannot share a transaction gets a migration of its own.

use crate::dialect::Driver;
use crate::schema::{Change, EnumType, Schema, TableName, ValueMove};

/// Changes that are one migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// Whether they run in a transaction; otherwise `metadata.toml` has to say so.
    pub in_transaction: bool,
    /// The enums that have got values in an earlier portion, as they were before.
    pub fading: Vec<EnumType>,
}

impl Portion {
    /// The schema after the portion as its way back has to see it: the values that an earlier portion has added go
    /// right after, so that no row that comes back is to get one of them.
    pub fn on_the_way_back(&self, after: &Schema) -> Schema {
        let mut schema = after.clone();
        for ty in &self.fading {
            if let Some(own) = schema.enums.get_mut(&ty.name) {
                own.values.clone_from(&ty.values);
            }
        }
        schema
    }
}

/// Cuts the changes, which are in order, into migrations that are to run one after the other: values that an enum of
/// PostgreSQL gets come in a migration of their own before what may use them, and each index that is made or dropped
/// concurrently is alone, outside a transaction, and last where nothing can need it.
pub fn portions(changes: Vec<Change>, driver: Driver) -> Vec<Portion> {
    let renamed: Vec<TableName> = changes.iter().filter_map(renamed_enum).collect();
    let is_early = |change: &Change| adds_values(change) && !renamed.contains(change.table());
    let is_late =
        |change: &Change| matches!(change, Change::AddIndex { concurrently: true, index, .. } if !index.unique);
    let (early, rest): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|change| driver == Driver::Postgres && is_early(change));
    let (late, rest): (Vec<Change>, Vec<Change>) = rest.into_iter().partition(is_late);

    let mut cut = Cut::default();
    cut.together(early);
    for change in rest {
        if is_concurrent(&change) {
            cut.alone(change, false);
        } else if driver == Driver::Postgres && adds_values(&change) {
            cut.alone(change, true);
        } else {
            cut.open.push(change);
        }
    }
    late.into_iter().for_each(|change| cut.alone(change, false));
    cut.close();
    cut.portions
}

/// What is cut already, and what the next one is made of.
#[derive(Default)]
struct Cut {
    portions: Vec<Portion>,
    open: Vec<Change>,
}

impl Cut {
    fn close(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.together(open);
    }

    fn together(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            self.push(changes, true);
        }
    }

    fn alone(&mut self, change: Change, in_transaction: bool) {
        self.close();
        self.push(vec![change], in_transaction);
    }

    fn push(&mut self, changes: Vec<Change>, in_transaction: bool) {
        let earlier = self.portions.iter().flat_map(|portion| &portion.changes);
        let fading = earlier.filter_map(enum_before).collect();
        self.portions.push(Portion { changes, in_transaction, fading });
    }
}

/// The new name of an enum that is renamed, before which it cannot be altered under it.
fn renamed_enum(change: &Change) -> Option<TableName> {
    match change {
        Change::RenameEnum { to, .. } => Some(to.clone()),
        _ => None,
    }
}

/// An enum that gets values, with the names that its own have after the change: renamed ones are undone with it.
fn enum_before(change: &Change) -> Option<EnumType> {
    match change {
        Change::AlterEnum { before, after, values } if adds_values(change) => {
            let kept = after.values.iter().filter(|value| renamed_values(before, values).contains(value));
            Some(EnumType { values: kept.cloned().collect(), ..before.clone() })
        }
        _ => None,
    }
}

/// Whether an enum gets values by `ADD VALUE`, which the transaction that adds them cannot use yet. An enum that loses
/// values as well, or gets them in another order, is made anew instead.
fn adds_values(change: &Change) -> bool {
    let Change::AlterEnum { before, after, values } = change else { return false };
    let kept = renamed_values(before, values);
    let in_order: Vec<&String> = after.values.iter().filter(|value| kept.contains(value)).collect();
    in_order.into_iter().eq(&kept) && after.values.len() > kept.len()
}

/// The values that an enum has, under the names that they get.
fn renamed_values(before: &EnumType, moves: &[ValueMove]) -> Vec<String> {
    let after_renames = |value: &String| {
        let renamed = moves.iter().find(|own| own.renamed && own.from == *value);
        renamed.and_then(|own| own.to.clone()).unwrap_or_else(|| value.clone())
    };
    before.values.iter().map(after_renames).collect()
}

fn is_concurrent(change: &Change) -> bool {
    matches!(change, Change::AddIndex { concurrently: true, .. } | Change::DropIndex { concurrently: true, .. })
}

#[cfg(test)]
mod tests {
    use super::{Portion, portions};
    use crate::dialect::Driver;
    use crate::schema::{Change, EnumType, Index, Schema, TableName};

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
        assert_eq!(shape, [(1, true), (4, true), (1, false)]);
        let [_, _, last] = cut.as_slice() else { panic!("{cut:?}") };
        assert_eq!(last.changes, [index(true)]);
        // What comes back must not hold what goes next.
        let mut schema = Schema::default();
        schema.insert_enum(EnumType::new("mood", ["happy", "so so", "sad"]));
        let values = |portion: &Portion| portion.on_the_way_back(&schema).enums[&"mood".into()].values.clone();
        assert_eq!(cut.iter().map(|own| values(own).len()).collect::<Vec<_>>(), [3, 2, 2]);

        // What others can need stays where it is.
        let unique = Change::AddIndex {
            table: TableName::new("t"),
            index: Index { name: Some("i".into()), unique: true, ..Index::on(["a"]) },
            concurrently: true,
        };
        let rename = Change::RenameEnum { from: TableName::new("moods"), to: TableName::new("mood") };
        let changes = vec![rename, added.clone(), unique, comment("b")];
        let shape: Vec<(usize, bool)> = portions(changes.clone(), Driver::Postgres)
            .iter()
            .map(|own| (own.changes.len(), own.in_transaction))
            .collect();
        assert_eq!(shape, [(1, true), (1, true), (1, false), (1, true)]);

        assert_eq!(portions(vec![added], Driver::Postgres).len(), 1);
        let others = vec![alter(&["sad", "happy"]), comment("a"), alter(&["sad", "new"]), index(false)];
        assert_eq!(portions(others, Driver::Postgres).len(), 1);
        assert_eq!(portions(Vec::new(), Driver::Postgres), []);
    }
}
