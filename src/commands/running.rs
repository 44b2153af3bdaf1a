use std::time::Duration;

use super::deployed::Deployed;
use super::progress::{heading, reporter};
use crate::cli::Context;
use crate::database::{Options, Reporter, Target};
use crate::error::Result;

/// The options of commands that run migrations.
#[derive(Debug, clap::Args)]
pub(super) struct Running {
    /// Print what would be run, and run nothing
    #[arg(long)]
    pub(super) plan: bool,

    /// How long to wait for another `manage` that works on the database, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    lock_timeout: u64,
}

impl Running {
    /// Says what is begun, connects and does it; the names of the migrations that it gives are what was done.
    pub(super) fn run(
        &self,
        context: &Context,
        deployed: &Deployed,
        [begun, nothing]: [&str; 2],
        options: Options<'_>,
        work: impl FnOnce(&mut dyn Target, &Options<'_>, &mut dyn Reporter) -> Result<Vec<String>>,
    ) -> Result<Vec<String>> {
        context.ui.say(heading(begun, deployed).plain(":"));
        let options = Options { lock_timeout: Duration::from_secs(self.lock_timeout), ..options };
        // A database that is not there is not made for the sake of no migration.
        let names = if deployed.migrations.is_empty() && !deployed.exists() {
            Vec::new()
        } else {
            work(deployed.open()?.as_mut(), &options, &mut reporter(context))?
        };
        if names.is_empty() {
            context.ui.say(format!("  {nothing}"));
        }
        Ok(names)
    }
}
