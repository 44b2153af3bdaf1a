use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustix::fd::{AsFd, BorrowedFd};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::left::Left;

/// The signals that end a question. Outside of questions they do what they do by default.
pub(super) struct Signals {
    /// Whether no question is being asked.
    idle: Arc<AtomicBool>,
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
    /// Readable once a signal has come, so that waiting for it and for a key is one wait.
    wake: Mutex<UnixStream>,
    /// The same, to be waited for.
    watched: UnixStream,
}

impl Signals {
    /// Those of this process, watched from the first question on.
    pub(super) fn of_process() -> io::Result<&'static Self> {
        static SIGNALS: OnceLock<io::Result<Signals>> = OnceLock::new();
        SIGNALS.get_or_init(Self::watch).as_ref().map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }

    fn watch() -> io::Result<Self> {
        let idle = Arc::new(AtomicBool::new(true));
        let (wake, sender) = UnixStream::pair()?;
        wake.set_nonblocking(true)?;
        let watch = |signal| -> io::Result<Arc<AtomicBool>> {
            let seen = Arc::new(AtomicBool::new(false));
            signal_hook::flag::register_conditional_default(signal, Arc::clone(&idle))?;
            signal_hook::flag::register(signal, Arc::clone(&seen))?;
            signal_hook::low_level::pipe::register(signal, sender.try_clone()?)?;
            Ok(seen)
        };
        let (interrupted, terminated) = (watch(SIGINT)?, watch(SIGTERM)?);
        let watched = wake.try_clone()?;
        Ok(Self { idle, interrupted, terminated, wake: Mutex::new(wake), watched })
    }

    /// From now on, and until what is given is dropped, signals are kept for the question.
    pub(super) fn hold(&'static self) -> Held {
        self.idle.store(false, Ordering::SeqCst);
        Held(self)
    }
}

/// Signals do not end the process as long as this is there.
pub(super) struct Held(&'static Signals);

impl Held {
    /// The signal that has come, if one has.
    pub(super) fn check(&self) -> Result<(), Left> {
        let Self(signals) = self;
        // What is left in the pipe only wakes once more.
        let _ = signals.wake.lock().unwrap_or_else(PoisonError::into_inner).read(&mut [0; 64]);
        if signals.terminated.swap(false, Ordering::SeqCst) {
            return Err(Left::Terminated);
        }
        if signals.interrupted.swap(false, Ordering::SeqCst) {
            return Err(Left::Interrupted);
        }
        Ok(())
    }

    /// What becomes readable with a signal.
    pub(super) fn wake(&self) -> BorrowedFd<'_> {
        self.0.watched.as_fd()
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.idle.store(true, Ordering::SeqCst);
    }
}
