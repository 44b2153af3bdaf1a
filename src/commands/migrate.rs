use super::deployed::Deployed;
use super::fake_initial::initial;
use super::goal;
use super::leave::leave;
use super::planned::Planned;
use super::ran::{DatabaseEntry, Report};
use super::running::Running;
use super::scripted::Scripted;
use super::whereabouts::Whereabouts;
use crate::cli::{AfterFailure, Arguments, Context, Manual, Outcome};
use crate::database::{Access, Direction, Late, Options, Plan, plan_up, supposed};
use crate::error::{Error, ErrorKind, Result};
use crate::history::Version;
use crate::settings::Database;

/// Apply migrations
///
/// Applies what is not applied yet, in all databases of the settings or in one. Each migration runs in a transaction of
/// its own, under a lock: who comes second waits, finds nothing to do and is done. The first database that fails ends
/// the command, since later ones may build on it; what was applied before stays applied.
#[derive(Debug, clap::Args)]
pub(super) struct Migrate {
    /// Where to go: a migration, `head`, or `+N`; with `--sql` also FROM:TO [default: everything]
    target: Option<String>,

    /// Only this database; can be given several times [default: all, or with a target the default one]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    #[command(flatten)]
    running: Running,

    /// Count the first migrations as applied where the database holds what they make: every definition is compared
    #[arg(long, conflicts_with_all = ["sql", "fake", "check"])]
    fake_initial: bool,

    /// Exit with 1 if something is not applied, and apply nothing
    #[arg(long, conflicts_with_all = ["sql", "fake"])]
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
            .example("manage migrate --sql create_users:head", "a script that leads from one place to another")
            .example("manage migrate --fake-initial", "a database that was made in another way is taken over")
            .example("manage migrate --fake-initial --plan", "the same, and nothing written")
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
        if self.running.sql {
            return self.script(context, &databases);
        }
        goal::refuse_range(self.target.as_deref())?;
        let mut report = Report::default();
        let mut ended_well = Vec::new();
        let outcome = context.each(&databases, AfterFailure::Stop, |context, database| {
            ended_well.push(false);
            let deployed = Deployed::of(context, database, access)?;
            let about = |error| deployed.about(error);
            let goal = self.goal(&deployed).map_err(about)?;
            let entry = report.of(&deployed);
            if !looks {
                deployed.warn_of_session();
            }
            if looks {
                entry.planned(self.look(context, &deployed, goal.as_deref()).map_err(about)?);
            } else {
                if self.fake_initial
                    && let Some(there) = initial(context, &deployed).map_err(about)?
                {
                    self.apply(context, &deployed, Some(&there), true, entry).map_err(about)?;
                }
                self.apply(context, &deployed, goal.as_deref(), false, entry).map_err(about)?;
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
    fn goal(&self, deployed: &Deployed) -> Result<Option<Vec<Version>>> {
        let Some(target) = &self.target else { return Ok(None) };
        goal::forward(deployed, target, &deployed.status()?)
    }

    /// Prints what would be applied, as a script.
    fn script(&self, context: &mut Context, databases: &[Database]) -> Result<Outcome> {
        let [database] = databases else {
            return Err(Error::usage("a script is for one database, and the settings have several")
                .hint("say which one: `--database ALIAS`"));
        };
        let deployed = Deployed::of(context, database, Access::ReadOnly)?;
        let late = self.late(deployed.options("").late);
        let scripted = Scripted::forward(context, &deployed, self.target.as_deref(), late);
        scripted.map_err(|error| deployed.about(error))?.show(context)?;
        leave(deployed);
        Ok(Outcome::Done)
    }

    fn late(&self, settings: Late) -> Late {
        if self.allow_late { Late::Allow } else { settings }
    }

    /// What would be applied.
    fn look(&self, context: &Context, deployed: &Deployed, goal: Option<&[Version]>) -> Result<Vec<Planned>> {
        let mut states = deployed.status()?;
        let there = if self.fake_initial { initial(context, deployed)? } else { None };
        let counted = there.map(|there| Planned::counted(deployed, &there)).unwrap_or_default();
        if let Some(last) = counted.last() {
            let applied = deployed.migrations().iter().map(|own| own.version.clone());
            let applied = applied.take_while(|version| version.as_str() <= last.version()).collect();
            states = supposed(deployed.migrations(), &applied);
        }
        let late = self.late(deployed.options("").late);
        let Plan { steps, warnings } = plan_up(&states, deployed.migrations(), goal, late)?.on(deployed.dialect());
        for warning in warnings {
            context.ui.warn(deployed.called(&warning));
        }
        let planned = Planned::of(deployed, &steps);
        if !context.ui.wants_json() {
            Planned::show_counted(&counted, context, deployed);
            Planned::show(&planned, context, deployed, Direction::Up);
        }
        Ok(counted.into_iter().chain(planned).collect())
    }

    /// Applies it.
    fn apply(
        &self,
        context: &Context,
        deployed: &Deployed,
        goal: Option<&[Version]>,
        fake: bool,
        entry: &mut DatabaseEntry,
    ) -> Result<()> {
        let options = deployed.options("manage migrate");
        let options = Options { late: self.late(options.late), fake, ..options };
        self.running.run(context, deployed, Direction::Up, options, entry, |target, options, reporter| {
            crate::database::migrate(target, deployed.migrations(), goal, options, reporter)
        })
    }
}
