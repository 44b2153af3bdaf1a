//! What is generated: tables and columns as numbers and switches, which become a schema in [`build`](super::build).

use std::collections::BTreeMap;

use proptest::prelude::*;

pub(super) const TABLES: usize = 4;
pub(super) const COLUMNS: usize = 5;

/// The values of an enum that come and go; no row holds them.
const PASSING: [&str; 4] = ["open", "opened", "closed", "it's"];
/// Those that are always there: what rows hold, and a default.
const LASTING: [&str; 4] = ["1", "2", "3", "7"];

/// What a column is: a type, and a number of things that it has or has not. A database without one of them leaves it out.
#[derive(Clone, Debug)]
pub(super) struct ColumnPlan {
    pub(super) ty: usize,
    pub(super) nullable: bool,
    pub(super) default: bool,
    pub(super) collation: usize,
    pub(super) unique: bool,
    pub(super) check: bool,
    pub(super) comment: bool,
    /// Whether it changes with its row.
    pub(super) updates: bool,
    pub(super) index: u8,
    /// What a unique set or a foreign key has beside its columns.
    pub(super) manner: u8,
    pub(super) parent: Option<(usize, u8)>,
}

#[derive(Clone, Debug)]
pub(super) struct TablePlan {
    pub(super) columns: BTreeMap<usize, ColumnPlan>,
    pub(super) composite: bool,
    pub(super) unique_set: bool,
    pub(super) generated: bool,
    pub(super) comment: bool,
    /// How its key is counted up.
    pub(super) counts: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) tables: BTreeMap<usize, TablePlan>,
    /// The values of its enums, in their order.
    pub(super) values: Vec<&'static str>,
    /// Whether two tables have a key between columns of an enum.
    pub(super) enum_keys: bool,
}

impl Plan {
    /// The value that comes and goes of this number, which no row holds, if there are so many.
    pub(super) fn passing(&self, number: usize) -> Option<&'static str> {
        self.values.iter().copied().filter(|value| PASSING.contains(value)).nth(number)
    }
}

fn column() -> impl Strategy<Value = ColumnPlan> {
    let switches = any::<[bool; 6]>();
    let numbers = (0..12_usize, 0..4_usize, 0..16_u8, 0..6_u8);
    (switches, numbers, prop::option::weighted(0.3, (0..TABLES, 0..8_u8))).prop_map(
        |([nullable, default, unique, check, comment, updates], (ty, collation, index, manner), parent)| ColumnPlan {
            ty,
            nullable,
            default,
            collation,
            unique,
            check,
            comment,
            updates,
            index,
            manner,
            parent,
        },
    )
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    let columns = prop::collection::btree_map(0..COLUMNS, column(), 0..4);
    let table = (columns, any::<[bool; 4]>(), 0..3_usize).prop_map(
        |(columns, [composite, unique_set, generated, comment], counts)| TablePlan {
            columns,
            composite,
            unique_set,
            generated,
            comment,
            counts,
        },
    );
    let values = prop::sample::subsequence(PASSING.to_vec(), 0..=PASSING.len())
        .prop_map(|passing| passing.into_iter().chain(LASTING).collect::<Vec<_>>())
        .prop_shuffle();
    (prop::collection::btree_map(0..TABLES, table, 1..4), values, any::<bool>())
        .prop_map(|(tables, values, enum_keys)| Plan { tables, values, enum_keys })
}
