use std::collections::BTreeSet;

/// The renames in an order in which every new name is free when it is given. What stands in the way, since names
/// change places, first moves to a spare name.
pub(super) fn sequence<K: Clone + Ord>(
    renames: &[(K, K)],
    taken: &BTreeSet<K>,
    spare: impl Fn(&K, usize) -> K,
) -> Vec<(K, K)> {
    let mut taken = taken.clone();
    let mut pending: Vec<(K, K)> = renames.iter().filter(|(from, to)| from != to).cloned().collect();
    let mut ordered = Vec::with_capacity(pending.len());
    while let Some((_, blocked)) = pending.first().cloned() {
        let (from, to) = match pending.iter().position(|(_, to)| !taken.contains(to)) {
            Some(place) => pending.remove(place),
            None => {
                let unused = |name: &K| !taken.contains(name) && !pending.iter().any(|(_, to)| to == name);
                let Some(other) = (0..).map(|n| spare(&blocked, n)).find(unused) else { break };
                for (from, _) in pending.iter_mut().filter(|(from, _)| *from == blocked) {
                    from.clone_from(&other);
                }
                (blocked, other)
            }
        };
        taken.remove(&from);
        taken.insert(to.clone());
        ordered.push((from, to));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::sequence;

    fn run(renames: &[(&str, &str)], taken: &[&str]) -> Vec<(String, String)> {
        let renames: Vec<_> = renames.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        let taken: BTreeSet<String> = taken.iter().map(|name| (*name).to_owned()).collect();
        sequence(&renames, &taken, |name, n| format!("{name}_{n}"))
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn a_name_is_free_before_it_is_given() {
        assert_eq!(run(&[("a", "b"), ("b", "c")], &["a", "b"]), pairs(&[("b", "c"), ("a", "b")]));
        assert_eq!(run(&[("a", "a")], &["a"]), pairs(&[]));
    }

    #[test]
    fn names_that_change_places_go_by_way_of_another() {
        assert_eq!(
            run(&[("a", "b"), ("b", "a")], &["a", "b", "b_0"]),
            pairs(&[("b", "b_1"), ("a", "b"), ("b_1", "a")])
        );
        assert_eq!(
            run(&[("a", "b"), ("b", "c"), ("c", "a")], &["a", "b", "c"]),
            pairs(&[("b", "b_0"), ("a", "b"), ("c", "a"), ("b_0", "c")])
        );
        assert_eq!(run(&[("a", "b")], &["a", "b"]), pairs(&[("b", "b_0"), ("a", "b")]));
    }
}
