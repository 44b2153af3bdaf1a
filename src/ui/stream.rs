use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One of the two streams. A clone leads to the same place.
#[derive(Clone)]
pub(super) struct Stream {
    state: Arc<Mutex<State>>,
    /// Whether styles are written to it.
    pub(super) colour: bool,
    /// How many columns it has; `None` for what is no terminal.
    pub(super) width: Option<usize>,
}

struct State {
    to: Box<dyn Write + Send>,
    broken: Option<io::Error>,
}

impl Stream {
    pub(super) fn new(to: Box<dyn Write + Send>, colour: bool, width: Option<usize>) -> Self {
        Self { state: Arc::new(Mutex::new(State { to, broken: None })), colour, width }
    }

    /// Writes all of it, or nothing more from now on: whoever reads may have left, which is no reason to stop half-way.
    pub(super) fn write(&self, text: &str) {
        let mut state = lock(&self.state);
        if state.broken.is_none()
            && let Err(error) = state.to.write_all(text.as_bytes()).and_then(|()| state.to.flush())
        {
            state.broken = Some(error);
        }
    }

    /// What went wrong with it. That the reader has left is nothing wrong.
    pub(super) fn failure(&self) -> Option<io::Error> {
        lock(&self.state).broken.take().filter(|error| error.kind() != ErrorKind::BrokenPipe)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was written, for those who look at it afterwards.
#[derive(Clone, Debug, Default)]
pub struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// What was written until now.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&lock(&self.0)).into_owned()
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
