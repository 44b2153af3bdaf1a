use std::collections::BTreeMap;

use super::super::Version;
use super::super::digest::Digest;
use super::super::state_file::StateFile;

/// What two branches say, and what they said when they parted.
pub(super) struct Sides {
    pub(super) base: StateFile,
    pub(super) ours: StateFile,
    pub(super) theirs: StateFile,
}

/// Whether the two sides together have exactly these migrations, unchanged, and the base has those that both have.
pub(super) fn make_up(base: &StateFile, ours: &StateFile, theirs: &StateFile, now: &[Digest]) -> bool {
    let by_version = |file: &StateFile| -> BTreeMap<Version, Digest> {
        let digests = file.without_doubts().into_iter();
        digests.map(|digest| (digest.version.clone(), digest)).collect()
    };
    let (base, ours, theirs) = (by_version(base), by_version(ours), by_version(theirs));
    let in_both = |version: &Version| ours.contains_key(version) && theirs.contains_key(version);
    let known = |own: &Digest| {
        let sides = [ours.get(&own.version), theirs.get(&own.version)];
        sides.iter().any(Option::is_some)
            && sides.into_iter().flatten().all(|side| side == own)
            && in_both(&own.version) == base.contains_key(&own.version)
    };
    let all = now.iter().map(|own| &own.version);
    let count = all.count();
    let together = ours.keys().chain(theirs.keys()).collect::<std::collections::BTreeSet<_>>().len();
    now.iter().all(known) && count == together && base.keys().all(in_both)
}
