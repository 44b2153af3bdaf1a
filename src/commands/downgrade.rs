use serde::Serialize;

use super::deployed::Deployed;
use super::progress::planned;
use super::running::Running;
use crate::cli::{Arguments, Context, Outcome};
use crate::database::{Back, Direction, MigrationState, plan_down};
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

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    database: &'a str,
    /// The directories, in the order in which they are undone.
    migrations: &'a [String],
    /// Those of them that Rust runs with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rust_steps: Vec<String>,
}

impl Arguments for Downgrade {
    const NAME: &'static str = "downgrade";

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::of(context, &database)?;
        let states = deployed.status()?;
        let goal = self.goal(&deployed, &states)?;
        let names = if self.running.plan {
            let plan = plan_down(&states, &deployed.migrations, &goal, deployed.dialect())?;
            for warning in plan.warnings {
                context.ui.warn(warning);
            }
            plan.steps.into_iter().map(|step| step.name).collect()
        } else {
            self.undo(context, &deployed, &goal)?
        };
        if context.ui.wants_json() {
            let rust_steps = deployed.with_steps(&names, Direction::Down);
            context.ui.json(&Report { database: database.alias(), migrations: &names, rust_steps })?;
        } else if self.running.plan {
            planned(context, &deployed, &names, Direction::Down);
        }
        Ok(Outcome::Done)
    }
}

impl Downgrade {
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

    fn undo(&self, context: &Context, deployed: &Deployed, goal: &Back) -> Result<Vec<String>> {
        let options = deployed.options("manage downgrade");
        self.running.run(context, deployed, ["Downgrading", "nothing to undo"], options, |target, options, reporter| {
            crate::database::downgrade(target, &deployed.migrations, goal, options, reporter)
        })
    }
}
