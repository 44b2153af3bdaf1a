use std::collections::BTreeSet;

use serde::Serialize;

use super::deployed::Deployed;
use super::leave::leave;
use super::patience::Patience;
use super::progress::{Progress, heading};
use super::ran::DatabaseEntry;
use super::tally::Tally;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::{self, Access, Direction, Options, Stamped};
use crate::error::Result;
use crate::history::{Revision, Version};
use crate::ui::{Style, Text};

/// Write down what is applied, and run nothing
///
/// Ledger and journal of one database are written as if exactly this migration, and all that it builds on, had run. No table
/// of yours is touched. What other directories hold counts as applied with the last one of ours, and as not applied with `base`. Rows of
/// migrations that are not there stay.
#[derive(Debug, clap::Args)]
pub(super) struct Stamp {
    /// The migration that the database is at, `head`, `heads`, or `base` for none
    #[arg(value_name = "REV")]
    revision: String,

    /// Empty ledger and journal first, whatever is in them
    #[arg(long)]
    purge: bool,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    #[command(flatten)]
    patience: Patience,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    database: &'a str,
    place: String,
    /// Count as applied now, and did not before.
    applied: &'a [String],
    /// Count as not applied now, and did before.
    removed: &'a [String],
    /// Rows without a directory that stayed.
    left: &'a [String],
}

impl Arguments for Stamp {
    const NAME: &'static str = "stamp";

    fn manual() -> Manual {
        Manual::new()
            .group("Running")
            .example("manage stamp head", "a database that was made in another way has all of it")
            .example("manage stamp create_users", "it has this one and what that builds on, and nothing else")
            .example("manage stamp base --purge", "nothing is applied, and nothing is known")
            .exit_code(4, "another `manage` held the lock for too long")
            .see_also("migrate")
            .see_also("repair")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::of(context, &database, Access::Create)?;
        let stamped = self.write(context, &deployed).map_err(|error| deployed.about(error))?;
        let Stamped { applied, removed, left } = &stamped;
        context.report(&Report { database: database.alias(), place: deployed.place(), applied, removed, left })?;
        for (word, style, names) in [("not applied", Style::Caution, removed), ("applied", Style::Good, applied)] {
            for name in names {
                context.ui.say(Text::new().plain("  ").styled(style, word).plain(": ").styled(Style::Name, name));
            }
        }
        if applied.is_empty() && removed.is_empty() {
            context.ui.say("  nothing to write");
        }
        if !left.is_empty() {
            context.ui.warn(format!("the ledger has rows without a directory, which stay: {}", left.join(", ")));
            context.ui.hint(deployed.called(&format!("`manage stamp {} --purge` removes them", self.revision)));
        }
        leave(deployed);
        Ok(Outcome::Done)
    }
}

impl Stamp {
    fn write(&self, context: &Context, deployed: &Deployed) -> Result<Stamped> {
        let own = deployed.own();
        // Steps are counted from where the database is; where the journal cannot be read, from base.
        let states = deployed.examined().map(|examined| examined.states).unwrap_or_default();
        let place = deployed.revision(&self.revision, &states)?;
        let versions = |migrations: Vec<&crate::history::Migration>| -> BTreeSet<Version> {
            migrations.into_iter().map(|own| own.version.clone()).collect()
        };
        let mut applied = versions(own.up_to(&place));
        let is_all = place != Revision::Base && applied.len() == own.migrations.len();
        // The chains of other directories beside ours are all there where ours is.
        let others =
            deployed.migrations().iter().map(|other| &other.version).filter(|version| own.get(version).is_none());
        let mut ours = own.versions();
        match &place {
            Revision::Base => ours.extend(others.cloned()),
            Revision::At(_) if is_all => applied.extend(others.cloned()),
            Revision::At(_) => {}
        }
        let stamp = database::Stamp { applied, own: ours, purge: self.purge };
        context.ui.say(heading("Stamping", deployed).plain(":"));
        let options = Options { lock_timeout: self.patience.lock_timeout, ..deployed.options("manage stamp") };
        let tally = Tally::new(Direction::Up);
        let mut entry = DatabaseEntry::default();
        let mut progress = Progress::new(context, deployed, &mut entry, &tally);
        let mut target = deployed.open()?;
        database::stamp(target.as_mut(), deployed.migrations(), &stamp, &options, &mut progress)
    }
}
