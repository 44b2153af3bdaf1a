use super::deployed::Deployed;
use super::scripted::Scripted;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::Access;
use crate::error::Result;

/// Print the SQL of a migration
///
/// All of it, ready to be run by hand: the transaction, what is asked of the session, and the rows that are written about
/// it. No database is connected to.
#[derive(Debug, clap::Args)]
pub(super) struct SqlMigrate {
    /// The migration
    #[arg(value_name = "REV")]
    revision: String,

    /// The SQL that undoes it
    #[arg(long, visible_alias = "backward")]
    backwards: bool,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

impl Arguments for SqlMigrate {
    const NAME: &'static str = "sqlmigrate";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage sqlmigrate create_users", "what applying it would run")
            .example("manage sqlmigrate head --backwards", "what undoing the newest one would run")
            .see_also("migrate")
            .see_also("show")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::of(context, &database, Access::ReadOnly)?;
        let scripted = Scripted::one(context, &deployed, &self.revision, self.backwards);
        scripted.map_err(|error| deployed.about(error))?.show(context)?;
        Ok(Outcome::Done)
    }
}
