use serde::Serialize;

use super::deployed::Deployed;
use super::leave::leave;
use super::standing::heads;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::error::Result;
use crate::ui::{Style, Text};

/// Print the newest migrations
///
/// Those that no other builds on: more than one where branches have not met. No database is connected to.
#[derive(Debug, clap::Args)]
pub(super) struct Heads {
    /// Only this database; can be given several times [default: all]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    databases: Vec<DatabaseEntry>,
}

#[derive(Serialize)]
struct DatabaseEntry {
    database: String,
    heads: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    version: String,
    name: String,
    message: String,
}

impl Arguments for Heads {
    const NAME: &'static str = "heads";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage heads", "of all databases")
            .see_also("current")
            .see_also("history")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let mut report = Report { databases: Vec::new() };
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let deployed = Deployed::read(context, database)?;
            let entry = |head: &crate::history::Migration| Entry {
                version: head.version.to_string(),
                name: head.name.clone(),
                message: head.title(),
            };
            let heads: Vec<Entry> = heads(deployed.migrations()).into_iter().map(entry).collect();
            leave(deployed);
            if !context.ui.wants_json() {
                let begin = || Text::new().styled(Style::Alias, database.alias()).plain(": ");
                if heads.is_empty() {
                    context.ui.data(begin().plain("base"));
                }
                for head in &heads {
                    context
                        .ui
                        .data(begin().styled(Style::Name, &head.name).plain("  ").styled(Style::Faint, &head.message));
                }
            }
            report.databases.push(DatabaseEntry { database: database.alias().to_owned(), heads });
            Ok(Outcome::Done)
        });
        context.report(&report)?;
        outcome
    }
}
