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
}

/// Finds out what became of each vanished thing: what was said beforehand counts first, then everyone is asked, the
/// surest case first. What one rename has taken is not offered for another. Where nobody answers, the likeliest
/// candidate is taken, so that the questions behind it come to light as well.
pub(super) fn settle<K: Clone + PartialEq + Display>(
    gone: &[K],
    mut free: Vec<K>,
    case: impl Fn(&K, &[K]) -> Case<K>,
    questioner: &mut dyn Questioner,
) -> Result<Fates<K>> {
    let mut fates = Fates { renamed: Vec::new(), kept: Vec::new() };
    let mut open = Vec::new();
    for thing in gone {
        let asked = case(thing, &without(&free, thing));
        match questioner.known(&asked.question)? {
            Some(answer) => fates.note(thing, &asked.question, &answer, &mut free)?,
            None => open.push(thing),
        }
    }
    open.sort_by_cached_key(|thing| {
        let likeness = case(thing, &without(&free, thing)).best.map_or(0, |(_, likeness)| likeness);
        std::cmp::Reverse(likeness)
    });
    for thing in open {
        let asked = case(thing, &without(&free, thing));
        if asked.may_stay && asked.best.is_none() {
            fates.kept.push(thing.clone());
            continue;
        }
        match (questioner.ask(&asked.question)?, asked.best) {
            (Some(answer), _) => fates.note(thing, &asked.question, &answer, &mut free)?,
            (None, Some((best, _))) => fates.rename(thing, &best, &mut free),
            (None, None) => {}
        }
    }
    Ok(fates)
}

impl<K: Clone + PartialEq + Display> Fates<K> {
    fn note(&mut self, thing: &K, question: &Question, answer: &Answer, free: &mut Vec<K>) -> Result<()> {
        match answer {
            Answer::Renamed(name) => {
                let new = free.iter().find(|new| new.to_string() == *name).cloned();
                let new = new.ok_or_else(|| misfit(question, answer))?;
                self.rename(thing, &new, free);
                Ok(())
            }
            Answer::Dropped => Ok(()),
            _ => Err(misfit(question, answer)),
        }
    }

    fn rename(&mut self, thing: &K, new: &K, free: &mut Vec<K>) {
        free.retain(|own| own != new);
        self.renamed.push((thing.clone(), new.clone()));
    }
}

/// A thing that moved away for another does not become itself.
fn without<K: Clone + PartialEq>(free: &[K], thing: &K) -> Vec<K> {
    free.iter().filter(|own| *own != thing).cloned().collect()
}

/// The error about an answer that does not fit the question.
pub(in crate::autodetect) fn misfit(question: &Question, answer: &Answer) -> Error {
    Error::usage(format!("the answer {answer:?} does not fit the question {question}"))
}
