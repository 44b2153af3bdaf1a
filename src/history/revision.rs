//! Revisions as people type them: a directory's name, a version or the beginning of one, a name, `head`, `base`,
//! and steps from these.

use std::collections::BTreeSet;

use super::{History, Migration, Version};
use crate::error::{Error, Result};

/// How many candidates an error lists.
const MOST_CANDIDATES: usize = 5;

/// A place in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// Before the first migration.
    Base,
    /// After these migrations and all that they build on; several for `heads`.
    At(Vec<Version>),
}

impl History {
    /// The place that the text means. Steps without a revision (`+1`, `-1`) count from what is applied.
    ///
    /// # Errors
    /// When it means nothing, or could mean several things; with the candidates.
    pub fn revision(&self, text: &str, applied: &BTreeSet<Version>) -> Result<Revision> {
        let text = text.trim();
        if let Some(place) = self.named(text)? {
            return Ok(place);
        }
        if is_no_step(text) {
            return Err(no_step(text));
        }
        let Some((from, sign, count)) = steps(text) else { return Err(self.unknown(text)) };
        if from.is_empty() {
            return match sign {
                Sign::Forward => self.forward_from(text, &self.pending(applied), count),
                Sign::Back => {
                    let applied: Vec<&Version> = applied.iter().collect();
                    back_from(text, &applied, count + 1)
                }
            };
        }
        match (self.start(from, text)?, sign) {
            (Revision::Base, Sign::Back) => Err(too_far(text, 0)),
            (Revision::Base, Sign::Forward) => {
                self.forward_from(text, &self.migrations.iter().collect::<Vec<_>>(), count)
            }
            (Revision::At(versions), Sign::Forward) => {
                let mut after = self.with_descendants(&versions);
                after.retain(|own| !versions.contains(&own.version));
                self.forward_from(text, &after, count)
            }
            (Revision::At(versions), Sign::Back) => {
                let before = self.with_ancestors(&versions);
                let before: Vec<&Version> = before.iter().map(|migration| &migration.version).collect();
                back_from(text, &before, count + 1)
            }
        }
    }

    /// The one migration that the text means.
    ///
    /// # Errors
    /// As for [`History::revision`], and when it means none or several.
    pub fn find(&self, text: &str, applied: &BTreeSet<Version>) -> Result<&Migration> {
        match self.revision(text, applied)? {
            Revision::At(versions) => match versions.as_slice() {
                [version] => self.get(version).ok_or_else(|| self.unknown(text)),
                _ => Err(ambiguous(text, &versions.iter().filter_map(|version| self.get(version)).collect::<Vec<_>>())),
            },
            Revision::Base => Err(Error::usage(format!("`{text}` is no migration: it is the place before the first"))),
        }
    }

    /// What has to run to get to the target, in order: what it builds on and is not applied. Without a target, all
    /// that is not applied.
    ///
    /// # Errors
    /// As for [`History::revision`].
    pub fn to_run(&self, target: Option<&str>, applied: &BTreeSet<Version>) -> Result<Vec<&Migration>> {
        let wanted = match target {
            None => return Ok(self.pending(applied)),
            Some(target) => match self.revision(target, applied)? {
                Revision::Base => Vec::new(),
                Revision::At(versions) => {
                    let steps = steps(target.trim());
                    if steps.is_some_and(|(from, sign, _)| from.is_empty() && matches!(sign, Sign::Forward)) {
                        // The next ones in the order in which they run, branches or not.
                        let last = versions.iter().max();
                        let next = self.pending(applied).into_iter();
                        return Ok(next.filter(|own| last.is_some_and(|last| own.version <= *last)).collect());
                    }
                    self.with_ancestors(&versions)
                }
            },
        };
        Ok(wanted.into_iter().filter(|migration| !applied.contains(&migration.version)).collect())
    }

    /// What has to be undone to get back to the target, in order: what is applied and builds on it. `-N` undoes the
    /// N highest versions, as Diesel does. What is applied and has no directory counts as built on all before it.
    ///
    /// # Errors
    /// As for [`History::revision`].
    pub fn to_undo(&self, target: &str, applied: &BTreeSet<Version>) -> Result<Vec<Version>> {
        if let (None, Some(("", Sign::Back, count))) = (self.named(target.trim())?, steps(target.trim())) {
            if count > applied.len() {
                return Err(too_far(target, applied.len()));
            }
            return Ok(applied.iter().rev().take(count).cloned().collect());
        }
        Ok(match self.revision(target, applied)? {
            Revision::Base => applied.iter().rev().cloned().collect(),
            Revision::At(versions) => {
                let above: BTreeSet<&Version> =
                    self.with_descendants(&versions).into_iter().map(|migration| &migration.version).collect();
                let oldest = versions.iter().min();
                let goes = |version: &&Version| {
                    let known = self.get(version).is_some();
                    !versions.contains(version)
                        && if known { above.contains(version) } else { oldest.is_some_and(|oldest| *version > oldest) }
                };
                applied.iter().rev().filter(goes).cloned().collect()
            }
        })
    }

    /// The migrations of `FROM:TO`, both included: what TO builds on and what builds on FROM. Either may be left out.
    /// A revision alone is everything up to it.
    ///
    /// # Errors
    /// As for [`History::revision`].
    pub fn range(&self, text: &str, applied: &BTreeSet<Version>) -> Result<Vec<&Migration>> {
        let (from, to) = text.split_once(':').unwrap_or(("", text));
        let place = |text: &str| match text.trim() {
            "" => Ok(None),
            text => self.revision(text, applied).map(Some),
        };
        let upper: Vec<&Migration> = match place(to)? {
            None => self.migrations.iter().collect(),
            Some(Revision::Base) => Vec::new(),
            Some(Revision::At(versions)) => self.with_ancestors(&versions),
        };
        Ok(match place(from)? {
            None | Some(Revision::Base) => upper,
            Some(Revision::At(versions)) => {
                let lower = self.with_descendants(&versions);
                let lower: BTreeSet<&Version> = lower.into_iter().map(|migration| &migration.version).collect();
                upper.into_iter().filter(|migration| lower.contains(&migration.version)).collect()
            }
        })
    }

    /// What runs to get from one place to the other: what `to` builds on, itself included, and `from` does not.
    pub fn between(&self, from: &Revision, to: &Revision) -> Vec<&Migration> {
        let behind: BTreeSet<&Version> = self.up_to(from).into_iter().map(|own| &own.version).collect();
        self.up_to(to).into_iter().filter(|own| !behind.contains(&own.version)).collect()
    }

    /// What is applied at the place.
    pub fn up_to(&self, place: &Revision) -> Vec<&Migration> {
        match place {
            Revision::Base => Vec::new(),
            Revision::At(versions) => self.with_ancestors(versions),
        }
    }

    /// What is not applied, in the order in which it runs.
    fn pending(&self, applied: &BTreeSet<Version>) -> Vec<&Migration> {
        self.migrations.iter().filter(|migration| !applied.contains(&migration.version)).collect()
    }

    /// The place that the text means by itself, without steps; `None` if it means nothing.
    fn named(&self, text: &str) -> Result<Option<Revision>> {
        let at = |migration: &Migration| Some(Revision::At(vec![migration.version.clone()]));
        if text.is_empty() {
            return Ok(None);
        }
        if let Some(migration) = self.migrations.iter().find(|migration| migration.name == text) {
            return Ok(at(migration));
        }
        let version = Version::new(text);
        if let Some(migration) = self.get(&version) {
            return Ok(at(migration));
        }
        let begins = |migration: &&Migration| {
            migration.name.starts_with(text)
                || begins_version(text) && migration.version.as_str().starts_with(version.as_str())
        };
        let named = |migration: &&Migration| migration.slug() == text;
        for found in [self.all(begins), self.all(named)] {
            match found.as_slice() {
                [] => {}
                [migration] => return Ok(at(migration)),
                several => return Err(ambiguous(text, several)),
            }
        }
        match text {
            "base" | "zero" => Ok(Some(Revision::Base)),
            "heads" => Ok(Some(self.place_of_heads())),
            "head" => match self.heads().as_slice() {
                [] | [_] => Ok(Some(self.place_of_heads())),
                several => Err(ambiguous(text, several).hint("`heads` means all of them")),
            },
            _ => Ok(None),
        }
    }

    fn place_of_heads(&self) -> Revision {
        match self.heads().as_slice() {
            [] => Revision::Base,
            heads => Revision::At(heads.iter().map(|head| head.version.clone()).collect()),
        }
    }

    fn all(&self, which: impl Fn(&&Migration) -> bool) -> Vec<&Migration> {
        self.migrations.iter().filter(which).collect()
    }

    /// What steps are counted from.
    fn start(&self, from: &str, text: &str) -> Result<Revision> {
        // `2026-11-21` is the beginning of a version that is not there, and not 21 steps back from November.
        let digits = from.bytes().filter(u8::is_ascii_digit).count();
        let is_beginning = begins_version(from) && self.get(&Version::new(from)).is_none();
        if is_beginning && (from.contains('-') || digits < 8) {
            return Err(self.unknown(text));
        }
        self.named(from)?.ok_or_else(|| self.unknown(from))
    }

    fn forward_from(&self, text: &str, after: &[&Migration], count: usize) -> Result<Revision> {
        match count.checked_sub(1).and_then(|place| after.get(place)) {
            Some(migration) => Ok(Revision::At(vec![migration.version.clone()])),
            None => Err(too_far(text, after.len())),
        }
    }

    fn unknown(&self, text: &str) -> Error {
        let error = Error::usage(format!("no migration in {} is called `{text}`", self.directory.display()));
        let typed = text.to_lowercase();
        let like = |name: &str| {
            let name = name.to_lowercase();
            // A part of a name is what is remembered of it.
            let holds = typed.chars().count() > 2 && name.contains(&typed);
            let likeness = strsim::jaro_winkler(&name, &typed);
            if holds { likeness.max(0.9) } else { likeness }
        };
        let mut near: Vec<(f64, &Migration)> = self
            .migrations
            .iter()
            .map(|migration| {
                let likeness = [migration.name.as_str(), migration.version.as_str(), migration.slug()].map(like);
                (likeness.into_iter().fold(0.0, f64::max), migration)
            })
            .filter(|(likeness, _)| *likeness > 0.8)
            .collect();
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        near.truncate(MOST_CANDIDATES);
        match near.as_slice() {
            [] => error.hint("`manage showmigrations` lists them; `head`, `base`, `-1` and `+1` are understood too"),
            near => error.hint(format!(
                "did you mean {}?",
                near.iter().map(|(_, migration)| format!("`{}`", migration.name)).collect::<Vec<_>>().join(" or ")
            )),
        }
    }
}

#[derive(Clone, Copy)]
enum Sign {
    Forward,
    Back,
}

/// What `REV+N` and `REV-N` are made of. N has no zeros in front: these are parts of a version.
fn steps(text: &str) -> Option<(&str, Sign, usize)> {
    let place = text.rfind(['+', '-'])?;
    let (from, rest) = text.split_at(place);
    let sign = if rest.starts_with('+') { Sign::Forward } else { Sign::Back };
    let count = rest.get(1..)?;
    if count.starts_with('0') || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((from, sign, count.parse().ok()?))
}

/// Whether the text is `-0` or `+0`.
pub(crate) fn is_no_step(text: &str) -> bool {
    text.trim().strip_prefix(['+', '-']).is_some_and(|count| !count.is_empty() && count.bytes().all(|own| own == b'0'))
}

/// That such a text leads nowhere.
pub(crate) fn no_step(text: &str) -> Error {
    Error::usage(format!("`{}` is no step: they are counted from 1", text.trim()))
        .hint("`-1` is the last one, `+1` the next one")
}

/// Whether the text could be the beginning of a version: digits, maybe with dashes between them.
fn begins_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The place `count` migrations before the end of the list, the last one being 1 before it.
fn back_from(text: &str, list: &[&Version], count: usize) -> Result<Revision> {
    match list.len().checked_sub(count) {
        Some(place) => Ok(list.get(place).map_or(Revision::Base, |version| Revision::At(vec![(*version).clone()]))),
        None if count == list.len() + 1 => Ok(Revision::Base),
        None => Err(too_far(text, list.len())),
    }
}

fn too_far(text: &str, most: usize) -> Error {
    let steps = if most == 1 { "there is 1 step".to_owned() } else { format!("there are {most} steps") };
    Error::usage(format!("`{text}` goes too far: {steps} to take in that direction"))
}

fn ambiguous(text: &str, found: &[&Migration]) -> Error {
    let mut names: Vec<&str> = found.iter().take(MOST_CANDIDATES).map(|migration| migration.name.as_str()).collect();
    let more = format!("and {} more", found.len().saturating_sub(MOST_CANDIDATES));
    if found.len() > MOST_CANDIDATES {
        names.push(&more);
    }
    Error::usage(format!("`{text}` could mean {} migrations: {}", found.len(), names.join(", ")))
        .hint("give more of the name, or the whole version")
}

#[cfg(test)]
mod tests;
