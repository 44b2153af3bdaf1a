use std::time::Duration;

use crate::database::plan::Late;
use crate::database::rust_step::RustSteps;

/// How migrations are run.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Statements of the settings that run before anything else.
    pub session: &'a [String],
    /// How long to wait for the lock.
    pub lock_timeout: Duration,
    /// What others read who wait for the lock: `manage migrate`.
    pub command: &'a str,
    /// What to do about late migrations.
    pub late: Late,
    /// Write down that the migrations ran, without running them.
    pub fake: bool,
    /// The Rust that runs with some of them.
    pub steps: RustSteps,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            session: &[],
            lock_timeout: Duration::from_secs(60),
            command: "manage",
            late: Late::Judge,
            fake: false,
            steps: RustSteps::default(),
        }
    }
}
