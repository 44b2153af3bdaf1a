use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::history::Migration;
use crate::sql::checksum;

/// The checksums of what runs here of each migration. They are made while a server is waited for.
pub(super) struct Sums<'a> {
    migrations: &'a [Migration],
    sums: Vec<OnceLock<String>>,
    next: AtomicUsize,
    stopped: AtomicBool,
}

impl<'a> Sums<'a> {
    /// None of them is made yet.
    pub(super) fn of(migrations: &'a [Migration]) -> Self {
        let sums = migrations.iter().map(|_| OnceLock::new()).collect();
        Self { migrations, sums, next: AtomicUsize::new(0), stopped: AtomicBool::new(false) }
    }

    /// Makes those that are missing, together with whoever else does so at the time.
    pub(super) fn make(&self) {
        while !self.stopped.load(Ordering::Relaxed) {
            let place = self.next.fetch_add(1, Ordering::Relaxed);
            let (Some(migration), Some(sum)) = (self.migrations.get(place), self.sums.get(place)) else { return };
            sum.get_or_init(|| checksum(&migration.up.statements));
        }
    }

    /// They are not needed: whoever makes them ends.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// That of the migration in this place, if it was made.
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        self.sums.get(place).and_then(OnceLock::get).map(String::as_str)
    }
}
