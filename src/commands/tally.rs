use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::database::{Direction, Event};
use crate::error::{Error, ErrorKind, Result};
use crate::interruption::{self, Signal};

/// How far a run is, for who is told that it was interrupted: by the run itself, or by who watches the signals.
#[derive(Clone)]
pub(super) struct Tally {
    direction: Direction,
    far: Arc<Mutex<Far>>,
}

#[derive(Default)]
struct Far {
    /// How many are to run, once that is known.
    total: Option<usize>,
    done: usize,
    /// The migration that runs.
    running: Option<String>,
}

impl Tally {
    /// Before anything has run.
    pub(super) fn new(direction: Direction) -> Self {
        Self { direction, far: Arc::default() }
    }

    /// Takes note.
    pub(super) fn note(&self, event: &Event<'_>) {
        let mut far = self.far();
        match event {
            Event::Planned { names, .. } => far.total = Some(names.len()),
            Event::Tried { name } | Event::Started { name, .. } => far.running = Some((*name).to_owned()),
            Event::Finished { .. } | Event::Skipped { .. } => {
                far.done += 1;
                far.running = None;
            }
            _ => {}
        }
    }

    /// What became of a run whose work ended so.
    pub(super) fn ended<T>(&self, work: Result<T>) -> Result<T> {
        match work {
            // It came too late to stop anything; it is not lost.
            Ok(done) => interruption::check().map(|()| done),
            failed => failed,
        }
        .map_err(|error| match error.kind() {
            kind @ (ErrorKind::Interrupted | ErrorKind::Terminated) => self.interrupted(kind),
            _ => error,
        })
    }

    fn interrupted(&self, kind: ErrorKind) -> Error {
        let far = self.far();
        // A question of a Rust step may have taken the signal for its answer.
        let word = interruption::check().err().map_or_else(|| kind.name().to_owned(), |signal| signal.to_string());
        self.hinted(&far, Error::new(kind, format!("{word}: {}", self.count(&far))))
    }

    /// What is said when the work did not come to a place where it could stop.
    pub(super) fn cut_off(&self, signal: Signal) -> Error {
        let far = self.far();
        let count = self.count(&far);
        let Some(name) = &far.running else {
            return self.hinted(&far, Error::new(signal.kind(), format!("{}: {count}", signal.word())));
        };
        let error = Error::new(
            signal.kind(),
            format!("{} in the middle of {name}, which was not waited for: {count}", signal.word()),
        )
        .hint(format!("what the open transaction of {name} did is taken back when the database is next opened"));
        self.hinted(&far, error)
    }

    fn count(&self, far: &Far) -> String {
        let participle = match self.direction {
            Direction::Up => "applied",
            Direction::Down => "undone",
        };
        match (far.total, far.done) {
            (None | Some(0), _) => "nothing was run".to_owned(),
            (Some(1), 1) => format!("the migration is {participle}"),
            (Some(1), _) => format!("the migration is not {participle}"),
            (Some(total), done) if done >= total => format!("all {total} migrations are {participle}"),
            (Some(total), done) => {
                format!("{done} of {total} migrations {} {participle}", if done == 1 { "is" } else { "are" })
            }
        }
    }

    fn hinted(&self, far: &Far, error: Error) -> Error {
        let left = far.total.unwrap_or_default().saturating_sub(far.done);
        match self.direction {
            _ if far.total.is_some() && left == 0 => error,
            Direction::Up => error.hint("`manage migrate` goes on"),
            // A number of steps that is given again would be counted again from here.
            Direction::Down if far.total.is_some() => {
                error.hint(format!("`manage showmigrations` shows where it is; {left} of them are left to undo"))
            }
            Direction::Down => error.hint("run the command again"),
        }
    }

    fn far(&self) -> MutexGuard<'_, Far> {
        self.far.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
