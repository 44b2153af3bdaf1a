use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fd::{AsFd, BorrowedFd};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::low_level::{emulate_default_handler, pipe};

use super::{Manner, Signal};

/// How long work may take to come to a place where it can stop.
const GRACE: Duration = Duration::from_secs(2);
/// How long the last words may take: whoever reads them may have stopped.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// What a release writes to the watcher; a signal writes an `X`.
const RELEASED: &[u8] = b"r";

/// The signals of this process, watched from the first time that somebody holds them back.
struct Watch {
    /// Whether nobody holds them back: they do what they do by default.
    idle: Arc<AtomicBool>,
    seen: Vec<(Signal, i32, Arc<AtomicBool>)>,
    /// Readable once a signal has come, so that a prompt's waiting for it and for a key is one wait.
    wake: Mutex<UnixStream>,
    /// The same, to be waited for.
    watched: UnixStream,
    /// Wakes the watcher.
    released: UnixStream,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Who holds them back, the innermost last.
    holders: Vec<(u64, Manner)>,
    next: u64,
    /// Whether somebody has noticed the signal that came.
    noticed: bool,
}

static WATCH: OnceLock<Option<Watch>> = OnceLock::new();

/// Signals do not end the process unasked as long as this is there. One that nobody has noticed by then does.
pub(crate) struct Held(Option<u64>);

/// From now on, and until what is given is dropped, signals do this. Where they cannot be watched they do what they do
/// by default.
pub(crate) fn hold(manner: Manner) -> Held {
    let Some(watch) = WATCH.get_or_init(|| Watch::begin().ok()) else { return Held(None) };
    let mut state = watch.state();
    let id = state.next;
    state.next += 1;
    if state.holders.is_empty() {
        state.noticed = false;
        watch.idle.store(false, Ordering::SeqCst);
    }
    state.holders.push((id, manner));
    drop(state);
    // A signal that came before is looked at in the new manner.
    watch.wake_watcher();
    Held(Some(id))
}

/// The signal that has come, which is forgotten then.
pub(crate) fn take() -> Option<Signal> {
    let watch = WATCH.get()?.as_ref()?;
    // What is left in the pipe only wakes once more.
    let _ = lock(&watch.wake).read(&mut [0; 64]);
    let mut taken = None;
    for (signal, _, seen) in &watch.seen {
        if seen.swap(false, Ordering::SeqCst) {
            taken = Some(*signal);
        }
    }
    taken
}

/// The signal that has come. One that ends the process at once is no business of the work: who ends it says so.
pub(super) fn pending() -> Option<Signal> {
    let watch = WATCH.get()?.as_ref()?;
    let signal = watch.pending()?.0;
    let mut state = watch.state();
    if matches!(state.holders.last(), Some((_, Manner::AtOnce(_)))) {
        return None;
    }
    state.noticed = true;
    Some(signal)
}

/// The signal that has come, if nobody has noticed it before.
pub(super) fn unnoticed() -> Option<Signal> {
    let watch = WATCH.get()?.as_ref()?;
    let signal = watch.pending()?.0;
    let mut state = watch.state();
    // What ends the process at once, or is an answer, is no business of the work.
    let held = matches!(state.holders.last(), Some((_, Manner::AtBoundary(_))));
    if !held || state.noticed {
        return None;
    }
    state.noticed = true;
    Some(signal)
}

/// What becomes readable with a signal.
pub(crate) fn wake() -> Option<BorrowedFd<'static>> {
    Some(WATCH.get()?.as_ref()?.watched.as_fd())
}

impl Watch {
    fn begin() -> io::Result<Self> {
        let idle = Arc::new(AtomicBool::new(true));
        let (wake, sender) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        let (own, released) = UnixStream::pair()?;
        let ignored = ignored();
        let mut seen = Vec::new();
        // The gravest last.
        for (signal, number) in [(Signal::HangUp, SIGHUP), (Signal::Interrupt, SIGINT), (Signal::Terminate, SIGTERM)] {
            // `nohup`, and shells that put a command into the background, mean it.
            let may = match ignored {
                Some(mask) => mask & (1 << (number - 1)) == 0,
                None => signal != Signal::HangUp,
            };
            if !may {
                continue;
            }
            let flag = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register_conditional_default(number, Arc::clone(&idle))?;
            signal_hook::flag::register(number, Arc::clone(&flag))?;
            pipe::register(number, sender.try_clone()?)?;
            pipe::register(number, released.try_clone()?)?;
            seen.push((signal, number, flag));
        }
        thread::Builder::new().name("signals".to_owned()).spawn(move || attend(own))?;
        let watched = wake.try_clone()?;
        Ok(Self { idle, seen, wake: Mutex::new(wake), watched, released, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn pending(&self) -> Option<(Signal, i32)> {
        let seen = |(_, _, flag): &&(Signal, i32, Arc<AtomicBool>)| flag.load(Ordering::SeqCst);
        self.seen.iter().rev().find(seen).map(|(signal, number, _)| (*signal, *number))
    }

    fn wake_watcher(&self) {
        // A pipe that is full wakes it, too.
        let _ = (&self.released).write(RELEASED);
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let (Some(id), Some(Some(watch))) = (self.0, WATCH.get()) else { return };
        let mut state = watch.state();
        state.holders.retain(|(other, _)| *other != id);
        if state.holders.is_empty() {
            watch.idle.store(true, Ordering::SeqCst);
            let pending = watch.pending();
            watch.seen.iter().for_each(|(_, _, flag)| flag.store(false, Ordering::SeqCst));
            if let (Some((_, number)), false) = (pending, state.noticed) {
                // It came after the last look.
                let _ = emulate_default_handler(number);
            }
        }
        drop(state);
        watch.wake_watcher();
    }
}

/// Ends the process where a signal is not noticed.
fn attend(mut wake: UnixStream) {
    let mut since: Option<Instant> = None;
    let mut bytes = [0; 64];
    loop {
        let left = since.map(|since| GRACE.saturating_sub(since.elapsed()).max(Duration::from_millis(1)));
        let count = match wake.set_read_timeout(left).and_then(|()| wake.read(&mut bytes)) {
            Ok(0) => return,
            Ok(count) => count,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => 0,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => return,
        };
        let came = bytes.iter().take(count).filter(|byte| **byte == b'X').count();
        let Some(Some(watch)) = WATCH.get() else { continue };
        // As long as this is locked, nobody begins what must not be ended at once.
        let state = watch.state();
        let manner = state.holders.last().map(|(_, manner)| manner);
        let (Some(manner), Some((signal, _))) = (manner, watch.pending()) else {
            since = None;
            continue;
        };
        match (manner, since) {
            (Manner::Asking, _) => since = None,
            (Manner::AtOnce(ending), _) => end(signal, ending),
            (Manner::AtBoundary(ending), Some(first)) if came > 0 || first.elapsed() >= GRACE => end(signal, ending),
            (Manner::AtBoundary(ending), None) if came > 1 => end(signal, ending),
            (Manner::AtBoundary(_), _) => _ = since.get_or_insert_with(Instant::now),
        }
    }
}

/// Ends the process in the middle of whatever it does.
fn end(signal: Signal, ending: &super::manner::Ending) -> ! {
    let ending = Arc::clone(ending);
    // On a thread of its own: the terminal may take nothing more.
    if thread::Builder::new().spawn(move || ending(signal)).is_ok() {
        thread::sleep(LAST_WORDS);
    }
    std::process::exit(signal.kind().exit_code().into());
}

/// The signals that the process was started to ignore, one bit each, where the system tells.
fn ignored() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"))?;
    u64::from_str_radix(mask.trim(), 16).ok()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
