use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;

/// How long a server may take to hear that a statement is to stop.
const PATIENCE: Duration = Duration::from_secs(1);

type Cancel = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// The sessions that are open, each with what stops its statement on the server.
static OPEN: Mutex<Registry> = Mutex::new(Registry { next: 0, sessions: Vec::new() });

struct Registry {
    next: u64,
    sessions: Vec<(u64, Cancel)>,
}

/// A session whose running statement is stopped on the server when the process is asked to end, as long as this is
/// there.
pub(in crate::database) struct Cancellable {
    id: u64,
}

impl Cancellable {
    pub(in crate::database) fn new<F>(cancel: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let cancel: Cancel = Arc::new(move || Box::pin(cancel()));
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let id = open.next;
        open.next += 1;
        open.sessions.push((id, cancel));
        Self { id }
    }
}

impl Drop for Cancellable {
    fn drop(&mut self) {
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).sessions.retain(|(id, _)| *id != self.id);
    }
}

/// Begins to stop what runs in every session.
pub(super) fn cancel_all(running: &mut JoinSet<()>) {
    let open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, cancel) in &open.sessions {
        let cancel = cancel();
        running.spawn(async move {
            // A server that does not hear it ends the statement when it notices that nobody waits.
            let _ = tokio::time::timeout(PATIENCE, cancel).await;
        });
    }
}
