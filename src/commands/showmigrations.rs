//! `manage showmigrations`.

mod entry;
mod graph;
mod listing;

pub(super) use entry::{Entry, entries};
use listing::Listing;
use serde::Serialize;

use super::deployed::Deployed;
use super::leave::leave;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::database::Access;
use crate::error::Result;

/// List migrations and what has become of them
///
/// `[X]` applied, `[ ]` pending, `[!]` edited after it was applied, `[?]` applied, but its directory is missing, `[-]` half
/// done. Behind a name stands what is special about it: late (older than what is applied, and not applied itself),
/// irreversible (nothing leads back), outside a transaction. With -v: when each was applied, how long it took, by whom,
/// and the checksum of its statements.
#[derive(Debug, clap::Args)]
pub(super) struct ShowMigrations {
    /// Only these databases [default: all]
    #[arg(value_name = "ALIAS")]
    aliases: Vec<String>,

    /// Another way to say which database; can be given several times
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// In the order in which they run, whichever directory they are in
    #[arg(long)]
    plan: bool,

    /// Newest first, with lines from each to what it builds on
    #[arg(long, conflicts_with = "plan")]
    graph: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    databases: Vec<DatabaseEntry>,
}

#[derive(Serialize)]
struct DatabaseEntry {
    database: String,
    /// Where it is; never with a password.
    place: String,
    /// In the order in which they run.
    migrations: Vec<Entry>,
}

impl Arguments for ShowMigrations {
    const NAME: &'static str = "showmigrations";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage showmigrations", "all databases")
            .example("manage showmigrations -v", "with the time of each")
            .example("manage showmigrations --graph", "what builds on what, where there are branches")
            .example("manage showmigrations --json --database default", "one database, for a program")
            .see_also("migrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let aliases: Vec<&String> = self.aliases.iter().chain(&self.database).collect();
        let databases = context.databases(&aliases)?;
        let mut report = Report { databases: Vec::new() };
        let mut legend = context.globals.verbose > 0;
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let deployed = Deployed::of(context, database, Access::ReadOnly)?;
            let migrations = entries(context, &deployed)?;
            let (alias, place) = (database.alias().to_owned(), deployed.place());
            leave(deployed);
            if context.ui.wants_json() {
                report.databases.push(DatabaseEntry { database: alias, place, migrations });
                return Ok(Outcome::Done);
            }
            if std::mem::take(&mut legend) {
                listing::legend(context);
            }
            let listing = Listing { alias, place, migrations, verbose: context.globals.verbose > 0 };
            if self.graph {
                listing.graph(context);
            } else {
                listing.show(context, self.plan);
            }
            Ok(Outcome::Done)
        });
        context.report(&report)?;
        outcome
    }
}
