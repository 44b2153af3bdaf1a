use crate::autodetect::likeness::value_candidates;
use crate::autodetect::renames::misfit;
use crate::error::Result;
use crate::questions::{Answer, Question, Questioner};
use crate::schema::{Column, TableName, ValueMove};

/// What becomes of the values that an enum loses. A new value that one of them was renamed to is not offered for
/// another.
pub(super) fn move_values(
    table: &TableName,
    before: &Column,
    after: &Column,
    questioner: &mut dyn Questioner,
) -> Result<Vec<ValueMove>> {
    let (Some(old), Some(new)) = (&before.values, &after.values) else { return Ok(Vec::new()) };
    let mut moves = Vec::new();
    let mut free: Vec<&String> = new.iter().filter(|value| !old.contains(value)).collect();
    for from in old.iter().filter(|value| !new.contains(value)) {
        let (candidates, _) = value_candidates(old, from, new, &free);
        let others: Vec<String> =
            new.iter().filter(|value| !candidates.iter().any(|one| one.to == **value)).cloned().collect();
        let best = candidates.first().map(|candidate| candidate.to.clone());
        let question =
            Question::Value { table: table.clone(), column: after.clone(), value: from.clone(), candidates, others };
        let moved = match questioner.ask(&question)? {
            Some(Answer::Renamed(to)) if free.iter().any(|value| **value == to) => Some((Some(to), true)),
            Some(Answer::Replaced(to)) if to.as_ref().is_none_or(|to| new.contains(to)) => Some((to, false)),
            Some(Answer::Dropped) => None,
            None => best.map(|to| (Some(to), true)),
            Some(other) => return Err(misfit(&question, &other)),
        };
        if let Some((to, renamed)) = moved {
            free.retain(|value| !renamed || Some(*value) != to.as_ref());
            moves.push(ValueMove { from: from.clone(), to, renamed });
        }
    }
    Ok(moves)
}
