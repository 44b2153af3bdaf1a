use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::Instant;

use clap::{ArgMatches, ValueEnum};

use super::command::Function;
use super::program::{Program, Refusal};
use super::{Arguments, Clock, Command, Context, Outcome, command};
use crate::error::{Error, Result, exit_code};
use crate::settings::Variables;
use crate::ui::{Colour, Terminal, Ui};

/// The program: built-in commands and a project's own behind one command line.
///
/// ```no_run
/// use diesel_manage::{Manage, Outcome, clap};
///
/// fn main() -> std::process::ExitCode {
///     Manage::new()
///         .function(clap::Command::new("ping").about("Answers"), |context, _| {
///             context.ui.data("pong");
///             Ok(Outcome::Done)
///         })
///         .run()
/// }
/// ```
///
/// What is wrong with the definition of an own command (two of one name, a flag that is a global option, what clap would
/// panic about) is an error of every run, so that it is found with the first one.
pub struct Manage {
    pub(super) program: Program,
}

/// What a program is given by the process that it runs in.
pub(crate) struct Surroundings<U> {
    /// Its environment.
    pub(crate) variables: Variables,
    /// Its working directory.
    pub(crate) directory: std::io::Result<PathBuf>,
    /// How many columns its terminal has.
    pub(crate) width: Option<usize>,
    /// What it says things on, with these colours.
    pub(crate) ui: U,
}

impl Default for Manage {
    fn default() -> Self {
        Self::new()
    }
}

impl Manage {
    /// The program with its built-in commands.
    pub fn new() -> Self {
        Self { program: Program::built_in() }
    }

    /// The same with another command. One that has the name of a built-in command takes its place.
    #[must_use]
    pub fn command(mut self, command: impl Command + 'static) -> Self {
        self.program.add(Box::new(command));
        self
    }

    /// The same with the command that has these arguments.
    #[must_use]
    pub fn arguments<A: Arguments + 'static>(self) -> Self {
        self.command(command::<A>())
    }

    /// The same with a command that is a function.
    #[must_use]
    pub fn function(
        self,
        clap: clap::Command,
        run: impl Fn(&mut Context, &ArgMatches) -> Result<Outcome> + 'static,
    ) -> Self {
        self.command(Function { clap, run })
    }

    /// The same with a built-in command replaced by one that is made of it, has its name, and can do what it does.
    ///
    /// ```
    /// use diesel_manage::clap::{self, ArgMatches};
    /// use diesel_manage::{Command, Context, Manage, Outcome, Result};
    ///
    /// /// `migrate`, and a word afterwards.
    /// struct Announced(Box<dyn Command>);
    ///
    /// impl Command for Announced {
    ///     fn clap(&self) -> clap::Command {
    ///         self.0.clap()
    ///     }
    ///
    ///     fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
    ///         let outcome = self.0.run(context, matches)?;
    ///         context.ui.say("the databases are up to date");
    ///         Ok(outcome)
    ///     }
    /// }
    ///
    /// let manage = Manage::new().wrap("migrate", Announced);
    /// ```
    #[must_use]
    pub fn wrap<C: Command + 'static>(mut self, name: &str, make: impl FnOnce(Box<dyn Command>) -> C) -> Self {
        self.program.wrap(name, |command| Box::new(make(command)));
        self
    }

    /// Reads the command line of this process, does what it says, and gives the exit code.
    ///
    /// A panic in a command is a fault of the program: Rust reports it, and the exit code is 101.
    pub fn run(self) -> ExitCode {
        let variables = Variables::of_process();
        let terminal = Terminal::of(|name| variables.get_os(name));
        let directory = std::env::current_dir();
        let width = console::Term::stdout().size_checked().map(|(_, width)| width.into());
        let ui = move |colour| Ui::of_process(colour, terminal);
        ExitCode::from(self.run_in(std::env::args_os(), Surroundings { variables, directory, width, ui }))
    }

    /// The same with these arguments (the program's name first), and these surroundings.
    pub(crate) fn run_in<U: FnOnce(Colour) -> Ui>(
        mut self,
        arguments: impl IntoIterator<Item: Into<OsString>>,
        Surroundings { variables, directory, width, ui }: Surroundings<U>,
    ) -> u8 {
        let begin = Instant::now();
        let arguments: Vec<OsString> = arguments.into_iter().map(Into::into).collect();
        self.program.width = width.unwrap_or(Program::WIDTH).clamp(20, Program::WIDTH);
        if let Err(error) = self.program.check() {
            return refuse(ui(colour_of(&arguments)), Refusal::Error(error), wants_json(&arguments));
        }
        let (globals, matches) = match self.program.parse(arguments.iter().cloned()) {
            Ok(parsed) => parsed,
            Err(refusal) => {
                let ui = ui(colour_of(&arguments));
                return refuse(ui, refusal, wants_json(&arguments));
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
        let program = Rc::new(self.program);
        let calls = Vec::new();
        let mut context =
            Context { ui, globals, clock, variables, directory, settings: None, program: Rc::clone(&program), calls };
        let code = match program.run(&mut context, &matches) {
            Ok(outcome) => outcome.exit_code(),
            Err(error) => fail(&context.ui, &error),
        };
        context.ui.detail(format!("took {:.3} s", begin.elapsed().as_secs_f64()));
        end(&context.ui, code)
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

/// Answers a command line that is not carried out. A page is text, whatever else is asked for.
fn refuse(ui: Ui, refusal: Refusal, json: bool) -> u8 {
    match refusal {
        Refusal::Error(error) => {
            let ui = ui.with_json(json);
            end(&ui, fail(&ui, &error))
        }
        Refusal::Page { page, asked_for } => {
            ui.page(&page, asked_for);
            end(&ui, if asked_for { exit_code::DONE } else { exit_code::USAGE })
        }
    }
}

/// Whether a command line that could not be read asks for JSON.
fn wants_json(arguments: &[OsString]) -> bool {
    arguments.iter().take_while(|argument| *argument != "--").any(|argument| argument == "--json")
}

/// The exit code once all is said: data that could not be written is an error, whatever the command says.
fn end(ui: &Ui, code: u8) -> u8 {
    ui.finish().map_or_else(|error| fail(ui, &error).max(code), |()| code)
}

fn fail(ui: &Ui, error: &Error) -> u8 {
    ui.error(error);
    error.kind().exit_code()
}
