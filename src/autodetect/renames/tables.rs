use std::collections::{BTreeMap, BTreeSet};

use super::displaced::displaced;
use super::fate::{Case, Names, settle};
use super::sequence::sequence;
use crate::autodetect::likeness::table_candidates;
use crate::error::Result;
use crate::questions::{Question, Questioner};
use crate::schema::{Change, Declaration, Schema, Table, TableName};

/// Finds the renamed tables and renames them in `now`; tells the changes, and for each table of the models that was
/// called otherwise its old name.
pub(in crate::autodetect) fn rename_tables(
    now: &mut Schema,
    goal: &Schema,
    declarations: &BTreeMap<TableName, Declaration>,
    questioner: &mut dyn Questioner,
) -> Result<(Vec<Change>, BTreeMap<TableName, TableName>)> {
    let here: BTreeSet<TableName> = now.tables.keys().cloned().collect();
    let there: BTreeSet<TableName> = goal.tables.keys().cloned().collect();
    let moved = displaced(&here, &there, |name| declarations.get(name)?.renamed_from.clone());
    let gone: Vec<TableName> =
        here.iter().filter(|name| !there.contains(name) || moved.contains(name)).cloned().collect();
    let new: Vec<TableName> =
        there.iter().filter(|name| !here.contains(name) || moved.contains(name)).cloned().collect();
    let staying = here.intersection(&there).filter(|name| !moved.contains(name)).cloned().collect();
    let fates = settle(Names { gone, free: new, staying }, |name, free| case(now, goal, name, free), questioner)?;
    let spare = |name: &TableName, n| TableName { name: format!("manage_moved_{}_{n}", name.name), ..name.clone() };
    let ordered = sequence(&fates.renamed, &here, spare);
    for (from, to) in &ordered {
        now.rename_table(from, to);
    }
    let changes = ordered.into_iter().map(|(from, to)| Change::RenameTable { from, to }).collect();
    Ok((changes, fates.renamed.into_iter().map(|(from, to)| (to, from)).collect()))
}

fn case(now: &Schema, goal: &Schema, gone: &TableName, free: &[TableName]) -> Case<TableName> {
    let new: Vec<&Table> = free.iter().filter_map(|name| goal.table(name)).collect();
    let (candidates, others) = match now.table(gone) {
        Some(table) => table_candidates(table, &new),
        None => (Vec::new(), free.to_vec()),
    };
    let best = candidates.first().map(|candidate| (candidate.to.clone(), candidate.likeness));
    let question = Question::Table { table: gone.clone(), candidates, others };
    Case { question, best, may_stay: false, holds_nothing: false }
}
