use super::columns::Columns;
use super::constraints::{diff_checks, diff_foreign_keys, diff_key, diff_uniques};
use super::indexes::diff_indexes;
use crate::autodetect::Note;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::questions::Questioner;
use crate::schema::{Change, Declaration, Table};

/// What leads from the one table to the other; what is in doubt is asked.
pub(in crate::autodetect) fn diff_table(
    now: &Table,
    goal: &Table,
    declaration: Option<&Declaration>,
    dialect: &dyn Dialect,
    questioner: &mut dyn Questioner,
    notes: &mut Vec<Note>,
) -> Result<Vec<Change>> {
    let counted = declaration.map(|declaration| &declaration.counted);
    let mut changes = diff_checks(now, goal, dialect);
    changes.extend(diff_foreign_keys(now, goal, dialect));
    changes.extend(diff_uniques(now, goal, dialect));
    changes.extend(diff_indexes(now, goal, dialect));
    changes.extend(diff_key(now, goal));
    changes.extend(Columns { now, goal, counted, dialect, questioner, notes }.diff()?);
    if now.comment != goal.comment {
        let (before, after) = (now.comment.clone(), goal.comment.clone());
        changes.push(Change::SetComment { table: goal.name.clone(), before, after });
    }
    Ok(changes)
}
