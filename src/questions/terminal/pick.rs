use crate::questions::meaning::keeps;
use crate::questions::{Answer, Candidate, Question};
use crate::schema::TableName;
use crate::ui::Item;

/// More new things that look nothing like the vanished one are in a list of their own.
const LISTED: usize = 4;

/// What choosing an item does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    /// It is the answer.
    Answer(Answer),
    /// A new name is to be chosen out of these.
    Other(Vec<String>),
    /// Another value is to be chosen.
    Replacement,
    /// A value is to be typed.
    Value,
    /// An expression is to be typed.
    Expression,
    /// The command ends.
    Quit,
}

/// The items of a question and what each does, likeliest first; and the one that loses nothing, to be pointed at.
pub(super) fn picks(question: &Question) -> (Vec<(Item, Pick)>, usize) {
    let mut picks = match question {
        Question::Table { candidates, others, .. } => {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            vanished(candidates.iter().map(displayed), &others, "its rows are lost")
        }
        Question::Column { candidates, others, .. } => {
            vanished(candidates.iter().cloned(), others, "its values are lost")
        }
        Question::Narrowing { .. } if question.computes() => {
            vec![answer(Item::new("go on").because("the stored values are lost").loses(), Answer::Allowed)]
        }
        Question::Narrowing { .. } => {
            let reason = "where a value does not fit, the migration fails whole";
            vec![answer(Item::new("go on").because(reason), Answer::Allowed)]
        }
        Question::Backfill { column, new, .. } => {
            let (label, left) = match new {
                true => ("leave it empty", "the migration fails where the table has rows"),
                false => ("leave the NULLs to me", "the migration fails where any are left"),
            };
            vec![
                (Item::new("a value").because("to be typed: a literal, or sql(...)"), Pick::Value),
                answer(Item::new("nothing").because(format!("{} is left nullable", column.name)), Answer::Nullable),
                answer(Item::new(label).because(left), Answer::LeaveToMe),
            ]
        }
        Question::Cast { proposal, .. } => {
            let item = Item::new(format!("with {proposal}"));
            let item = match keeps(question, proposal) {
                true => item.because("the value as it is"),
                false => item.because("as it says above"),
            };
            let other = Item::new("with another expression").because("to be typed");
            vec![answer(item, Answer::Using(proposal.clone())), (other, Pick::Expression)]
        }
        Question::Value { candidates, .. } => {
            let replaced = Item::new("removed, replaced").because("rows that hold it get another value").loses();
            let dropped = Item::new("removed").because("the migration fails where a row holds it");
            let renamed = candidates.iter().cloned().map(renamed);
            renamed.chain([(replaced, Pick::Replacement), answer(dropped, Answer::Dropped)]).collect()
        }
    };
    picks.push((Item::new("quit").because("nothing is written"), Pick::Quit));
    let safe = match question {
        Question::Table { candidates, .. } => !candidates.is_empty(),
        Question::Column { candidates, .. } | Question::Value { candidates, .. } => !candidates.is_empty(),
        Question::Backfill { .. } => true,
        Question::Cast { proposal, .. } => keeps(question, proposal),
        Question::Narrowing { .. } => false,
    };
    let default = if safe { 0 } else { picks.len() - 1 };
    (picks, default)
}

fn vanished(candidates: impl Iterator<Item = Candidate<String>>, others: &[String], lost: &str) -> Vec<(Item, Pick)> {
    let mut picks: Vec<(Item, Pick)> = candidates.map(renamed).collect();
    if others.len() <= LISTED {
        picks.extend(others.iter().map(|name| {
            let item = Item::new(format!("renamed to {name}")).because("looks nothing like it");
            answer(item, Answer::Renamed(name.clone()))
        }));
    } else {
        let reason = format!("{} are new that look nothing like it", others.len());
        picks.push((Item::new("renamed to another").because(reason), Pick::Other(others.to_vec())));
    }
    picks.push(answer(Item::new("dropped").because(lost).loses(), Answer::Dropped));
    picks
}

fn renamed(candidate: Candidate<String>) -> (Item, Pick) {
    let item = Item::new(format!("renamed to {}", candidate.to)).because(&candidate.reason);
    answer(item, Answer::Renamed(candidate.to))
}

fn displayed(candidate: &Candidate<TableName>) -> Candidate<String> {
    Candidate { to: candidate.to.to_string(), likeness: candidate.likeness, reason: candidate.reason.clone() }
}

fn answer(item: Item, answer: Answer) -> (Item, Pick) {
    (item, Pick::Answer(answer))
}
