use std::path::PathBuf;

use serde::Serialize;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::models::Models;
use crate::settings::Database;
use crate::ui::{Style, Text};

/// Print the models as `table!` macros, as `schema!()` has them
///
/// For those who commit the text: `manage printschema > src/schema.rs`, and `--check src/schema.rs` where it is reviewed.
#[derive(Debug, clap::Args)]
pub(super) struct PrintSchema {
    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    /// Print nothing: exit with 1 if the file holds something else
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report<'a> {
    database: &'a str,
    schema: &'a str,
    /// With `--check`: whether the file holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    up_to_date: Option<bool>,
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
        let read = if database.migrations()?.len() > 1 { Models::read_among_others } else { Models::read };
        let models = read(database.folder(), &database.models()?, database.alias(), dialect)?
            .belonging_to(context.settings()?.databases().map(Database::alias))?;
        let schema = models.table_macros();
        let up_to_date = self.compare(context, &schema)?;
        context.report(&Report { database: database.alias(), schema: &schema, up_to_date })?;
        match (&self.check, up_to_date) {
            (Some(file), Some(false)) => {
                let file = file.display();
                context.ui.warn(Text::new().styled(Style::Path, &file).plain(" is not what the models say"));
                context.ui.hint(format!("`manage printschema > {file}` writes it anew"));
                return Ok(Outcome::No);
            }
            (None, _) if !context.ui.wants_json() => context.ui.verbatim(&schema),
            _ => {}
        }
        Ok(Outcome::Done)
    }
}

impl PrintSchema {
    /// Whether the file holds the text; one that is not there holds nothing.
    fn compare(&self, context: &Context, schema: &str) -> Result<Option<bool>> {
        let Some(file) = &self.check else { return Ok(None) };
        match std::fs::read(context.directory.join(file)) {
            Ok(bytes) => Ok(Some(bytes == schema.as_bytes())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Some(false)),
            Err(error) => Err(Error::failure(format!("cannot read {}", file.display()))
                .because(error)
                .hint("name the file that `manage printschema` is written to")),
        }
    }
}
