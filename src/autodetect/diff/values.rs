use crate::autodetect::likeness::value_candidates;
use crate::autodetect::renames::misfit;
use crate::error::Result;
use crate::questions::{Answer, Question, Questioner};
use crate::schema::{Column, TableName, ValueMove};

/// An enum that changes: one of a column, or a type of its own.
#[derive(Clone, Copy)]
pub(in crate::autodetect) struct Moving<'a> {
    /// The table, or the type.
    pub(in crate::autodetect) table: &'a TableName,
    /// The column as it will be; without a name, what stands for the type.
    pub(in crate::autodetect) column: &'a Column,
    pub(in crate::autodetect) old: &'a [String],
    pub(in crate::autodetect) new: &'a [String],
}

/// What becomes of the values that an enum loses. What was said beforehand counts first; a new value that one of
/// them was renamed to is not offered for another.
pub(in crate::autodetect) fn move_values(
    moving: Moving<'_>,
    questioner: &mut dyn Questioner,
) -> Result<Vec<ValueMove>> {
    let Moving { table, column: after, old, new } = moving;
    let mut values = Values { table, after, old, new, free: new.iter().filter(|value| !old.contains(value)).collect() };
    let mut moves = Vec::new();
    let mut open = Vec::new();
    for from in old.iter().filter(|value| !new.contains(value)) {
        let (question, _) = values.question(from);
        match questioner.known(&question)? {
            Some(answer) => moves.extend(values.note(from, &question, answer)?),
            None => open.push(from),
        }
    }
    for from in open {
        let (question, best) = values.question(from);
        if let Some(answer) = questioner.ask(&question)?.or(best.map(Answer::Renamed)) {
            moves.extend(values.note(from, &question, answer)?);
        }
    }
    Ok(moves)
}

/// The values of an enum, before and after.
struct Values<'a> {
    table: &'a TableName,
    after: &'a Column,
    old: &'a [String],
    new: &'a [String],
    /// The new ones that no other was renamed to.
    free: Vec<&'a String>,
}

impl Values<'_> {
    /// The question about a vanished value, and the likeliest answer.
    fn question(&self, gone: &str) -> (Question, Option<String>) {
        let (candidates, _) = value_candidates(self.old, gone, self.new, &self.free);
        let unlikely = |value: &&String| !candidates.iter().any(|candidate| candidate.to == **value);
        let others = self.new.iter().filter(unlikely).cloned().collect();
        let unlike = self.free.iter().copied().filter(unlikely).cloned().collect();
        let best = candidates.first().map(|candidate| candidate.to.clone());
        let (table, column) = (self.table.clone(), self.after.clone());
        (Question::Value { table, column, value: gone.to_owned(), candidates, others, unlike }, best)
    }

    fn note(&mut self, gone: &str, question: &Question, answer: Answer) -> Result<Option<ValueMove>> {
        let (to, renamed) = match answer {
            Answer::Renamed(to) if self.free.iter().any(|value| **value == to) => (Some(to), true),
            Answer::Replaced(to) if to.as_ref().is_none_or(|to| self.new.contains(to)) => (to, false),
            Answer::Dropped => return Ok(None),
            other => return Err(misfit(question, &other)),
        };
        self.free.retain(|value| !renamed || Some(*value) != to.as_ref());
        Ok(Some(ValueMove { from: gone.to_owned(), to, renamed }))
    }
}
