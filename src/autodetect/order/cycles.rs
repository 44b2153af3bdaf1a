use std::collections::{BTreeMap, BTreeSet};

use crate::schema::{Change, Fill, ForeignKey, Table, TableName};

/// Takes foreign keys that go round in a circle out of tables that are made or dropped: tables come first and keys
/// after, or keys go first and tables after.
pub(in crate::autodetect) fn cut_cycles(changes: Vec<Change>) -> Vec<Change> {
    let (mut made, mut dropped, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        match change {
            Change::CreateTable { table } => made.push(table),
            Change::DropTable { table } => dropped.push(table),
            other => rest.push(other),
        }
    }
    let added = cut(&mut made);
    let removed = cut(&mut dropped);
    let mut all: Vec<Change> = made.into_iter().map(|table| Change::CreateTable { table }).collect();
    all.extend(rest);
    all.extend(added.into_iter().map(|(table, key)| Change::AddForeignKey { table, key, fill: Fill::Nothing }));
    all.extend(removed.into_iter().map(|(table, key)| Change::DropForeignKey { table, key }));
    all.extend(dropped.into_iter().map(|table| Change::DropTable { table }));
    all
}

/// Takes out as many keys as it needs so that no circle remains, and gives them with their tables. A key that
/// refers to its own table is no circle.
fn cut(tables: &mut [Table]) -> Vec<(TableName, ForeignKey)> {
    let mut parents: BTreeMap<TableName, BTreeSet<TableName>> = BTreeMap::new();
    let names: BTreeSet<TableName> = tables.iter().map(|table| table.name.clone()).collect();
    for table in &*tables {
        let keys = table.foreign_keys.iter().map(|key| &key.table);
        let within = keys.filter(|parent| **parent != table.name && names.contains(parent)).cloned();
        parents.insert(table.name.clone(), within.collect());
    }
    let mut cuts = BTreeSet::new();
    while take_ready(&mut parents) {
        let Some((table, in_circle)) = parents.keys().find_map(|name| circle(&parents, name)) else { break };
        for parent in in_circle {
            if let Some(own) = parents.get_mut(&table) {
                own.remove(&parent);
            }
            cuts.insert((table.clone(), parent));
        }
    }
    let mut taken = Vec::new();
    for table in tables {
        let (out, kept) =
            table.foreign_keys.drain(..).partition(|key| cuts.contains(&(table.name.clone(), key.table.clone())));
        table.foreign_keys = kept;
        taken.extend(Vec::into_iter(out).map(|key| (table.name.clone(), key)));
    }
    taken
}

/// Takes away every table whose parents are all taken away; says whether any remain.
fn take_ready(parents: &mut BTreeMap<TableName, BTreeSet<TableName>>) -> bool {
    let mut children: BTreeMap<TableName, Vec<TableName>> = BTreeMap::new();
    for (name, own) in &*parents {
        for parent in own {
            children.entry(parent.clone()).or_default().push(name.clone());
        }
    }
    let mut ready: Vec<TableName> =
        parents.iter().filter(|(_, own)| own.is_empty()).map(|(name, _)| name.clone()).collect();
    while let Some(name) = ready.pop() {
        parents.remove(&name);
        for child in children.remove(&name).unwrap_or_default() {
            if let Some(own) = parents.get_mut(&child)
                && own.remove(&name)
                && own.is_empty()
            {
                ready.push(child);
            }
        }
    }
    !parents.is_empty()
}

/// The parents of the table from which it can be reached again, if there are any.
fn circle(
    parents: &BTreeMap<TableName, BTreeSet<TableName>>,
    table: &TableName,
) -> Option<(TableName, Vec<TableName>)> {
    let leads_back = |start: &TableName| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(name) = next.pop() {
            if name == table {
                return true;
            }
            if seen.insert(name) {
                next.extend(parents.get(name).into_iter().flatten());
            }
        }
        false
    };
    let found: Vec<TableName> = parents.get(table)?.iter().filter(|parent| leads_back(parent)).cloned().collect();
    (!found.is_empty()).then(|| (table.clone(), found))
}
