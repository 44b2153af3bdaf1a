use super::deployed::Deployed;
use super::patience::Patience;
use super::progress::{Progress, heading};
use super::ran::DatabaseEntry;
use super::tally::Tally;
use crate::cli::Context;
use crate::database::{Direction, Options, Reporter, Target};
use crate::error::Result;

/// The options of commands that run migrations.
#[derive(Debug, clap::Args)]
pub(super) struct Running {
    /// Print what would be run, and run nothing
    #[arg(long)]
    pub(super) plan: bool,

    /// Print what would be run as a script for `sqlite3`, `psql` or `mysql`, and run nothing
    #[arg(long, conflicts_with_all = ["plan", "fake"])]
    pub(super) sql: bool,

    /// Write down that it ran, and run nothing
    #[arg(long)]
    pub(super) fake: bool,

    #[command(flatten)]
    patience: Patience,
}

impl Running {
    /// Says what is begun, connects and does it; the names of the migrations that the work gives are what was done.
    pub(super) fn run(
        &self,
        context: &Context,
        deployed: &Deployed,
        direction: Direction,
        options: Options<'_>,
        entry: &mut DatabaseEntry,
        work: impl FnOnce(&mut dyn Target, &Options<'_>, &mut dyn Reporter) -> Result<Vec<String>>,
    ) -> Result<()> {
        let options = Options { fake: options.fake || self.fake, ..options };
        let [begun, nothing] = match direction {
            Direction::Up if options.fake => ["Counting as applied, without running it, on", "nothing to write"],
            Direction::Down if options.fake => ["Counting as not applied, without undoing it, on", "nothing to write"],
            Direction::Up => ["Migrating", "nothing to apply"],
            Direction::Down => ["Downgrading", "nothing to undo"],
        };
        let heading = heading(begun, deployed).plain(":");
        let tally = Tally::new(direction);
        let mut progress = Progress::new(context, deployed, entry, &tally).counting(options.fake);
        match direction {
            // Which databases are going to be touched is said first of all.
            Direction::Up => context.ui.say(heading),
            // How far is checked first: what is refused was not begun.
            Direction::Down => progress = progress.announcing(heading),
        }
        let options = Options { lock_timeout: self.patience.lock_timeout, ..options };
        // A database that is not there is not made for the sake of no migration.
        let done = if deployed.migrations().is_empty() && !deployed.exists() {
            Ok(Vec::new())
        } else {
            let watching = tally.clone();
            let _held = context.ui.until_boundary(move |signal| watching.cut_off(signal));
            let worked = deployed.open().and_then(|mut target| work(target.as_mut(), &options, &mut progress));
            tally.ended(worked)
        };
        if done.is_ok() {
            progress.announce();
        }
        drop(progress);
        entry.with_rust(deployed, direction);
        if done?.is_empty() {
            context.ui.say(format!("  {nothing}"));
        }
        Ok(())
    }
}
