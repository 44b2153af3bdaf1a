use std::time::Duration;

use super::deployed::Deployed;
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

    /// How long to wait for another `manage` that works on the database: seconds, or `500ms`, `2m`, `1h`; 0 tries once
    #[arg(long, value_name = "TIME", default_value = "60", value_parser = patience)]
    lock_timeout: Duration,
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
        let [begun, nothing] = match direction {
            Direction::Up => ["Migrating", "nothing to apply"],
            Direction::Down => ["Downgrading", "nothing to undo"],
        };
        context.ui.say(heading(begun, deployed).plain(":"));
        let options = Options { lock_timeout: self.lock_timeout, ..options };
        // A database that is not there is not made for the sake of no migration.
        let done = if deployed.migrations.is_empty() && !deployed.exists() {
            Ok(Vec::new())
        } else {
            let tally = Tally::new(direction);
            let watching = tally.clone();
            let _held = context.ui.until_boundary(move |signal| watching.cut_off(signal));
            let mut progress = Progress::new(context, entry, &tally);
            let worked = deployed.open().and_then(|mut target| work(target.as_mut(), &options, &mut progress));
            tally.ended(worked)
        };
        entry.with_rust(deployed, direction);
        if done?.is_empty() {
            context.ui.say(format!("  {nothing}"));
        }
        Ok(())
    }
}

/// A time that somebody is ready to wait.
fn patience(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, f64); 4] = [("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0)];
    let unit = UNITS.iter().find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, *seconds)));
    let (number, seconds) = unit.unwrap_or((text, 1.0));
    let known = |char: char| char.is_ascii_digit() || char == '.';
    let wrong = || "a time is a number of seconds, or has a unit: `90`, `500ms`, `2m`, `1h`; 0 tries once".to_owned();
    let number: f64 =
        if number.chars().all(known) { number.parse().map_err(|_| wrong())? } else { return Err(wrong()) };
    // More than a century is for ever.
    Ok(Duration::from_secs_f64((number * seconds).min(100.0 * 365.0 * 24.0 * 3600.0)))
}
