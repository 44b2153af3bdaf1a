use crate::cli::{Arguments, Context, Outcome};
use crate::error::Result;
use crate::models::Models;

/// Print the models as `table!` macros, as `schema!()` has them
#[derive(Debug, clap::Args)]
pub(super) struct PrintSchema {
    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

impl Arguments for PrintSchema {
    const NAME: &'static str = "printschema";

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let dialect = database.driver()?.dialect();
        let models = Models::read(database.folder(), &database.models()?, database.alias(), dialect)?;
        context.ui.verbatim(&models.table_macros());
        Ok(Outcome::Done)
    }
}
