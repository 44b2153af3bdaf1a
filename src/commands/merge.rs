use super::makemigrations::Merging;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::Result;
use crate::questions::AnswerFlags;

/// Join branches of migrations that collide
///
/// Where two migrations build on the same one and touch the same table, somebody has to say which branch comes last. This
/// asks, and writes a migration that builds on both, with the SQL that leads databases on which they ran in the other
/// order to the same schema. Branches that touch nothing in common and lead to the same schema in every order need none:
/// the next migration builds on all of them.
#[derive(Debug, clap::Args)]
pub(super) struct Merge {
    /// The branches to join, by the migrations that they end with [default: all]
    #[arg(value_name = "REV")]
    revisions: Vec<String>,

    /// What the migration is for; its directory is named after it [default: the branches]
    #[arg(short = 'm', long, value_name = "MESSAGE")]
    message: Option<String>,

    /// The name of the directory, after its version [default: made from the message]
    #[arg(long)]
    name: Option<String>,

    /// The branches in the order in which they count: what the last one does holds
    #[arg(long, value_name = "REV,REV", value_delimiter = ',')]
    order: Vec<String>,

    /// Only this database; can be given several times [default: all, or the default one where branches are named]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// Write nothing: print the SQL that would be written
    #[arg(long)]
    dry_run: bool,

    /// Keep the migration without trying it, with rows and after every order
    #[arg(long)]
    no_verify: bool,

    #[command(flatten)]
    flags: AnswerFlags,
}

impl Arguments for Merge {
    const NAME: &'static str = "merge";

    fn manual() -> Manual {
        Manual::new()
            .group("Changes")
            .example("manage merge", "asks which branch comes last, where that matters")
            .example("manage merge --order add_posts,add_tags", "without a question: what `add_tags` does holds")
            .example("manage merge --dry-run", "the SQL, and nothing written")
            .example("manage merge heads", "one head also where nothing collides")
            .exit_code(3, "it has to be said which branch comes last")
            .exit_code(5, "the branches cannot be joined as they are")
            .see_also("heads")
            .see_also("makemigrations")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self { revisions, message, name, order, database, dry_run, no_verify, flags } = self;
        Merging { revisions, message, name, order, database, dry_run, no_verify, flags }.run(context)
    }
}
