use std::thread;
use std::time::{Duration, Instant};

use super::event::{Event, Reporter};
use super::target::{LockAttempt, Target};
use crate::error::{Error, ErrorKind, Result};
use crate::interruption;
use crate::lock::Holder;

/// How often the lock is asked for. Never waited for inside the database: `CREATE INDEX CONCURRENTLY` would wait for
/// the waiter.
const PAUSE: Duration = Duration::from_millis(50);

/// Takes the lock, asking for it until the time is up. Who waits is told after a second, and then every five.
///
/// # Errors
/// Of kind [`ErrorKind::Lock`] when the time is up, saying who holds it.
pub(super) fn acquire(
    target: &mut dyn Target,
    command: &str,
    timeout: Duration,
    reporter: &mut dyn Reporter,
) -> Result<()> {
    let begin = Instant::now();
    let mut next_report = Duration::from_secs(1);
    let mut busy = false;
    let mut last = None;
    loop {
        interruption::check()?;
        let attempt = target.try_lock(&Holder::here(command))?;
        let waited = begin.elapsed();
        let LockAttempt::Busy(holder) = attempt else {
            if busy {
                reporter.report(&Event::Waited { holder: last.as_ref(), waited });
            }
            return Ok(());
        };
        busy = true;
        if waited >= timeout {
            return Err(timed_out(target, holder.or(last).as_ref(), waited));
        }
        if waited >= next_report {
            reporter.report(&Event::Waiting { holder: holder.as_ref(), waited });
            next_report = waited + Duration::from_secs(5);
        }
        // Between two holders nobody is known.
        last = holder.or(last);
        thread::sleep(PAUSE.min(timeout - waited));
    }
}

fn timed_out(target: &dyn Target, holder: Option<&Holder>, waited: Duration) -> Error {
    let who = holder.map_or_else(|| "another process".to_owned(), ToString::to_string);
    let label = target.label();
    let waited = waited.as_secs_f64();
    Error::new(ErrorKind::Lock, format!("`{label}` is locked by {who}; waited {waited:.1} s for it"))
        .hint("run the command again when the other one is done, or wait longer with `--lock-timeout 5m`")
}

/// Makes sure that the lock is ours still, and on the database that is at work.
///
/// # Errors
/// Of kind [`ErrorKind::Lock`] when the lock is not; when the database was replaced.
pub(super) fn check(target: &mut dyn Target) -> Result<()> {
    target.check_place()?;
    if target.holds_lock() {
        return Ok(());
    }
    let label = target.label();
    Err(Error::new(ErrorKind::Lock, format!("the lock on `{label}` was lost: somebody removed or replaced it"))
        .hint("what is applied stays applied; run the command again"))
}
