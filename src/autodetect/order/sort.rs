use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::needs::{Needs, Thing};
use super::place::place;
use super::remade::Remade;
use crate::schema::{Change, Schema};

/// The changes in an order that meets their needs, and else by their places. Needs that go round in a circle are
/// broken at the change whose place comes first. `now` is the schema before them.
pub(in crate::autodetect) fn order(changes: Vec<Change>, now: &Schema) -> Vec<Change> {
    let remade = Remade::of(&changes, now);
    let mut changes = remade.apart(changes);
    changes.sort_by_cached_key(place);
    let followers = followers(&changes, &remade);
    let mut waits = vec![0_usize; changes.len()];
    for follower in followers.iter().flatten() {
        if let Some(count) = waits.get_mut(*follower) {
            *count += 1;
        }
    }
    let mut ready: BinaryHeap<Reverse<usize>> =
        waits.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| Reverse(at)).collect();
    let mut left: BTreeSet<usize> = (0..changes.len()).collect();
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    let mut ordered = Vec::with_capacity(changes.len());
    while let Some(at) = ready.pop().map(|Reverse(at)| at).or_else(|| left.first().copied()) {
        if !left.remove(&at) {
            continue;
        }
        ordered.extend(changes.get_mut(at).and_then(Option::take));
        for follower in followers.get(at).into_iter().flatten() {
            if let Some(count) = waits.get_mut(*follower) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push(Reverse(*follower));
                }
            }
        }
    }
    ordered
}

/// For each change, those that must come after it.
fn followers(changes: &[Change], remade: &Remade) -> Vec<BTreeSet<usize>> {
    let needs: Vec<Needs> = changes.iter().map(|change| remade.needs(change, Needs::of(change))).collect();
    let makers = index(&needs, |needs| &needs.makes);
    let removers = index(&needs, |needs| &needs.removes);
    let mut followers = vec![BTreeSet::new(); changes.len()];
    let mut link = |first: usize, then: usize| {
        if first != then {
            followers.get_mut(first).map(|after| after.insert(then));
        }
    };
    let at = |map: &BTreeMap<&Thing, Vec<usize>>, thing: &Thing| map.get(thing).cloned().unwrap_or_default();
    for (own, needs) in needs.iter().enumerate() {
        for thing in &needs.uses {
            at(&makers, thing).into_iter().for_each(|maker| link(maker, own));
        }
        for thing in &needs.releases {
            at(&removers, thing).into_iter().for_each(|remover| link(own, remover));
        }
        // Of two changes of the same thing neither makes room for the other.
        for thing in needs.makes.iter().filter(|thing| !needs.removes.contains(thing)) {
            at(&removers, thing).into_iter().for_each(|remover| link(remover, own));
        }
    }
    followers
}

fn index<'a>(needs: &'a [Needs], things: impl Fn(&'a Needs) -> &'a Vec<Thing>) -> BTreeMap<&'a Thing, Vec<usize>> {
    let mut found: BTreeMap<&Thing, Vec<usize>> = BTreeMap::new();
    for (own, needs) in needs.iter().enumerate() {
        for thing in things(needs) {
            found.entry(thing).or_default().push(own);
        }
    }
    found
}
