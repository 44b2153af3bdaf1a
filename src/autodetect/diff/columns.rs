use std::collections::BTreeSet;

use super::values::{Moving, move_values};
use crate::autodetect::Note;
use crate::autodetect::renames::misfit;
use crate::dialect::{Dialect, Driver, TypeChange};
use crate::error::Result;
use crate::questions::{Answer, Question, Questioner};
use crate::schema::{Change, Column, Expr, Fill, Identity, Table};

/// The columns of a table on both sides, and who is asked about them.
pub(super) struct Columns<'a> {
    pub(super) now: &'a Table,
    pub(super) goal: &'a Table,
    /// The columns that say how they are counted up.
    pub(super) counted: Option<&'a BTreeSet<String>>,
    pub(super) dialect: &'a dyn Dialect,
    pub(super) questioner: &'a mut dyn Questioner,
    pub(super) notes: &'a mut Vec<Note>,
}

impl Columns<'_> {
    /// Columns that are new, gone or altered.
    pub(super) fn diff(mut self) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        let (now, goal) = (self.now, self.goal);
        for column in &goal.columns {
            match now.column(&column.name) {
                Some(before) => changes.extend(self.alter(before, column)?),
                None => changes.push(self.add(column)?),
            }
        }
        for column in now.columns.iter().filter(|column| goal.column(&column.name).is_none()) {
            changes.push(Change::DropColumn { table: goal.name.clone(), column: column.clone() });
        }
        Ok(changes)
    }

    fn add(&mut self, column: &Column) -> Result<Change> {
        let mut column = column.clone();
        let needs_value = !column.may_be_left_out() && !self.dialect.counts_up(self.goal, &column);
        let fill = if needs_value { self.backfill(&mut column, true)? } else { Fill::Nothing };
        Ok(Change::AddColumn { table: self.goal.name.clone(), column, fill })
    }

    fn alter(&mut self, before: &Column, wanted: &Column) -> Result<Option<Change>> {
        let counted = self.counted.is_some_and(|counted| counted.contains(&wanted.name));
        let mut after = undeclared_kept(before, wanted, counted, self.dialect);
        if self.is_key_without_not_null(before, wanted) {
            after.nullable = true;
        }
        if after == *before {
            return Ok(None);
        }
        let using = self.convert(before, &after)?;
        let values = match (&before.values, &after.values) {
            (Some(old), Some(new)) => {
                let moving = Moving { table: &self.goal.name, column: &after, old, new };
                move_values(moving, self.questioner)?
            }
            _ => Vec::new(),
        };
        let filled = !before.nullable || after.nullable || after.generated.is_some();
        let fill = match &after.default {
            _ if filled || self.dialect.counts_up(self.goal, &after) => Fill::Nothing,
            Some(default) => Fill::With(default.clone()),
            None => self.backfill(&mut after, false)?,
        };
        if after == *before {
            return Ok(None);
        }
        let table = self.goal.name.clone();
        Ok(Some(Change::AlterColumn { table, before: before.clone(), after, fill, using, values }))
    }

    /// Whether the column is of a key on both sides, and lacks the NOT NULL that SQLite does not take for granted there
    /// and no model can leave out.
    fn is_key_without_not_null(&self, before: &Column, wanted: &Column) -> bool {
        let in_key = |table: &Table, column: &Column| table.key_columns().contains(&column.name);
        self.dialect.driver() == Driver::Sqlite
            && before.nullable
            && !wanted.nullable
            && in_key(self.now, before)
            && in_key(self.goal, wanted)
    }

    /// What rows get that have nothing for the column. An answer can make the column nullable instead.
    fn backfill(&mut self, column: &mut Column, new: bool) -> Result<Fill> {
        let question = Question::Backfill { table: self.goal.name.clone(), column: column.clone(), new };
        match self.questioner.ask(&question)? {
            Some(Answer::Fill(value)) => Ok(Fill::With(value)),
            Some(Answer::Nullable) => {
                column.nullable = true;
                self.notes.push(Note::LeftNullable { table: self.goal.name.clone(), column: column.name.clone() });
                Ok(Fill::Nothing)
            }
            Some(Answer::LeaveToMe) | None => Ok(Fill::Nothing),
            Some(other) => Err(misfit(&question, &other)),
        }
    }

    /// How old values become new ones, where the database has to be told.
    fn convert(&mut self, before: &Column, after: &Column) -> Result<Option<Expr>> {
        if after.generated.is_some() {
            if before.generated.is_none() {
                self.narrow(before, after, "its values are computed from now on, the stored ones are lost".into())?;
            }
            return Ok(None);
        }
        if before.ty == after.ty && before.values.is_some() == after.values.is_some() {
            return Ok(None);
        }
        match self.dialect.judge(before, after) {
            TypeChange::Safe => Ok(None),
            TypeChange::Narrowing(loss) => self.narrow(before, after, loss).map(|()| None),
            TypeChange::Cast { proposal, reason } => self.cast(before, after, proposal, reason).map(Some),
        }
    }

    fn narrow(&mut self, before: &Column, after: &Column, loss: String) -> Result<()> {
        let (table, before, after) = (self.goal.name.clone(), before.clone(), after.clone());
        let question = Question::Narrowing { table, before, after, loss };
        match self.questioner.ask(&question)? {
            Some(Answer::Allowed) | None => Ok(()),
            Some(other) => Err(misfit(&question, &other)),
        }
    }

    fn cast(&mut self, before: &Column, after: &Column, proposal: Expr, reason: String) -> Result<Expr> {
        let (table, before, after) = (self.goal.name.clone(), before.clone(), after.clone());
        let question = Question::Cast { table, before, after, proposal: proposal.clone(), reason };
        match self.questioner.ask(&question)? {
            Some(Answer::Using(expr)) => Ok(expr),
            None => Ok(proposal),
            Some(other) => Err(misfit(&question, &other)),
        }
    }
}

/// The wanted column with what no model declares as the present one has it. The order of an enum's values is no
/// difference either where the column holds text: nothing can tell.
fn undeclared_kept(before: &Column, wanted: &Column, counted: bool, dialect: &dyn Dialect) -> Column {
    let driver = dialect.driver();
    let mut after = Column { name: before.name.clone(), on_conflict: before.on_conflict.clone(), ..wanted.clone() };
    after.attributes = dialect.kept_attributes(before, wanted);
    // However PostgreSQL counts a column up of which nothing is said, it stays; a sequence of one's own, too.
    if driver == Driver::Postgres && !counted && after.identity == Some(Identity::ByDefault) && after.default.is_none()
    {
        let own_sequence = before.default.as_ref().is_some_and(|default| default.text().contains("nextval("));
        if before.identity.is_some() || own_sequence {
            after.identity = before.identity;
            after.default.clone_from(&before.default);
        }
    }
    // Where the values are sorted by their place, it counts.
    if driver != Driver::Mysql
        && let (Some(own), Some(values)) = (&before.values, &mut after.values)
        && own.len() == values.len()
        && own.iter().all(|value| values.contains(value))
    {
        values.clone_from(own);
    }
    after
}
