use std::path::PathBuf;

use crate::ui::{Colour, Verbosity};

/// The options that every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Globals {
    /// The settings file [default: settings.json here or in a folder above] [env: MANAGE_SETTINGS]
    #[arg(long, global = true, value_name = "FILE")]
    pub settings: Option<PathBuf>,

    /// Ask nothing: an open question ends the command
    #[arg(long, visible_alias = "noinput", global = true)]
    pub no_input: bool,

    /// Print data as JSON
    #[arg(long, global = true)]
    pub json: bool,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: Colour,

    /// Say more; twice: each statement that a database is sent as well
    #[arg(short, long, global = true, action = clap::ArgAction::Count, conflicts_with = "quiet")]
    pub verbose: u8,

    /// Say nothing but warnings and errors
    #[arg(short, long, global = true)]
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
}
