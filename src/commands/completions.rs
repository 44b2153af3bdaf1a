use clap_complete::Shell;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::Result;

/// Print what makes a shell complete command lines
///
/// Commands, flags and their values, those of this project's own commands included. To be printed again when those
/// change.
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Arguments for Completions {
    const NAME: &'static str = "completions";

    fn manual() -> Manual {
        Manual::new()
            .group("Project")
            .example("source <(manage completions bash)", "in ~/.bashrc; zsh likewise, after `compinit`")
            .example(
                "manage completions bash > ~/.local/share/bash-completion/completions/manage",
                "once, where bash-completion is installed",
            )
            .example("manage completions zsh > ~/.zfunc/_manage", "once, for a folder in $fpath")
            .example("manage completions fish > ~/.config/fish/completions/manage.fish", "once")
            .example("manage completions powershell >> $PROFILE", "once")
            .example("manage completions elvish >> ~/.config/elvish/rc.elv", "once")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut context.program.for_completions(), "manage", &mut script);
        context.ui.verbatim(&String::from_utf8_lossy(&script));
        Ok(Outcome::Done)
    }
}
