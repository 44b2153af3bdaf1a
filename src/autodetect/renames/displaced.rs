use std::collections::BTreeSet;

/// The names that stay and yet change hands: `c` was called `b` before, and there is a `b` all the same, which is a
/// new one, or one that was called `a` before. Only something new can claim an old name, so that a `renamed_from`
/// whose migration was made long ago moves nothing.
pub(super) fn displaced<K: Clone + Ord>(
    now: &BTreeSet<K>,
    goal: &BTreeSet<K>,
    origin: impl Fn(&K) -> Option<K>,
) -> BTreeSet<K> {
    let mut found = BTreeSet::new();
    for new in goal.difference(now) {
        let mut claimed = origin(new);
        while let Some(name) = claimed.take_if(|name| now.contains(name) && goal.contains(name)) {
            claimed = origin(&name);
            if !found.insert(name) {
                break;
            }
        }
    }
    found
}
