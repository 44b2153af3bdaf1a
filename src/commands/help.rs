use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::Result;

/// The name of the command, which no own command can have.
pub(crate) const HELP: &str = "help";

/// Tell about a command, or about all of them
#[derive(Debug, clap::Args)]
pub(super) struct Help {
    /// The command, and the one of its own commands that is meant [default: all]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

impl Arguments for Help {
    const NAME: &'static str = HELP;

    fn manual() -> Manual {
        Manual::new()
            .group("Project")
            .example("manage help", "all commands, the global options, files and exit codes")
            .example("manage help migrate", "all about `migrate`")
            .example("manage migrate -h", "the same in short")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        context.ui.page(&context.program.page(&self.command)?, true);
        Ok(Outcome::Done)
    }
}
