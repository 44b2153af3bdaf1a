use std::collections::VecDeque;
use std::fmt::Display;

use crate::error::{Error, Result};
use crate::questions::{Answer, Question, Questioner};

/// What became of vanished things.
pub(super) struct Fates<K> {
    /// The old name and the new one.
    pub(super) renamed: Vec<(K, K)>,
    /// Those that are left alone although nothing wants them.
    pub(super) kept: Vec<K>,
}

/// A vanished thing with the question about it.
pub(super) struct Case<K> {
    /// The question, with what it could still have become.
    pub(super) question: Question,
    /// The likeliest of that, with its likeness in percent.
    pub(super) best: Option<(K, u8)>,
    /// Whether it can stay where nothing looks like it.
    pub(super) may_stay: bool,
    /// Whether it holds nothing of its own that could be lost: where nothing looks like it, it goes without a word.
    pub(super) holds_nothing: bool,
}

/// The names on either side that are to be accounted for.
pub(super) struct Names<K> {
    /// Those that vanished, in order.
    pub(super) gone: Vec<K>,
    /// Those that are new, and not taken by a rename yet.
    pub(super) free: Vec<K>,
    /// Those that are on both sides. An explicit answer can give such a name away all the same; what has it now is
    /// then accounted for like what vanished.
    pub(super) staying: Vec<K>,
}

/// Finds out what became of each vanished thing: what was said beforehand counts first, then everyone is asked, the
/// surest case first. What one rename has taken is not offered for another. Where nobody answers, the likeliest
/// candidate is taken, so that the questions behind it come to light as well.
pub(super) fn settle<K: Clone + PartialEq + Display>(
    mut names: Names<K>,
    case: impl Fn(&K, &[K]) -> Case<K>,
    questioner: &mut dyn Questioner,
) -> Result<Fates<K>> {
    let mut fates = Fates { renamed: Vec::new(), kept: Vec::new() };
    let mut open = Vec::new();
    let mut next: VecDeque<K> = names.gone.drain(..).collect();
    while let Some(thing) = next.pop_front() {
        let asked = case(&thing, &without(&names.free, &thing));
        match questioner.known(&asked.question)? {
            Some(answer) => next.extend(fates.note(thing, &asked.question, &answer, &mut names)?),
            None => open.push(thing),
        }
    }
    open.sort_by_cached_key(|thing| {
        let likeness = case(thing, &without(&names.free, thing)).best.map_or(0, |(_, likeness)| likeness);
        std::cmp::Reverse(likeness)
    });
    let mut open = VecDeque::from(open);
    while let Some(thing) = open.pop_front() {
        let asked = case(&thing, &without(&names.free, &thing));
        if asked.may_stay && asked.best.is_none() {
            fates.kept.push(thing);
            continue;
        }
        if asked.holds_nothing && asked.best.is_none() {
            continue;
        }
        match (questioner.ask(&asked.question)?, asked.best) {
            (Some(answer), _) => open.extend(fates.note(thing, &asked.question, &answer, &mut names)?),
            (None, Some((best, _))) => fates.rename(thing, best, &mut names),
            (None, None) => {}
        }
    }
    Ok(fates)
}

impl<K: Clone + PartialEq + Display> Fates<K> {
    /// Takes an answer; gives what has to be accounted for on its account.
    fn note(&mut self, thing: K, question: &Question, answer: &Answer, names: &mut Names<K>) -> Result<Option<K>> {
        let name = match answer {
            Answer::Renamed(name) => name,
            Answer::Dropped => return Ok(None),
            _ => return Err(misfit(question, answer)),
        };
        let called = |own: &&K| own.to_string() == *name;
        if let Some(new) = names.free.iter().find(called).cloned() {
            self.rename(thing, new, names);
            return Ok(None);
        }
        let taken = names.staying.iter().find(called).cloned();
        let taken = taken.ok_or_else(|| nothing_new(&thing, name, names))?;
        names.staying.retain(|own| *own != taken);
        self.renamed.push((thing, taken.clone()));
        Ok(Some(taken))
    }

    fn rename(&mut self, thing: K, new: K, names: &mut Names<K>) {
        names.free.retain(|own| *own != new);
        self.renamed.push((thing, new));
    }
}

/// A thing that moved away for another does not become itself.
fn without<K: Clone + PartialEq>(free: &[K], thing: &K) -> Vec<K> {
    free.iter().filter(|own| *own != thing).cloned().collect()
}

/// The error about a new name that the models do not have, or that is taken.
fn nothing_new<K: Display>(thing: &K, name: &str, names: &Names<K>) -> Error {
    let free: Vec<String> = names.free.iter().map(ToString::to_string).collect();
    let hint = match free.as_slice() {
        [] => "nothing in the models is new there".to_owned(),
        free => format!("what is new there: {}", free.join(", ")),
    };
    Error::usage(format!("{thing} cannot have become {name}: the models have nothing new of that name")).hint(hint)
}

/// The error about an answer that does not fit the question.
pub(in crate::autodetect) fn misfit(question: &Question, answer: &Answer) -> Error {
    Error::usage(format!("the answer {answer:?} does not fit the question {question}"))
}
