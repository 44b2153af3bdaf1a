use super::deployed::Deployed;
use super::leave::leave;
use super::progress::planned;
use super::ran::{DatabaseEntry, Report};
use super::running::Running;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::{Access, Back, Direction, MigrationState, plan_down};
use crate::error::{Error, Result};
use crate::history::Revision;

/// Undo migrations
///
/// Takes migrations back, the newest first, in one database. Everything that stands in the way is found before anything
/// is undone.
#[derive(Debug, clap::Args)]
pub(super) struct Downgrade {
    /// How far: `-1` for the last one, a migration to go back to, or `base` for all
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
        let goal = self.goal(deployed, &states)?;
        if !self.running.plan {
            self.undo(context, deployed, &goal, entry)?;
            return Ok(Outcome::Done);
        }
        let plan = plan_down(&states, deployed.migrations(), &goal, deployed.dialect())?;
        for warning in plan.warnings {
            context.ui.warn(deployed.called(&warning));
        }
        let names: Vec<String> = plan.steps.into_iter().map(|step| step.name).collect();
        if !context.ui.wants_json() {
            planned(context, deployed, &names, Direction::Down);
        }
        entry.planned(names);
        entry.with_rust(deployed, Direction::Down);
        Ok(Outcome::Done)
    }

    fn goal(&self, deployed: &Deployed, states: &[MigrationState]) -> Result<Back> {
        // Diesel's way to count: the highest versions, whatever branch they are on.
        if let Some(steps) = self.target.strip_prefix('-').and_then(|steps| steps.parse().ok()) {
            return Ok(Back::Steps(steps));
        }
        match deployed.revision(&self.target, states)? {
            Revision::Base => Ok(Back::Base),
            Revision::At(versions) => match versions.as_slice() {
                [version] => Ok(Back::To(version.clone())),
                _ => {
                    Err(Error::usage(format!("`{}` means several migrations: there is one to go back to", self.target))
                        .hint("`-1` undoes the last one, `base` all"))
                }
            },
        }
    }

    fn undo(&self, context: &Context, deployed: &Deployed, goal: &Back, entry: &mut DatabaseEntry) -> Result<()> {
        let options = deployed.options("manage downgrade");
        self.running.run(context, deployed, Direction::Down, options, entry, |target, options, reporter| {
            crate::database::downgrade(target, deployed.migrations(), goal, options, reporter)
        })
    }
}
