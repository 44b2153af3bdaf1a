use serde::Serialize;

use super::deployed::Deployed;
use crate::cli::{AfterFailure, Arguments, Context, Outcome};
use crate::database::{MigrationState, State};
use crate::error::Result;
use crate::ui::{Style, Text};

/// List migrations and what has become of them
///
/// `[X]` applied, `[ ]` pending, `[!]` edited after it was applied, `[?]` applied, but its directory is missing, `[-]` half
/// done. With -v: when each was applied.
#[derive(Debug, clap::Args)]
pub(super) struct ShowMigrations {
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
    migrations: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    version: String,
    name: String,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_at: Option<String>,
}

impl Arguments for ShowMigrations {
    const NAME: &'static str = "showmigrations";

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let mut report = Vec::new();
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let deployed = Deployed::of(context, database)?;
            let states = deployed.status()?;
            if context.ui.wants_json() {
                let migrations = states.into_iter().map(entry).collect();
                report.push(DatabaseEntry { database: database.alias().to_owned(), migrations });
            } else {
                show(context, &deployed, &states);
            }
            Ok(Outcome::Done)
        })?;
        if context.ui.wants_json() {
            context.ui.json(&Report { databases: report })?;
        }
        Ok(outcome)
    }
}

fn show(context: &Context, deployed: &Deployed, states: &[MigrationState]) {
    context.ui.data(Text::new().styled(Style::Alias, deployed.database.alias()));
    if states.is_empty() {
        context.ui.data(" (no migrations)");
    }
    for state in states {
        let style = match state.state {
            State::Applied => Style::Good,
            State::Pending => Style::Faint,
            State::Edited | State::Missing | State::HalfDone => Style::Bad,
        };
        let mut line = Text::new().plain(" ").styled(style, state.state.sign()).plain(" ").plain(&state.name);
        if context.globals.verbose
            && let Some(run_on) = &state.run_on
        {
            line = line.styled(Style::Faint, format!(" (applied {run_on})"));
        }
        if context.globals.verbose
            && let Some(note) = deployed.step_note(state)
        {
            line = line.styled(Style::Faint, format!(" {note}"));
        }
        context.ui.data(line);
    }
}

fn entry(state: MigrationState) -> Entry {
    Entry {
        version: state.version.to_string(),
        name: state.name,
        state: match state.state {
            State::Applied => "applied",
            State::Pending => "pending",
            State::Edited => "edited",
            State::Missing => "missing",
            State::HalfDone => "half_done",
        },
        applied_at: state.run_on,
    }
}
