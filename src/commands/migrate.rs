use super::deployed::Deployed;
use super::leave::leave;
use super::progress::planned;
use super::ran::{DatabaseEntry, Report};
use super::running::Running;
use super::whereabouts::Whereabouts;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::database::{Access, Direction, Late, MigrationState, Options, Plan, plan_up};
use crate::error::{Error, ErrorKind, Result};
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

impl Arguments for Migrate {
    const NAME: &'static str = "migrate";

    fn manual() -> Manual {
        Manual::new()
            .group("Running")
            .example("manage migrate", "everything, in all databases")
            .example("manage migrate --plan", "what would be applied")
            .example("manage migrate +1", "one more, in the default database")
            .example("manage migrate --database analytics", "everything, in one database")
            .example("manage migrate --check", "in a deployment: is everything applied?")
            .exit_code(1, "`--check`: something is not applied")
            .exit_code(4, "another `manage` held the lock for too long")
            .exit_code(5, "a migration was edited or deleted after it was applied, or is too late")
            .see_also("showmigrations")
            .see_also("repair")
            .see_also("downgrade")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = self.databases(context)?;
        context.program.steps.look(&databases)?;
        let looks = self.running.plan || self.check;
        let access = if looks || self.target.is_some() { Access::ReadOnly } else { Access::Create };
        let mut report = Report::default();
        let mut ended_well = Vec::new();
        let outcome = context.each(&databases, AfterFailure::Stop, |context, database| {
            ended_well.push(false);
            let deployed = Deployed::of(context, database, access)?;
            let about = |error| deployed.about(error);
            let goal = self.goal(&deployed).map_err(about)?;
            let entry = report.of(&deployed);
            if looks {
                entry.planned(self.look(context, &deployed, goal.as_ref()).map_err(about)?);
                entry.with_rust(&deployed, Direction::Up);
            } else {
                self.apply(context, &deployed, goal.as_ref(), entry).map_err(about)?;
            }
            leave(deployed);
            ended_well.pop();
            ended_well.push(true);
            Ok(if self.check && !entry.migrations.is_empty() { Outcome::No } else { Outcome::Done })
        });
        let failed = match outcome {
            Ok(Outcome::Failed(kind)) => !matches!(kind, ErrorKind::Interrupted | ErrorKind::Terminated),
            _ => false,
        };
        if failed && !looks && report.has_begun() {
            report.whereabouts = Whereabouts::of(context, &databases, &ended_well);
            Whereabouts::say(context, &report.whereabouts);
        }
        context.report(&report)?;
        outcome
    }
}

impl Migrate {
    /// A target is one of one history: it needs one database.
    fn databases(&self, context: &mut Context) -> Result<Vec<Database>> {
        match (&self.target, self.database.as_slice()) {
            (None, aliases) => context.databases(aliases),
            (Some(_), []) => Ok(vec![context.database(None)?]),
            (Some(_), [alias]) => Ok(vec![context.database(alias.as_str())?]),
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
                Err(Error::usage(format!("`{target}` is where the database is: there is nothing to apply"))
                    .hint("`manage migrate` without a target applies everything"))
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
        let Plan { steps, warnings } = plan_up(&states, deployed.migrations(), goal, late)?;
        for warning in warnings {
            context.ui.warn(deployed.called(&warning));
        }
        let names: Vec<String> = steps.into_iter().map(|step| step.name).collect();
        if !context.ui.wants_json() {
            planned(context, deployed, &names, Direction::Up);
        }
        Ok(names)
    }

    /// Applies it.
    fn apply(
        &self,
        context: &Context,
        deployed: &Deployed,
        goal: Option<&Version>,
        entry: &mut DatabaseEntry,
    ) -> Result<()> {
        let options = deployed.options("manage migrate");
        let options = Options { late: self.late(options.late), ..options };
        self.running.run(context, deployed, Direction::Up, options, entry, |target, options, reporter| {
            crate::database::migrate(target, deployed.migrations(), goal, options, reporter)
        })
    }
}
