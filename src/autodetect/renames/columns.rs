use std::collections::BTreeSet;

use super::displaced::displaced;
use super::fate::{Case, Names, settle};
use super::sequence::sequence;
use crate::autodetect::Note;
use crate::autodetect::likeness::column_candidates;
use crate::error::Result;
use crate::questions::{Question, Questioner};
use crate::schema::{Change, Column, Declaration, Schema, Table, TableName};

/// Finds the renamed columns of a table that is on both sides and renames them in `now`; tells the changes. Columns
/// that a `table!` need not name are put into `goal` where they stay, with a note.
pub(in crate::autodetect) fn rename_columns(
    now: &mut Schema,
    goal: &mut Table,
    old_name: &TableName,
    declaration: Option<&Declaration>,
    questioner: &mut dyn Questioner,
) -> Result<(Vec<Change>, Vec<Note>)> {
    let Some(before) = now.table(&goal.name) else { return Ok((Vec::new(), Vec::new())) };
    // Nearly every table: nothing vanished, and nothing is new.
    if before.columns.iter().map(|column| &column.name).eq(goal.columns.iter().map(|column| &column.name)) {
        return Ok((Vec::new(), Vec::new()));
    }
    let before = before.clone();
    let here: BTreeSet<String> = before.columns.iter().map(|column| column.name.clone()).collect();
    let there: BTreeSet<String> = goal.columns.iter().map(|column| column.name.clone()).collect();
    let moved = displaced(&here, &there, |name| declaration?.columns_renamed_from.get(name).cloned());
    let gone = names(&before, |name| !there.contains(name) || moved.contains(name));
    let new = names(goal, |name| !here.contains(name) || moved.contains(name));
    let partial = declaration.is_some_and(|declaration| declaration.diesel_types.is_some());
    let sides = Sides { before: &before, after: goal, old_name, partial };
    let staying = names(goal, |name| here.contains(name) && !moved.contains(name));
    let fates = settle(Names { gone, free: new, staying }, |name, free| sides.case(name, free), questioner)?;
    let ordered = sequence(&fates.renamed, &here, |name, n| format!("manage_moved_{name}_{n}"));
    for (from, to) in &ordered {
        now.rename_column(&goal.name, from, to);
    }
    let mut notes = Vec::new();
    for column in fates.kept {
        goal.columns.extend(before.column(&column).cloned());
        notes.push(Note::UnmanagedColumn { table: goal.name.clone(), column });
    }
    let table = &goal.name;
    let changes =
        ordered.into_iter().map(|(from, to)| Change::RenameColumn { table: table.clone(), from, to }).collect();
    Ok((changes, notes))
}

fn names(table: &Table, belongs: impl Fn(&String) -> bool) -> Vec<String> {
    table.columns.iter().map(|column| &column.name).filter(|name| belongs(name)).cloned().collect()
}

/// A table before and after.
struct Sides<'a> {
    before: &'a Table,
    after: &'a Table,
    old_name: &'a TableName,
    partial: bool,
}

impl Sides<'_> {
    fn case(&self, gone: &str, free: &[String]) -> Case<String> {
        let new: Vec<&Column> = free.iter().filter_map(|name| self.after.column(name)).collect();
        let column = self.before.column(gone);
        let (candidates, others) = match column {
            Some(column) => column_candidates(self.before, column, self.after, &new),
            None => (Vec::new(), free.to_vec()),
        };
        let best = candidates.first().map(|candidate| (candidate.to.clone(), candidate.likeness));
        let question = Question::Column {
            table: self.old_name.clone(),
            model: self.after.name.clone(),
            column: gone.to_owned(),
            candidates,
            others,
        };
        let may_stay = self.partial && column.is_some_and(Column::may_be_left_out) && self.after.column(gone).is_none();
        let holds_nothing = column.is_some_and(|column| column.generated.is_some());
        Case { question, best, may_stay, holds_nothing }
    }
}
