use super::deployed::Deployed;
use super::goal;
use super::leave::leave;
use super::planned::Planned;
use super::ran::{DatabaseEntry, Report};
use super::running::Running;
use super::scripted::Scripted;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::{Access, Back, Direction, plan_down};
use crate::error::Result;

/// Undo migrations
///
/// Takes migrations back, the newest first, in one database. Everything that stands in the way is found before anything
/// is undone.
#[derive(Debug, clap::Args)]
pub(super) struct Downgrade {
    /// How far: `-1` for the last one, a migration to go back to, or `base` for all; with `--sql` also FROM:TO
    target: String,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    #[command(flatten)]
    running: Running,
}

impl Arguments for Downgrade {
    const NAME: &'static str = "downgrade";

    fn manual() -> Manual {
        Manual::new()
            .group("Running")
            .example("manage downgrade -1", "the last one")
            .example("manage downgrade create_users", "everything after that migration")
            .example("manage downgrade base --plan", "what undoing all of them would undo")
            .example("manage downgrade --sql head:create_users", "a script that undoes everything after that migration")
            .example("manage downgrade -1 --database analytics", "the last one of another database")
            .exit_code(4, "another `manage` held the lock for too long")
            .exit_code(5, "the SQL that undoes a migration is missing, or one stopped half way")
            .see_also("showmigrations")
            .see_also("repair")
            .see_also("migrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::of(context, &database, Access::ReadOnly)?;
        if self.running.sql {
            let scripted = Scripted::back(context, &deployed, &self.target);
            scripted.map_err(|error| deployed.about(error))?.show(context)?;
            leave(deployed);
            return Ok(Outcome::Done);
        }
        goal::refuse_range(Some(&self.target))?;
        let mut report = Report::default();
        let done = self.go(context, &deployed, report.of(&deployed)).map_err(|error| deployed.about(error));
        context.report(&report)?;
        leave(deployed);
        done
    }
}

impl Downgrade {
    fn go(&self, context: &Context, deployed: &Deployed, entry: &mut DatabaseEntry) -> Result<Outcome> {
        let states = deployed.status()?;
        let goal = goal::back(deployed, &self.target, &states)?;
        if !self.running.plan {
            self.undo(context, deployed, &goal, entry)?;
            return Ok(Outcome::Done);
        }
        let plan = plan_down(&states, deployed.migrations(), &goal, deployed.dialect())?.on(deployed.dialect());
        for warning in plan.warnings {
            context.ui.warn(deployed.called(&warning));
        }
        let planned = Planned::of(deployed, &plan.steps);
        if !context.ui.wants_json() {
            Planned::show(&planned, context, deployed, Direction::Down);
        }
        entry.planned(planned);
        Ok(Outcome::Done)
    }

    fn undo(&self, context: &Context, deployed: &Deployed, goal: &Back, entry: &mut DatabaseEntry) -> Result<()> {
        let options = deployed.options("manage downgrade");
        self.running.run(context, deployed, Direction::Down, options, entry, |target, options, reporter| {
            crate::database::downgrade(target, deployed.migrations(), goal, options, reporter)
        })
    }
}
