//! `schema.json` after a git merge: put together from what both sides and their base say.

mod repository;
mod sides;
mod three_way;

use std::collections::BTreeSet;
use std::path::Path;

use sides::Sides;
use three_way::three_way;

use super::digest::Digest;
use super::state_file::StateFile;
use super::touch::{Counting, Touches};
use super::{History, Version};

/// The file as it is right for these migrations, put together object by object from the two sides of a git merge (one
/// that is under way, or the last one) and their base. `None` where git does not know such sides, or where something
/// changed on both: only running the migrations tells then.
pub(super) fn merged(path: &Path, history: &History, now: &[Digest]) -> Option<StateFile> {
    repository::all_sides(path).find_map(|sides| of_sides(sides, history, now))
}

fn of_sides(sides: Sides, history: &History, now: &[Digest]) -> Option<StateFile> {
    let Sides { base, ours, theirs } = sides;
    if !sides::make_up(&base, &ours, &theirs, now) {
        return None;
    }
    let own = |one: &StateFile, other: &StateFile| -> Vec<Version> {
        let others: BTreeSet<&Version> = other.migrations.iter().map(|digest| &digest.version).collect();
        let own = one.migrations.iter().map(|digest| &digest.version);
        own.filter(|version| !others.contains(version)).cloned().collect()
    };
    let (mine, other) = (own(&ours, &theirs), own(&theirs, &ours));
    let touches = Touches::counting(history.migrations.iter(), Counting::Schema);
    let common = touches.all_common(&mine.iter().collect::<Vec<_>>(), &other.iter().collect::<Vec<_>>());
    if !common.is_empty() {
        return None;
    }
    three_way(base, ours, theirs, now)
}
