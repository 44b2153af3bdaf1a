//! What is generated: tables and columns as numbers and switches, which become a schema in [`build`](super::build).

use std::collections::BTreeMap;

use proptest::prelude::*;

pub(super) const TABLES: usize = 4;
pub(super) const COLUMNS: usize = 5;
pub(super) const TYPES: usize = 5;

/// What a generated column is: a type, and a number of things that it has or has not.
#[derive(Clone, Debug)]
pub(super) struct ColumnPlan {
    pub(super) ty: usize,
    pub(super) nullable: bool,
    pub(super) default: bool,
    pub(super) collate: bool,
    pub(super) unique: bool,
    pub(super) check: bool,
    pub(super) index: u8,
    pub(super) parent: Option<(usize, u8)>,
}

#[derive(Clone, Debug)]
pub(super) struct TablePlan {
    pub(super) columns: BTreeMap<usize, ColumnPlan>,
    pub(super) composite: bool,
    pub(super) unique_set: bool,
    pub(super) generated: bool,
}

pub(super) type Plan = BTreeMap<usize, TablePlan>;

fn column() -> impl Strategy<Value = ColumnPlan> {
    (0..TYPES, any::<[bool; 5]>(), 0..7_u8, prop::option::weighted(0.3, (0..TABLES, 0..4_u8))).prop_map(
        |(ty, [nullable, default, collate, unique, check], index, parent)| ColumnPlan {
            ty,
            nullable,
            default,
            collate,
            unique,
            check,
            index,
            parent,
        },
    )
}

pub(super) fn plan() -> impl Strategy<Value = Plan> {
    let table = (prop::collection::btree_map(0..COLUMNS, column(), 0..4), any::<[bool; 3]>()).prop_map(
        |(columns, [composite, unique_set, generated])| TablePlan { columns, composite, unique_set, generated },
    );
    prop::collection::btree_map(0..TABLES, table, 1..4)
}
