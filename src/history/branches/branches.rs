use std::collections::{BTreeMap, BTreeSet};

use super::collision::{Collision, Side, What};
use crate::history::{Common, History, Migration, Touches, Version};

/// So many branches are tried in all orders; of more, only a few orders.
const ALL_ORDERS: usize = 3;

/// Branches of a history that have not met.
pub struct Branches<'h> {
    /// What they end with, oldest version first: two at least.
    pub heads: Vec<&'h Migration>,
    /// What leads to the heads, and what other directories have beside it, in the order of versions: that in which it runs on
    /// an empty database.
    pub migrations: Vec<&'h Migration>,
    history: &'h History,
}

/// An order in which branches can run, one after the other.
#[derive(Clone, Debug)]
pub struct Order<'h> {
    /// The heads, that of the first branch first.
    pub heads: Vec<&'h Migration>,
    /// The migrations: what the branches have in common, and then each branch.
    pub migrations: Vec<&'h Migration>,
}

impl<'h> Branches<'h> {
    /// All branches of the history; `None` if there are not two.
    pub fn of(history: &'h History) -> Option<Self> {
        Self::with(history, history.heads())
    }

    /// Those that end with these migrations; `None` if there are not two.
    pub fn with(history: &'h History, mut heads: Vec<&'h Migration>) -> Option<Self> {
        heads.sort_by(|one, other| one.version.cmp(&other.version));
        heads.dedup_by(|one, other| one.version == other.version);
        if heads.len() < 2 {
            return None;
        }
        let own: BTreeSet<&Version> =
            history.with_ancestors(heads.iter().map(|head| &head.version)).iter().map(|own| &own.version).collect();
        let counts = |migration: &&Migration| own.contains(&migration.version) || !history.is_own(migration);
        let migrations = history.migrations.iter().filter(counts).collect();
        Some(Self { heads, migrations, history })
    }

    /// On what the branches collide, as far as their words tell.
    pub fn collisions(&self) -> Vec<Collision> {
        let touches = Touches::of(&self.history.migrations);
        let mut found: BTreeMap<Common, BTreeMap<Version, BTreeSet<Version>>> = BTreeMap::new();
        let ancestors: Vec<BTreeSet<&Version>> = self.heads.iter().map(|head| self.ancestors(head)).collect();
        for (place, one) in ancestors.iter().enumerate() {
            for (further, other) in ancestors.iter().enumerate().skip(place + 1) {
                let mine: Vec<&Version> = one.difference(other).copied().collect();
                let theirs: Vec<&Version> = other.difference(one).copied().collect();
                for (common, both) in touches.all_common(&mine, &theirs) {
                    let sides = found.entry(common).or_default();
                    for (head, versions) in [place, further].into_iter().zip(both) {
                        let Some(head) = self.heads.get(head).map(|head| head.version.clone()) else { continue };
                        sides.entry(head).or_default().extend(versions);
                    }
                }
            }
        }
        let collision = |(common, sides): (Common, BTreeMap<Version, BTreeSet<Version>>)| Collision {
            what: match common {
                Common::Named(name) => What::Table(name),
                Common::Index(name) => What::Index(name),
                Common::Unknown => What::Unknown,
            },
            sides: sides.into_iter().map(|(head, versions)| self.side(&head, &versions)).collect(),
        };
        found.into_iter().map(collision).collect()
    }

    /// The tables in whose rows it shows in which order the branches ran, as far as their words tell.
    pub fn common_rows(&self) -> Vec<String> {
        let touches = Touches::of(&self.history.migrations);
        let ancestors: Vec<BTreeSet<&Version>> = self.heads.iter().map(|head| self.ancestors(head)).collect();
        let mut found = BTreeSet::new();
        for (place, one) in ancestors.iter().enumerate() {
            for other in ancestors.iter().skip(place + 1) {
                let mine: Vec<&Version> = one.difference(other).copied().collect();
                let theirs: Vec<&Version> = other.difference(one).copied().collect();
                found.extend(touches.common_rows(&mine, &theirs));
            }
        }
        found.into_iter().collect()
    }

    fn side(&self, head: &Version, versions: &BTreeSet<Version>) -> Side {
        Side { head: self.name(head), migrations: versions.iter().map(|version| self.name(version)).collect() }
    }

    /// The name of the migration.
    pub(super) fn name(&self, version: &Version) -> String {
        self.history.get(version).map_or_else(|| version.to_string(), |migration| migration.name.clone())
    }

    /// The orders to try: all, or of many branches a few.
    pub fn orders(&self) -> Vec<Order<'h>> {
        let all = if self.heads.len() <= ALL_ORDERS { permutations(&self.heads) } else { self.turned() };
        all.into_iter().map(|heads| self.order(heads)).collect()
    }

    /// Each of the branches last, and the rest in their order or turned around.
    fn turned(&self) -> Vec<Vec<&'h Migration>> {
        let mut all = Vec::new();
        for last in &self.heads {
            let rest: Vec<&Migration> =
                self.heads.iter().filter(|head| head.version != last.version).copied().collect();
            all.push(rest.iter().copied().chain([*last]).collect());
            all.push(rest.iter().rev().copied().chain([*last]).collect());
        }
        all
    }

    /// One branch after the other.
    pub fn order(&self, heads: Vec<&'h Migration>) -> Order<'h> {
        let all: Vec<BTreeSet<&Version>> = heads.iter().map(|head| self.ancestors(head)).collect();
        let common = |version: &Version| all.iter().all(|own| own.contains(version));
        let (first, mut left): (Vec<&Migration>, Vec<&Migration>) =
            self.migrations.iter().partition(|own| common(&own.version) || !self.history.is_own(own));
        let mut migrations = first;
        for ancestors in &all {
            let (next, rest): (Vec<&Migration>, Vec<&Migration>) =
                left.into_iter().partition(|own| ancestors.contains(&own.version));
            migrations.extend(next);
            left = rest;
        }
        Order { heads, migrations }
    }

    /// What the branches have in common, and what they do not, in the order of versions.
    pub(super) fn apart(&self) -> (Vec<&'h Migration>, Vec<&'h Migration>) {
        let all: Vec<BTreeSet<&Version>> = self.heads.iter().map(|head| self.ancestors(head)).collect();
        let common = |own: &&Migration| all.iter().all(|one| one.contains(&own.version)) || !self.history.is_own(own);
        self.migrations.iter().copied().partition(common)
    }

    /// All that leads to the heads that build on this one, it included.
    pub(super) fn lineage(&self, version: &Version) -> Vec<&'h Version> {
        let all = self.heads.iter().map(|head| self.ancestors(head)).filter(|own| own.contains(version));
        all.flatten().collect()
    }

    fn ancestors(&self, head: &Migration) -> BTreeSet<&'h Version> {
        self.history.with_ancestors([&head.version]).into_iter().map(|own| &own.version).collect()
    }
}

/// All orders of a few things.
fn permutations<T: Copy>(things: &[T]) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for thing in things {
        let longer = |order: &Vec<T>| {
            let with = |place: usize| {
                let mut order = order.clone();
                order.insert(place, *thing);
                order
            };
            (0..=order.len()).rev().map(with).collect::<Vec<_>>()
        };
        all = all.iter().flat_map(longer).collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture::Folder;
    use super::{Branches, permutations};

    /// A history whose migrations are `name: parents: up`.
    fn folder(migrations: &[(&str, &str, &str)]) -> Folder {
        let folder = Folder::new();
        for (name, parents, up) in migrations {
            let version = name.split('_').next().unwrap();
            let header = format!("-- x\n--\n-- Revision: {version}\n-- Revises: {parents}\n\n");
            folder.file(&format!("{name}/up.sql"), format!("{header}{up}"));
        }
        folder
    }

    fn collisions(folder: &Folder) -> Vec<String> {
        let history = folder.history();
        let branches = Branches::of(&history).unwrap();
        branches.collisions().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn three_things_have_six_orders() {
        assert_eq!(permutations(&[1, 2]), [[1, 2], [2, 1]]);
        let all = permutations(&[1, 2, 3]);
        assert_eq!(all.len(), 6);
        assert_eq!(all[0], [1, 2, 3]);
    }

    #[test]
    fn a_chain_has_no_branches_and_a_plain_diesel_history_neither() {
        let chain = folder(&[("1_a", "base", "SELECT 1;"), ("2_b", "1", "SELECT 1;")]);
        assert!(Branches::of(&chain.history()).is_none());
        let plain = Folder::with(&[("1_a", "SELECT 1;"), ("2_b", "SELECT 1;"), ("3_c", "SELECT 1;")]);
        assert!(Branches::of(&plain.history()).is_none());
        assert!(Branches::of(&Folder::new().history()).is_none());
    }

    #[test]
    fn the_tables_that_two_branches_touch_are_named() {
        let folder = folder(&[
            ("1_a", "base", "CREATE TABLE users (id INT); CREATE TABLE posts (id INT);"),
            ("2_b", "1", "ALTER TABLE users ADD x INT;"),
            ("3_c", "1", "ALTER TABLE posts ADD x INT;"),
            ("4_d", "2", "ALTER TABLE posts ADD y INT;"),
            ("5_e", "3", "UPDATE users SET id = 1;"),
        ]);
        assert_eq!(
            collisions(&folder),
            ["table posts is touched by 4_d and by 3_c", "table users is touched by 2_b and by 5_e"]
        );
        let history = folder.history();
        let branches = Branches::of(&history).unwrap();
        let orders: Vec<Vec<&str>> = branches
            .orders()
            .iter()
            .map(|order| order.migrations.iter().map(|own| own.version.as_str()).collect())
            .collect();
        assert_eq!(orders, [["1", "2", "4", "3", "5"], ["1", "3", "5", "2", "4"]]);
    }

    #[test]
    fn branches_on_different_tables_do_not_collide() {
        let folder = folder(&[
            ("1_a", "base", "CREATE TABLE users (id INT);"),
            ("2_b", "1", "CREATE TABLE tags (id INT, user_id INT REFERENCES users);"),
            ("3_c", "1", "ALTER TABLE users ADD x INT; INSERT INTO users VALUES (1, 2);"),
            ("4_d", "1", "CREATE TABLE posts (id INT);"),
        ]);
        assert_eq!(collisions(&folder), ["table users is touched by 2_b and by 3_c"]);
    }

    #[test]
    fn what_may_do_anything_collides_with_whatever_does_something() {
        let folder = folder(&[
            ("1_a", "base", "CREATE TABLE users (id INT);"),
            ("2_b", "1", "DO $$ x $$;"),
            ("3_c", "1", "ALTER TABLE users ADD x INT;"),
            ("4_d", "1", "SELECT 1;"),
        ]);
        assert_eq!(collisions(&folder), ["2_b and 3_c cannot change places: what one of them touches cannot be told"]);
    }
}
