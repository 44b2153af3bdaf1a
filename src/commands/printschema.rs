use serde::Serialize;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::Result;
use crate::models::Models;
use crate::settings::Database;

/// Print the models as `table!` macros, as `schema!()` has them
#[derive(Debug, clap::Args)]
pub(super) struct PrintSchema {
    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    database: &'a str,
    schema: &'a str,
}

impl Arguments for PrintSchema {
    const NAME: &'static str = "printschema";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage printschema > src/schema.rs", "for those who commit it")
            .example("manage printschema --database analytics", "of another database")
            .see_also("makemigrations")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let dialect = database.driver()?.dialect();
        let models = Models::read(database.folder(), &database.models()?, database.alias(), dialect)?
            .belonging_to(context.settings()?.databases().map(Database::alias))?;
        let schema = models.table_macros();
        if context.ui.wants_json() {
            context.ui.json(&Report { database: database.alias(), schema: &schema })?;
        } else {
            context.ui.verbatim(&schema);
        }
        Ok(Outcome::Done)
    }
}
