use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

/// Does the work for every item, on all processors; the results are in the order of the items. So many of them make a
/// thread worth its while.
pub(crate) fn parallel<T: Sync, R: Send>(items: &[T], worth: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / worth.max(1));
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let worker = || {
        let places = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let own = places.map_while(|place| items.get(place).map(|item| (place, work(item))));
        own.collect::<Vec<_>>()
    };
    let mut results: Vec<(usize, R)> = thread::scope(|scope| {
        // This thread is one of them, and does it all where there are no more threads to be had.
        let others: Vec<_> = (1..threads).filter_map(|_| Builder::new().spawn_scoped(scope, worker).ok()).collect();
        let own = worker();
        let others = others.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        own.into_iter().chain(others).collect()
    });
    results.sort_unstable_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::parallel;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        for size in [0, 1, 63, 64, 127, 128, 129, 1000, 1001] {
            let items: Vec<usize> = (0..size).collect();
            let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
            assert_eq!(parallel(&items, 1, |item| item * 2), doubled);
            assert_eq!(parallel(&items, 64, |item| item * 2), doubled);
        }
    }
}
