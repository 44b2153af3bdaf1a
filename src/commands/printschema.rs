//! `manage printschema`.

mod how;

use std::path::{Path, PathBuf};

use how::How;
use serde::Serialize;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::models::Models;
use crate::settings::{Database, PrintSection, PrintSections};
use crate::ui::{Style, Text};

/// Print the models as `table!` macros, as `schema!()` has them
///
/// For those who commit the text: `manage printschema > src/schema.rs`, and `--check src/schema.rs` where it is reviewed.
/// The options of `diesel print-schema`, here or in `[print_schema]` of diesel.toml, do what they do there.
#[derive(Debug, clap::Args)]
pub(super) struct PrintSchema {
    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,

    /// Print nothing: exit with 1 if the file holds something else
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,

    #[command(flatten)]
    how: How,
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
        let schema = self.print(&models, &database, context)?;
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
    /// The text by each section of `diesel.toml` that is asked for.
    fn print(&self, models: &Models, database: &Database, context: &mut Context) -> Result<String> {
        let variables = context.settings()?.variables().clone();
        let sections = PrintSections::find(database.folder(), &variables)?;
        let key = self.how.schema_key.as_ref();
        if let Some(key) = key.filter(|key| !sections.all.contains_key(*key)) {
            let names: Vec<&str> = sections.all.keys().map(String::as_str).collect();
            let error = Error::usage(format!("diesel.toml has no [print_schema.{key}]"));
            return Err(match names.as_slice() {
                [] => error.hint("it says nothing of printing"),
                names => error.hint(format!("it has {}", names.join(", "))),
            });
        }
        let mut text = String::new();
        let wanted: Vec<Option<&PrintSection>> = match sections.all.is_empty() {
            true => vec![None],
            false => {
                let named = sections.all.iter().filter(|(name, _)| key.is_none_or(|key| key == *name));
                named.map(|(_, section)| Some(section)).collect()
            }
        };
        for section in wanted {
            let (options, patch) = self.how.options(section, sections.several, database.driver()?)?;
            let printed = models.table_macros_with(&options);
            text.push_str(&match patch {
                Some(file) => patched(&printed, &context.directory.join(file))?,
                None => printed,
            });
        }
        Ok(text)
    }

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

/// The text after the changes of a unified diff.
fn patched(text: &str, file: &Path) -> Result<String> {
    let shown = file.display();
    let patch = std::fs::read_to_string(file)
        .map_err(|error| Error::failure(format!("cannot read the patch {shown}")).because(error))?;
    let patch = diffy::Patch::from_str(&patch)
        .map_err(|error| Error::failure(format!("{shown} is no unified diff")).because(error))?;
    diffy::apply(text, &patch).map_err(|error| {
        Error::failure(format!("{shown} does not fit what is printed"))
            .because(error)
            .hint("print it without the patch (`patch_file`), and make the diff anew")
    })
}
