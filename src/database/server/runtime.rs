use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::OnceLock;
use std::time::Duration;

use diesel_async::async_connection_wrapper::BlockOn;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use super::cancellation::cancel_all;
use crate::error::{Error, Result};
use crate::interruption;

/// How often it is looked whether the process is asked to end.
const LOOK: Duration = Duration::from_millis(25);

/// The only one: the socket of a connection belongs to the runtime that it was made on.
static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Starts the runtime, before anything runs on it.
///
/// # Errors
/// When the system has not what it takes.
pub(in crate::database) fn enter() -> Result<()> {
    started().map(drop).map_err(|error| Error::failure("cannot start what connections run on").because(error))
}

fn started() -> io::Result<&'static Runtime> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    Ok(RUNTIME.get_or_init(|| runtime))
}

/// Waits for what a server says. A request to end the process, which nobody has noticed, stops on the servers what runs
/// there; what is waited for then ends with their error.
pub(in crate::database) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = match started() {
        Ok(runtime) => runtime,
        // Connections are made after `enter`, so this is Diesel's own `establish` without the means for it.
        Err(error) => panic!("cannot start what connections run on: {error}"),
    };
    runtime.block_on(async {
        let mut future = pin!(future);
        let mut stopping = JoinSet::new();
        let output = loop {
            match tokio::time::timeout(LOOK, future.as_mut()).await {
                Ok(output) => break output,
                Err(_) if interruption::notice() => cancel_all(&mut stopping),
                Err(_) => {}
            }
        };
        // Or it would stop the statement that comes next.
        while stopping.join_next().await.is_some() {}
        output
    })
}

/// Lets this run beside what is waited for.
pub(in crate::database) fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = started() {
        runtime.spawn(future);
    }
}

/// How Diesel's connections to servers wait: all on the runtime of this process.
#[derive(Clone, Copy, Debug)]
pub struct Blocking;

impl BlockOn for Blocking {
    fn block_on<F: Future>(&self, future: F) -> F::Output {
        block_on(future)
    }

    fn get_runtime() -> Self {
        Self
    }
}
