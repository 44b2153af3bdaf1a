use std::num::NonZero;
use std::thread::{self, Builder};

/// Fewer than this are done sooner than a thread is started.
const WORTH_A_THREAD: usize = 64;
/// Files are what is waited for: more threads would wait no less.
const MOST_THREADS: usize = 8;

/// Does the work on each of the items, by several threads where there are many, and gives what comes of it in the order
/// of the items.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let wanted = items.len() / WORTH_A_THREAD;
    let threads = if wanted > 1 { wanted.min(MOST_THREADS).min(processors()) } else { 1 };
    let all = |part: &[T]| part.iter().map(&work).collect::<Vec<R>>();
    if threads < 2 {
        return all(items);
    }
    thread::scope(|scope| {
        let mut parts = items.chunks(items.len().div_ceil(threads));
        let own = parts.next().unwrap_or_default();
        let others = parts.map(|part| (part, Builder::new().spawn_scoped(scope, move || all(part))));
        let others: Vec<_> = others.collect();
        let mut done = all(own);
        for (part, other) in others {
            // Where there are no more threads to be had, one does it all.
            done.extend(other.map_or_else(|_| all(part), |thread| thread.join().unwrap_or_else(|_| all(part))));
        }
        done
    })
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn nothing_is_lost_and_the_order_stays() {
        for size in [0, 1, 63, 64, 127, 128, 129, 1000, 1001] {
            let items: Vec<usize> = (0..size).collect();
            assert_eq!(map(&items, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
