use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};

use super::{Clock, Command, Context, Globals, habits};
use crate::commands;
use crate::error::{Error, Result, exit_code};
use crate::settings::Variables;
use crate::ui::{Colour, Terminal, Ui};

/// The program: built-in commands and a project's own behind one command line.
pub struct Manage {
    pub(super) commands: Vec<Box<dyn Command>>,
}

impl Default for Manage {
    fn default() -> Self {
        Self::new()
    }
}

impl Manage {
    /// The program with its built-in commands.
    pub fn new() -> Self {
        Self { commands: commands::built_in() }
    }

    /// The same with another command. One that has the name of a built-in command takes its place.
    #[must_use]
    pub fn command(self, command: impl Command + 'static) -> Self {
        self.boxed(Box::new(command))
    }

    fn boxed(mut self, command: Box<dyn Command>) -> Self {
        let clap = command.clap();
        let twin = self.commands.iter_mut().find(|other| other.clap().get_name() == clap.get_name());
        match twin {
            Some(twin) => *twin = command,
            None => self.commands.push(command),
        }
        self
    }

    /// Reads the command line of this process, does what it says, and gives the exit code.
    pub fn run(self) -> ExitCode {
        let variables = Variables::of_process();
        let terminal = Terminal::of(|name| variables.get_os(name));
        let directory = std::env::current_dir();
        let ui = move |colour| Ui::of_process(colour, terminal);
        ExitCode::from(self.run_with(std::env::args_os(), variables, directory, ui))
    }

    /// The same with these arguments (the program's name first), environment and directory.
    pub fn run_with(
        self,
        arguments: impl IntoIterator<Item: Into<OsString>>,
        variables: Variables,
        directory: std::io::Result<PathBuf>,
        ui: impl FnOnce(Colour) -> Ui,
    ) -> u8 {
        let begin = Instant::now();
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let parsed = self.clap().try_get_matches_from(&arguments);
        let parsed = parsed.and_then(|matches| Ok((Globals::from_arg_matches(&matches)?, matches)));
        let (globals, matches) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                let ui = ui(colour_of(&arguments));
                let code = self.refuse(&ui.with_json(error.use_stderr() && wants_json(&arguments)), &error);
                return code;
            }
        };
        let ui = ui(globals.color).with_verbosity(globals.verbosity()).with_json(globals.json);
        let clock = Clock::of(&variables);
        let (clock, directory) = match (clock, directory) {
            (Ok(clock), Ok(directory)) => (clock, directory),
            (Err(error), _) => return end(&ui, fail(&ui, &error)),
            (_, Err(error)) => {
                let error = Error::failure("the working directory is gone").because(error);
                return end(&ui, fail(&ui, &error.hint("`cd` into a folder that is there")));
            }
        };
        let mut context = Context { ui, globals, clock, variables, directory, settings: None };
        let code = match self.dispatch(&mut context, &matches) {
            Ok(code) => code,
            Err(error) => fail(&context.ui, &error),
        };
        context.ui.detail(format!("took {:.3} s", begin.elapsed().as_secs_f64()));
        end(&context.ui, code)
    }

    fn dispatch(&self, context: &mut Context, matches: &ArgMatches) -> Result<u8> {
        let Some((name, matches)) = matches.subcommand() else { return Ok(exit_code::USAGE) };
        let command = self.commands.iter().find(|command| command.clap().get_name() == name);
        command.map_or(Ok(exit_code::USAGE), |command| Ok(command.run(context, matches)?.exit_code()))
    }

    /// Answers a command line that clap does not take, and a wish for help.
    fn refuse(&self, ui: &Ui, error: &clap::Error) -> u8 {
        if error.kind() == ClapKind::InvalidSubcommand
            && let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand)
            && let Some(ours) = habits::ours(typed).filter(|ours| self.knows(ours))
        {
            let unknown = Error::usage(format!("there is no command `{typed}`"));
            return end(ui, fail(ui, &unknown.hint(format!("here it is called `manage {ours}`"))));
        }
        ui.clap(error);
        end(ui, if error.use_stderr() { exit_code::USAGE } else { exit_code::DONE })
    }

    /// Whether the first word is one of the commands.
    fn knows(&self, line: &str) -> bool {
        let name = line.split(' ').next().unwrap_or_default();
        self.commands.iter().any(|command| command.clap().get_name() == name)
    }

    fn clap(&self) -> clap::Command {
        // The description of the options would be taken for that of the program if it were added last.
        let root = Globals::augment_args(clap::Command::new("manage"))
            .about("Django's manage.py for Diesel: migrations made from Rust structs")
            .long_about(None)
            .version(env!("CARGO_PKG_VERSION"))
            .subcommand_required(true)
            .arg_required_else_help(true)
            .max_term_width(100);
        let subcommand = |command: &dyn Command| {
            // `downgrade -1` is a target, not a flag.
            command.clap().mut_args(|arg| if arg.is_positional() { arg.allow_negative_numbers(true) } else { arg })
        };
        root.subcommands(self.commands.iter().map(|command| subcommand(command.as_ref())))
    }
}

/// The colours that are asked for in a command line that could not be read, or that asks for help.
fn colour_of(arguments: &[OsString]) -> Colour {
    let mut arguments = arguments.iter().filter_map(|argument| argument.to_str());
    let mut chosen = None;
    while let Some(argument) = arguments.next() {
        match argument.strip_prefix("--color") {
            Some("") => chosen = arguments.next(),
            Some(value) => chosen = value.strip_prefix('='),
            None => {}
        }
    }
    chosen.and_then(|value| Colour::from_str(value, false).ok()).unwrap_or_default()
}

/// Whether a command line that could not be read asks for JSON.
fn wants_json(arguments: &[OsString]) -> bool {
    arguments.iter().take_while(|argument| *argument != "--").any(|argument| argument == "--json")
}

/// The exit code once all that is to be said is said.
fn end(ui: &Ui, code: u8) -> u8 {
    ui.finish().map_or_else(|error| fail(ui, &error).max(code), |()| code)
}

fn fail(ui: &Ui, error: &Error) -> u8 {
    ui.error(error);
    error.kind().exit_code()
}
