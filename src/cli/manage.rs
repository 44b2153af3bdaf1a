use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::{ArgMatches, Args, FromArgMatches, ValueEnum};

use super::{Clock, Command, Context, Globals, Steps, habits};
use crate::commands;
use crate::error::{Error, Result, exit_code};
use crate::settings::Variables;
use crate::ui::{Colour, Ui};

/// The program: built-in commands and a project's own behind one command line.
pub struct Manage {
    pub(super) commands: Vec<Box<dyn Command>>,
    pub(super) steps: Steps,
}

impl Default for Manage {
    fn default() -> Self {
        Self::new()
    }
}

impl Manage {
    /// The program with its built-in commands.
    pub fn new() -> Self {
        Self { commands: commands::built_in(), steps: Steps::default() }
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
        let plain = variables.get_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || variables.get_os("TERM").is_some_and(|term| term == "dumb");
        let directory = std::env::current_dir();
        let ui = move |colour| Ui::of_process(colour, plain);
        ExitCode::from(self.run_with(std::env::args_os(), variables, directory, ui))
    }

    /// The same with these arguments (the program's name first), environment and directory.
    pub fn run_with(
        mut self,
        arguments: impl IntoIterator<Item: Into<OsString>>,
        variables: Variables,
        directory: std::io::Result<PathBuf>,
        ui: impl FnOnce(Colour) -> Ui,
    ) -> u8 {
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        let parsed = self.clap().try_get_matches_from(&arguments);
        let parsed = parsed.and_then(|matches| Ok((Globals::from_arg_matches(&matches)?, matches)));
        let (globals, matches) = match parsed {
            Ok(parsed) => parsed,
            Err(error) => return self.refuse(&ui(colour_of(&arguments)), &error),
        };
        let ui = ui(globals.color).with_verbosity(globals.verbosity()).with_json(globals.json);
        let clock = Clock::of(&variables);
        let (clock, directory) = match (clock, directory) {
            (Ok(clock), Ok(directory)) => (clock, directory),
            (Err(error), _) => return fail(&ui, &error),
            (_, Err(error)) => return fail(&ui, &Error::failure("the working directory is gone").because(error)),
        };
        let steps = Rc::new(std::mem::take(&mut self.steps));
        let mut context = Context { ui, globals, clock, variables, directory, settings: None, steps };
        let code = match self.dispatch(&mut context, &matches) {
            Ok(code) => code,
            Err(error) => fail(&context.ui, &error),
        };
        match context.ui.finish() {
            Ok(()) => code,
            Err(error) => fail(&context.ui, &error).max(code),
        }
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
            return fail(ui, &unknown.hint(format!("here it is called `manage {ours}`")));
        }
        ui.clap(error);
        if error.use_stderr() {
            return exit_code::USAGE;
        }
        ui.finish().map_or_else(|error| fail(ui, &error), |()| exit_code::DONE)
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

fn fail(ui: &Ui, error: &Error) -> u8 {
    ui.error(error);
    error.kind().exit_code()
}
