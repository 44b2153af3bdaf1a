use std::collections::BTreeMap;

use super::names::{makes, named, renames};
use super::{Counting, Touches, may_do_anything, only_moves_rows};
use crate::history::Migration;
use crate::sql::Token;

/// When in a history the schema of what changes, told from words alone and rather too often than too seldom. A stage is the
/// place of a migration.
pub(in crate::history) struct Timeline {
    touches: Touches,
    /// The stages at which something changes, by the name that stands for all that is the same.
    changes: BTreeMap<String, Vec<usize>>,
    /// The stages at which anything may change.
    anything: Vec<usize>,
    /// The stages at which a table of that name is made, names in lower case.
    makers: BTreeMap<String, Vec<usize>>,
    /// Whether a stage changes nothing but rows.
    still: Vec<bool>,
}

impl Timeline {
    pub(in crate::history) fn of(migrations: &[Migration]) -> Self {
        let touches = Touches::counting(migrations.iter(), Counting::Schema);
        let mut timeline = Self {
            touches,
            changes: BTreeMap::new(),
            anything: Vec::new(),
            makers: BTreeMap::new(),
            still: Vec::new(),
        };
        for (stage, migration) in migrations.iter().enumerate() {
            let mut still = true;
            let mut anything = false;
            for statement in &migration.up.statements {
                let words = statement.words();
                still &= says_nothing_of_the_schema(&words);
                // What refers to a renamed thing follows it, and what stands on a dropped one goes along.
                anything |=
                    may_do_anything(&words) || words.iter().any(|word| word.is_word("cascade")) || moves(&words);
                for name in made(&words) {
                    timeline.makers.entry(name).or_default().push(stage);
                }
            }
            if anything {
                timeline.anything.push(stage);
            }
            timeline.still.push(still && !anything);
            if let Some(touch) = timeline.touches.by_version.get(&migration.version) {
                for group in touch.changed.keys().chain(&touch.referenced) {
                    timeline.changes.entry(group.clone()).or_default().push(stage);
                }
            }
        }
        timeline
    }

    /// The next stage after this one at which something of that name may change.
    pub(in crate::history) fn next_change(&self, name: &str, after: usize) -> Option<usize> {
        let group = self.touches.links.group(&name.to_lowercase());
        let own = self.changes.get(&group).and_then(|stages| first_after(stages, after));
        [own, first_after(&self.anything, after)].into_iter().flatten().min()
    }

    /// The next stage after this one that makes a table of that name.
    pub(in crate::history) fn next_maker(&self, name: &str, after: usize) -> Option<usize> {
        self.makers.get(&name.to_lowercase()).and_then(|stages| first_after(stages, after))
    }

    /// Whether any stage makes a table of that name.
    pub(in crate::history) fn is_made(&self, name: &str) -> bool {
        self.makers.contains_key(&name.to_lowercase())
    }

    /// Whether the stage leaves the schema as it is.
    pub(in crate::history) fn is_still(&self, stage: usize) -> bool {
        self.still.get(stage).copied().unwrap_or_default()
    }
}

fn first_after(stages: &[usize], after: usize) -> Option<usize> {
    stages.get(stages.partition_point(|stage| *stage <= after)).copied()
}

fn says_nothing_of_the_schema(words: &[Token<'_>]) -> bool {
    only_moves_rows(words) || words.first().is_none_or(|first| first.is_word("select"))
}

/// Whether the statement renames a table or a column.
fn moves(words: &[Token<'_>]) -> bool {
    words.first().is_some_and(|first| first.is_word("alter")) && words.iter().any(|word| word.is_word("rename"))
}

/// The tables that the statement makes, in lower case.
fn made(words: &[Token<'_>]) -> Vec<String> {
    let names = named(words);
    match () {
        () if makes(words, &["table"]) => names.into_iter().take(1).collect(),
        () if renames(words) => names.into_iter().last().into_iter().collect(),
        () => Vec::new(),
    }
}
