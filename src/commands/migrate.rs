use serde::Serialize;

use super::deployed::Deployed;
use super::progress::planned;
use super::running::Running;
use crate::cli::{AfterFailure, Arguments, Context, Outcome};
use crate::database::{Direction, Late, MigrationState, Options, Plan, plan_up};
use crate::error::{Error, Result};
use crate::history::{Revision, Version};
use crate::settings::Database;

/// Apply migrations
///
/// Applies what is not applied yet, in all databases of the settings or in one. Each migration runs in a transaction of
/// its own, under a lock: who comes second waits, finds nothing to do and is done. The first database that fails ends
/// the command, since later ones may build on it; what was applied before stays applied.
#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    /// Where to go: a migration, `head`, or `+N` [default: everything]
    target: Option<String>,

    /// Only this database; can be given several times [default: all, or with a target the default one]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    #[command(flatten)]
    running: Running,

    /// Exit with 1 if something is not applied, and apply nothing
    #[arg(long)]
    check: bool,

    /// Apply migrations that are older than applied ones, whatever they touch
    #[arg(long)]
    allow_late: bool,
}

/// What `--json` prints of one database.
#[derive(Serialize)]
struct Report<'a> {
    databases: &'a [Entry],
}

#[derive(Serialize)]
struct Entry {
    database: String,
    /// The directories, in order.
    migrations: Vec<String>,
    /// Those of them that Rust runs with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rust_steps: Vec<String>,
}

impl Arguments for Migrate {
    const NAME: &'static str = "migrate";

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = self.databases(context)?;
        let mut report = Vec::new();
        let outcome = context.each(&databases, AfterFailure::Stop, |context, database| {
            let deployed = Deployed::of(context, database)?;
            let goal = self.goal(&deployed)?;
            let looking = self.running.plan || self.check;
            let names = if looking {
                self.look(context, &deployed, goal.as_ref())?
            } else {
                self.apply(context, &deployed, goal.as_ref())?
            };
            let outcome = if self.check && !names.is_empty() { Outcome::No } else { Outcome::Done };
            let rust_steps = deployed.with_steps(&names, Direction::Up);
            report.push(Entry { database: database.alias().to_owned(), migrations: names, rust_steps });
            Ok(outcome)
        })?;
        if context.ui.wants_json() {
            context.ui.json(&Report { databases: &report })?;
        }
        Ok(outcome)
    }
}

impl Migrate {
    /// A target is one of one history: it needs one database.
    fn databases(&self, context: &mut Context) -> Result<Vec<Database>> {
        match (&self.target, self.database.as_slice()) {
            (None, aliases) => context.databases(aliases),
            (Some(_), []) => Ok(vec![context.database(None)?]),
            (Some(_), [alias]) => Ok(vec![context.database(Some(alias))?]),
            (Some(target), _) => {
                Err(Error::usage(format!("`{target}` is a migration of one database, and several are given"))
                    .hint("give one `--database`"))
            }
        }
    }

    /// Up to where, if not everything.
    fn goal(&self, deployed: &Deployed) -> Result<Option<Version>> {
        let Some(target) = &self.target else { return Ok(None) };
        let states = deployed.status()?;
        let behind = |target: &str| {
            Error::usage(format!("`{target}` is behind what is applied"))
                .hint(format!("`manage downgrade {target}` goes back"))
        };
        match deployed.revision(target, &states)? {
            Revision::Base if states.iter().any(MigrationState::is_applied) => Err(behind(target)),
            Revision::Base => {
                Err(Error::usage(format!("`{target}` is where the database is: there is nothing to apply")))
            }
            Revision::At(versions) => {
                // Several are the heads: that is everything.
                let [version] = versions.as_slice() else { return Ok(None) };
                let state = states.iter().find(|state| state.version == *version);
                let above = states.iter().any(|state| state.is_applied() && state.version > *version);
                if state.is_some_and(MigrationState::is_applied) && above {
                    return Err(behind(target));
                }
                Ok(Some(version.clone()))
            }
        }
    }

    fn late(&self, settings: Late) -> Late {
        if self.allow_late { Late::Allow } else { settings }
    }

    /// What would be applied.
    fn look(&self, context: &Context, deployed: &Deployed, goal: Option<&Version>) -> Result<Vec<String>> {
        let states = deployed.status()?;
        let late = self.late(deployed.options("").late);
        let Plan { steps, warnings } = plan_up(&states, &deployed.migrations, goal, late)?;
        for warning in warnings {
            context.ui.warn(warning);
        }
        let names: Vec<String> = steps.into_iter().map(|step| step.name).collect();
        if !context.ui.wants_json() {
            planned(context, deployed, &names, Direction::Up);
        }
        Ok(names)
    }

    /// Applies it.
    fn apply(&self, context: &Context, deployed: &Deployed, goal: Option<&Version>) -> Result<Vec<String>> {
        let options = deployed.options("manage migrate");
        let options = Options { late: self.late(options.late), ..options };
        self.running.run(context, deployed, ["Migrating", "nothing to apply"], options, |target, options, reporter| {
            crate::database::migrate(target, &deployed.migrations, goal, options, reporter)
        })
    }
}
