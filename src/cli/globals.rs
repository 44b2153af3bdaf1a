use std::path::PathBuf;

use crate::ui::{Colour, Verbosity};

/// The options that every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// The settings file [default: settings.json here or in a folder above]
    #[arg(long, global = true, hide_long_help = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,

    /// Ask nothing: an open question ends the command
    #[arg(long, visible_alias = "noinput", global = true, hide_long_help = true)]
    pub no_input: bool,

    /// Print data as JSON
    #[arg(long, global = true, hide_long_help = true)]
    pub json: bool,

    /// When to use colours: auto, always, never
    #[arg(
        long,
        global = true,
        hide_long_help = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_possible_values = true
    )]
    pub color: Colour,

    /// Say more; twice: each statement that a database is sent as well
    #[arg(short, long, global = true, hide_long_help = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,

    /// Say nothing but warnings and errors
    #[arg(short, long, global = true, hide_long_help = true)]
    pub quiet: bool,
}

impl Globals {
    /// How much is said.
    pub fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, 0) => Verbosity::Normal,
            (false, 1) => Verbosity::Verbose,
            (false, _) => Verbosity::Trace,
        }
    }

    /// Those of a command that is called by one that has these, and whose own arguments say this.
    pub(super) fn for_called(&self, own: Self) -> Self {
        let talk = if own.verbosity() == Verbosity::Normal { self } else { &own };
        Self {
            no_input: self.no_input || own.no_input,
            verbose: talk.verbose,
            quiet: talk.quiet,
            color: self.color,
            json: own.json,
            settings: own.settings.or_else(|| self.settings.clone()),
        }
    }
}
