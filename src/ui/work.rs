use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::text::escape;

/// Work that is done sooner than this is not worth a line.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is drawn anew while nothing else happens.
const TICK: Duration = Duration::from_millis(100);

/// The line at the bottom of a terminal that says what is being done.
#[derive(Default)]
pub(super) struct WorkLine {
    going: Mutex<Going>,
    /// Whether somebody is being asked something, so that the line is out of the way already.
    asking: AtomicBool,
}

/// What is going on.
#[derive(Default)]
enum Going {
    #[default]
    Nothing,
    /// Something that has not taken long yet.
    Unseen,
    /// Something that has.
    Seen(ProgressBar),
}

impl WorkLine {
    /// Does something that writes, the line out of its way.
    pub(super) fn around<T>(&self, write: impl FnOnce() -> T) -> T {
        if self.asking.load(Ordering::Relaxed) {
            return write();
        }
        match &*self.going() {
            Going::Seen(bar) => bar.suspend(write),
            Going::Nothing | Going::Unseen => write(),
        }
    }

    /// Asks something, the line out of the way as long as that takes.
    pub(super) fn while_asking<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.around(|| {
            let before = self.asking.swap(true, Ordering::Relaxed);
            let answer = ask();
            self.asking.store(before, Ordering::Relaxed);
            answer
        })
    }

    fn going(&self) -> MutexGuard<'_, Going> {
        self.going.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Work that goes on until this is dropped. What takes longer than a second is seen on a terminal, with the time that it
/// has taken, and gone without a trace when it is done. Work inside other work is not seen.
#[must_use = "the work is over when this is dropped"]
pub struct Work {
    shown: Option<Shown>,
}

/// Work on a terminal.
struct Shown {
    line: Arc<WorkLine>,
    bar: ProgressBar,
    what: String,
    total: Option<usize>,
    /// How many parts have begun.
    begun: usize,
    /// How many since then are only tried.
    tried: usize,
    /// Dropped to end the waiting.
    until: Option<Sender<()>>,
    waiting: Option<JoinHandle<()>>,
}

impl Work {
    /// Work that nobody sees.
    pub(crate) fn unseen() -> Self {
        Self { shown: None }
    }

    /// Work on this line, begun so long ago.
    pub(super) fn begin(line: &Arc<WorkLine>, what: impl Display, total: Option<usize>, ago: Duration) -> Self {
        if line.asking.load(Ordering::Relaxed) {
            return Self::unseen();
        }
        {
            let mut going = line.going();
            if !matches!(*going, Going::Nothing) {
                return Self::unseen();
            }
            *going = Going::Unseen;
        }
        // A clock that is younger than the work would be no reason to fail.
        let ago = ago.min(Duration::from_secs(24 * 60 * 60));
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let bar = if std::time::Instant::now().checked_sub(ago).is_some() { bar.with_elapsed(ago) } else { bar };
        bar.set_style(style());
        let (until, ended) = channel::<()>();
        let (own_line, own_bar) = (Arc::clone(line), bar.clone());
        let waiting = thread::Builder::new().name("progress".to_owned()).spawn(move || {
            if ended.recv_timeout(PATIENCE.saturating_sub(ago)) == Err(RecvTimeoutError::Timeout) {
                let mut going = own_line.going();
                own_bar.set_draw_target(ProgressDrawTarget::stderr());
                own_bar.enable_steady_tick(TICK);
                *going = Going::Seen(own_bar);
            }
        });
        let what = escape(&what.to_string(), false);
        bar.set_message(what.clone());
        let (line, until, waiting) = (Arc::clone(line), Some(until), waiting.ok());
        let shown = Shown { line, bar, what, total, begun: 0, tried: 0, until, waiting };
        Self { shown: Some(shown) }
    }

    /// The next part of it begins.
    pub fn advance(&mut self, part: impl Display) {
        if let Some(shown) = &mut self.shown {
            shown.begun += 1;
            shown.tried = 0;
            shown.tell(shown.begun, part);
        }
    }

    /// It is at this part, the next one, which may have to be gone through again.
    pub fn at(&mut self, part: impl Display) {
        if let Some(shown) = &mut self.shown {
            shown.tried += 1;
            shown.tell(shown.begun + shown.tried, part);
        }
    }
}

impl Shown {
    fn tell(&self, number: usize, part: impl Display) {
        let part = escape(&part.to_string(), false);
        let what = &self.what;
        self.bar.set_message(match self.total {
            Some(total) if total > 1 => format!("{what} {number} of {total}: {part}"),
            _ => format!("{what} {part}"),
        });
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.until.take());
        if let Some(waiting) = self.waiting.take() {
            // It panics on nothing, and there is nothing to be done if it did.
            let _ = waiting.join();
        }
        let mut going = self.line.going();
        self.bar.finish_and_clear();
        *going = Going::Nothing;
    }
}

/// The sign of life is one that every terminal has, and the time comes first, so that it is never cut off.
fn style() -> ProgressStyle {
    let seconds = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let seconds = state.elapsed().as_secs();
        let _ = match seconds / 60 {
            0 => write!(out, "{seconds} s"),
            minutes => write!(out, "{minutes} min {} s", seconds % 60),
        };
    };
    ProgressStyle::with_template("{spinner} {seconds}  {wide_msg}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner())
        .with_key("seconds", seconds)
        .tick_chars("-\\|/ ")
}
