//! `manage inspectdb`.

mod found;
mod output;
mod proved;
mod report;

use std::path::PathBuf;

use found::Found;
use output::Output;
use proved::proved;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::Result;

/// Print models for an existing database
///
/// The structs that somebody would have written for its tables: from what a live database holds, or from the `table!` of
/// a schema.rs. They are read back and compared, so that `makemigrations` finds nothing to change; a table that a model
/// cannot declare as it is gets `managed = false`, with the reason. Nothing in the database is changed.
#[derive(Debug, clap::Args)]
pub(super) struct InspectDb {
    /// Only these tables [default: all]
    #[arg(value_name = "TABLE")]
    tables: Vec<String>,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    /// Read the `table!` and `joinable!` of this file instead of the database
    #[arg(long, value_name = "FILE", visible_alias = "from-schema")]
    from_file: Option<PathBuf>,

    #[command(flatten)]
    output: Output,
}

impl Arguments for InspectDb {
    const NAME: &'static str = "inspectdb";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage inspectdb --output src/models.rs", "models for a database that is there already")
            .example("manage inspectdb users posts", "of two tables")
            .example("manage inspectdb --from-file src/schema.rs", "structs for what table! declares")
            .example("manage makemigrations --from-database", "after it: the migration that the history begins with")
            .see_also("printschema")
            .see_also("makemigrations")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        self.output.check(context)?;
        let found = match &self.from_file {
            Some(file) => Found::in_file(context, &database, file)?,
            None => Found::live(context, &database)?,
        };
        let found = found.only(&self.tables)?;
        let text = proved(&found)?;
        report::tell(context, &found, &text);
        let file = self.output.write(context, &text.text)?;
        report::report(context, &found, &text, file)?;
        Ok(Outcome::Done)
    }
}
