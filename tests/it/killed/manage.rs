//! A `manage` that is killed where the tests want it. A boundary is a moment before or after something is sent to a
//! database, whoever sends it: Diesel tells every connection's instrumentation, so that the program itself needs no
//! failpoints and what is shipped honours none of these variables.
//!
//! `DIE_AT=N` sends it SIGKILL at the boundary of that number, `HANG_AT=N` lets it write the file `hangs` and wait
//! there to be killed, `BOUNDARIES=FILE` writes down what every boundary is. `STEPS` is as in the tests of Rust steps.

use std::fs::OpenOptions;
use std::io::Write;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection, set_default_instrumentation};
use diesel::sqlite::SqliteConnection;
use diesel_manage::{Error, Manage, Result, RustStep};
use rustix::process::{Signal, getpid, kill_process};

static PASSED: AtomicUsize = AtomicUsize::new(0);

fn main() -> ExitCode {
    set_default_instrumentation(failpoints).expect("nobody panicked yet");
    let mut manage = Manage::new();
    for given in std::env::var("STEPS").unwrap_or_default().split_whitespace() {
        manage = match given.split_once(':') {
            Some(("up", revision)) => manage.migration(revision, step),
            Some(("down", revision)) => manage.migration_back(revision, step),
            _ => panic!("STEPS holds {given}"),
        };
    }
    manage.run()
}

fn failpoints() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| match event {
        InstrumentationEvent::StartQuery { query, .. } => boundary("before", &query.to_string()),
        InstrumentationEvent::FinishQuery { query, .. } => boundary("after", &query.to_string()),
        _ => {}
    }))
}

fn boundary(side: &str, query: &str) {
    let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    let is = |name: &str| std::env::var(name).is_ok_and(|value| value == number.to_string());
    if let Some(file) = std::env::var_os("BOUNDARIES") {
        let mut file = OpenOptions::new().create(true).append(true).open(file).expect("a file to write to");
        let words: Vec<&str> = query.split_whitespace().collect();
        writeln!(file, "{side} {}", words.join(" ")).expect("room for a line");
    }
    if is("HANG_AT") {
        std::fs::write("hangs", "").expect("a file that says so");
    }
    while is("HANG_AT") {
        thread::sleep(Duration::from_secs(1));
    }
    if is("DIE_AT") {
        kill_process(getpid(), Signal::KILL).expect("a process that can be killed");
        unreachable!("killed");
    }
}

/// Something that shows when it is done twice.
fn step(step: &mut RustStep<'_>) -> Result<()> {
    let connection: &mut SqliteConnection = step.connection()?;
    connection
        .batch_execute("UPDATE audit SET n = n + 1; INSERT INTO audit (n, what) SELECT count(*), 'step' FROM audit")
        .map_err(|error| Error::failure("the step failed").because(error))
}
