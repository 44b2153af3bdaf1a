//! `manage check`.

mod deploy;
mod drift;
mod expected;
mod finding;
mod heads;
mod models;
mod records;
mod remembered;
mod report;
mod session;

use expected::Ground;
use finding::Findings;
use report::{DatabaseEntry, Report, show};

use super::deployed::Deployed;
use super::histories::whole_history;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::database::Access;
use crate::error::{Error, Result};
use crate::settings::Database;

/// Look whether settings, models, migrations and databases fit together
///
/// Changes without a migration; whether schema.json says what the migrations lead to; branches that have not met;
/// migrations that were edited, are missing, late or half done on the live database; and what that database has which the
/// migrations that are applied there do not make, or the other way round, object by object. Nothing is written, and what
/// is found comes with what helps.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// Only this database; can be given several times [default: all]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// Also what a deployment would meet: migrations that nothing leads back from, statements that rewrite or lock tables
    /// that may be large
    #[arg(long)]
    deploy: bool,
}

impl Arguments for Check {
    const NAME: &'static str = "check";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage check", "does everything fit together?")
            .example("manage check --deploy", "and what will `manage migrate` meet on the live databases?")
            .exit_code(1, "something was found")
            .exit_code(5, "a history needs repair: edited, missing, colliding, half done")
            .see_also("makemigrations")
            .see_also("repair")
            .see_also("verify")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let mut report = Report { databases: Vec::new() };
        let several = databases.len() > 1;
        let outcome = context.each(&databases, AfterFailure::Continue, |context, database| {
            let looked = self.look(context, database);
            let outcome = looked.outcome(several, context, database.alias());
            let entry = DatabaseEntry::of(database.alias(), looked, &context.directory);
            show(context, &entry, outcome);
            report.databases.push(entry);
            Ok(outcome)
        });
        context.report(&report)?;
        outcome
    }
}

impl Check {
    /// All that can be found out: what fails keeps nothing else from being looked at that does not need it.
    fn look(&self, context: &mut Context, database: &Database) -> Findings {
        let mut found = Findings::default();
        let mut history = None;
        // What Diesel runs, whatever the environment: the schema is computed from that.
        let ground = match whole_history(context, database, None) {
            Ok(own) => {
                found.migrations = Some(own.size());
                // Where branches collide, what they lead to is nobody's schema yet.
                let ground = match heads::look(context, database, &own, &mut found) {
                    Ok(true) => Ground::of(context, database, &own).map_err(|error| found.errors.push(error)).ok(),
                    Ok(false) => None,
                    Err(error) => {
                        found.errors.push(error);
                        None
                    }
                };
                history = Some(own);
                ground
            }
            Err(error) => {
                found.errors.push(error);
                None
            }
        };
        if let (Some(ground), Some(history)) = (&ground, &history) {
            remembered::look(history, ground, &mut found);
            models::look(context, database, history, ground, &mut found);
        }
        // Why the directory cannot be read is said above, and would be said again.
        if history.is_some()
            && let Err(error) = self.live(context, database, ground.as_ref(), &mut found)
        {
            found.errors.push(error);
        }
        found
    }

    /// What is to be seen on the live database.
    fn live(
        &self,
        context: &mut Context,
        database: &Database,
        ground: Option<&Ground>,
        found: &mut Findings,
    ) -> Result<()> {
        let deployed = Deployed::of(context, database, Access::ReadOnly)?;
        found.place = Some(deployed.place());
        let examined = deployed.examined().map_err(|error| deployed.about(error))?;
        records::look(&deployed, &examined, found);
        session::look(&deployed, found);
        let Some(ground) = ground else { return Ok(()) };
        let Some(expected) = ground.after(context, &deployed, &examined.states, found)? else { return Ok(()) };
        if deployed.exists() {
            drift::look(context, &deployed, &examined.states, &expected, found)?;
        } else {
            found.notes.push(format!("there is no database {} yet: `manage migrate` makes it", deployed.place()));
        }
        if self.deploy {
            deploy::look(&deployed, &examined.states, &expected, found);
        }
        Ok(())
    }
}

/// The error as that of this database, if it is one of several.
fn tell(context: &Context, several: bool, alias: &str, error: &Error) {
    if several { context.ui.error_of(alias, error) } else { context.ui.error(error) }
}
