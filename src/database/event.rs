use std::time::Duration;

use crate::lock::Holder;

/// Which way a migration runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// `up.sql`.
    Up,
    /// `down.sql`.
    Down,
}

/// What happens while migrations run, for whoever tells a person.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<'a> {
    /// Somebody else holds the lock.
    Waiting {
        /// Who, where that is known.
        holder: Option<&'a Holder>,
        /// For how long we have been waiting.
        waited: Duration,
    },
    /// Somebody else held the lock, and now it is ours.
    Waited {
        /// Who held it last, where that is known.
        holder: Option<&'a Holder>,
        /// For how long we have been waiting.
        waited: Duration,
    },
    /// It is known what will run; said once, before anything does.
    Planned {
        /// The directories' names, in order.
        names: &'a [String],
        /// Which way.
        direction: Direction,
    },
    /// A migration is run together with others, in one transaction. Whether that is kept is not known yet.
    Tried {
        /// The directory's name.
        name: &'a str,
    },
    /// A migration begins.
    Started {
        /// The directory's name.
        name: &'a str,
        /// Which way.
        direction: Direction,
    },
    /// A migration that stopped half way goes on where it stopped.
    Resumed {
        /// The directory's name.
        name: &'a str,
        /// Statements that were done before.
        done: usize,
        /// Statements in all.
        total: usize,
    },
    /// The Rust step of a migration begins.
    RustStep {
        /// The directory's name.
        name: &'a str,
        /// Which way.
        direction: Direction,
    },
    /// The Rust step of a migration says something.
    Said {
        /// The directory's name.
        name: &'a str,
        /// What.
        text: &'a str,
    },
    /// A migration is done and recorded.
    Finished {
        /// The directory's name.
        name: &'a str,
        /// Which way.
        direction: Direction,
        /// How long it took.
        duration: Duration,
    },
    /// A migration was applied, or taken back, by somebody else in the meantime.
    Skipped {
        /// The directory's name.
        name: &'a str,
    },
    /// Something that a person should know.
    Warning(&'a str),
}

/// Someone who is told.
pub trait Reporter {
    /// Takes note.
    fn report(&mut self, event: &Event<'_>);
}

impl<F: FnMut(&Event<'_>)> Reporter for F {
    fn report(&mut self, event: &Event<'_>) {
        self(event);
    }
}
