use serde::Serialize;

use super::applied_on::to_the_second;
use super::deployed::Deployed;
use super::leave::leave;
use super::standing::Standing;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::database::{Access, MigrationState, State};
use crate::error::Result;
use crate::ui::{Style, Text};

/// Print where databases stand
///
/// The newest migrations that are applied: several where branches have not met, `base` where nothing is applied. With -v:
/// when, and where the database is.
#[derive(Debug, clap::Args)]
pub(super) struct Current {
    /// Exit with 1 unless everything is applied
    #[arg(long)]
    check_heads: bool,

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
    /// Where it is; never with a password.
    place: String,
    /// Whether all is applied that there is, and nothing beside it.
    at_heads: bool,
    /// How many migrations are not applied.
    pending: usize,
    current: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    version: String,
    name: String,
    /// Whether nothing builds on it.
    is_head: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    applied_at: Option<String>,
}

impl Arguments for Current {
    const NAME: &'static str = "current";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage current", "in all databases")
            .example("manage current --check-heads", "before a program starts: is the database ready for it?")
            .exit_code(1, "`--check-heads`: something is not applied")
            .see_also("heads")
            .see_also("showmigrations")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let mut report = Report { databases: Vec::new() };
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let deployed = Deployed::of(context, database, Access::ReadOnly)?;
            let standing = Standing::of(&deployed, &deployed.status()?);
            let (alias, place) = (database.alias().to_owned(), deployed.place());
            leave(deployed);
            if !context.ui.wants_json() {
                show(context, &alias, &place, &standing);
            }
            let outcome = if self.check_heads && !standing.is_at_heads { Outcome::No } else { Outcome::Done };
            let entry = |state: &MigrationState| Entry {
                version: state.version.to_string(),
                name: state.name.clone(),
                is_head: standing.heads.contains(&state.version),
                applied_at: state.run_on.clone(),
            };
            report.databases.push(DatabaseEntry {
                database: alias,
                place,
                at_heads: standing.is_at_heads,
                pending: standing.pending,
                current: standing.current.iter().map(entry).collect(),
            });
            Ok(outcome)
        });
        context.report(&report)?;
        outcome
    }
}

fn show(context: &Context, alias: &str, place: &str, standing: &Standing) {
    let verbose = context.globals.verbose > 0;
    let mut begin = Text::new().styled(Style::Alias, alias);
    if verbose {
        begin = begin.plain(" (").styled(Style::Path, place).plain(")");
    }
    let begin = begin.plain(": ");
    let pending = match standing.pending {
        0 => String::new(),
        1 => ", 1 migration is not applied".to_owned(),
        several => format!(", {several} migrations are not applied"),
    };
    if standing.current.is_empty() {
        context.ui.data(begin.plain("base").styled(Style::Caution, pending));
        return;
    }
    for state in &standing.current {
        let mut line = begin.clone().styled(Style::Name, &state.name);
        if standing.heads.contains(&state.version) {
            line = line.styled(Style::Good, " (head)");
        } else if state.state == State::Missing {
            line = line.styled(Style::Bad, " (no such directory)");
        }
        if let Some(run_on) = state.run_on.as_ref().filter(|_| verbose) {
            line = line.styled(Style::Faint, format!(" {}", to_the_second(run_on)));
        }
        context.ui.data(line.styled(Style::Caution, &pending));
    }
}
