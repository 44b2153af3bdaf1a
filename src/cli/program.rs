use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Args, FromArgMatches};

use super::{Command, Context, Globals, Outcome, Steps, backward, definition, habits, page, usage};
use crate::commands::{self, HELP};
use crate::error::{Error, Result};

/// All commands of a program, and how command lines are read that name them.
pub(crate) struct Program {
    pub(super) entries: Vec<Entry>,
    /// The Rust that runs with migrations.
    pub(crate) steps: Steps,
    /// What is wrong with how it was put together.
    mistakes: Vec<Error>,
    /// How many columns its pages have.
    pub(super) width: usize,
}

/// A command of the program.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) command: Box<dyn Command>,
    /// Whether it is not one of ours.
    pub(super) own: bool,
    /// Where it is listed unless it says otherwise.
    pub(super) group: String,
}

/// Why a command line is not carried out.
pub(super) enum Refusal {
    /// There is a page to show, whether or not it was asked for.
    Page { page: StyledStr, asked_for: bool },
    /// It is wrong.
    Error(Error),
}

impl Program {
    /// How wide pages are at most.
    pub(super) const WIDTH: usize = 100;

    /// The program with these commands of ours.
    pub(super) fn of(commands: Vec<Box<dyn Command>>) -> Self {
        let entries = commands.into_iter().map(|command| Entry::of(command, false));
        Self { entries: entries.collect(), steps: Steps::default(), mistakes: Vec::new(), width: Self::WIDTH }
    }

    /// The program with the built-in commands.
    pub(super) fn built_in() -> Self {
        Self::of(commands::built_in())
    }

    /// Adds an own command, which takes the place of a built-in one of that name.
    pub(super) fn add(&mut self, command: Box<dyn Command>) {
        let entry = Entry::of(command, true);
        match self.entries.iter_mut().find(|other| other.name == entry.name) {
            Some(_) if entry.name == HELP => self.mistakes.push(
                Error::failure("an own command is called `help`, which cannot be replaced")
                    .hint("give it another name; what `manage help` says of a command comes from the command"),
            ),
            Some(twin) if twin.own => self.mistakes.push(
                Error::failure(format!("two own commands are called `{}`", entry.name))
                    .hint("give one of them another name"),
            ),
            Some(twin) => *twin = Entry { group: twin.heading(), ..entry },
            None => self.entries.push(entry),
        }
    }

    /// Puts a command that this makes of it in the place of a built-in one.
    pub(super) fn wrap(&mut self, name: &str, make: impl FnOnce(Box<dyn Command>) -> Box<dyn Command>) {
        let Some(place) = self.entries.iter().position(|entry| entry.name == name && name != HELP) else {
            let unknown = Error::failure(format!("there is no built-in command `{name}` to be wrapped"));
            self.mistakes.push(unknown.hint("`manage help` lists the built-in commands"));
            return;
        };
        let built_in = self.entries.remove(place);
        let group = built_in.heading();
        let entry = Entry { group, ..Entry::of(make(built_in.command), true) };
        if entry.name != name {
            self.mistakes.push(Error::failure(format!("what wraps the command `{name}` is called `{}`", entry.name)));
        }
        self.entries.insert(place, entry);
    }

    /// Whether it was put together as it should be.
    ///
    /// # Errors
    /// With what is wrong with own commands.
    pub(super) fn check(&mut self) -> Result<()> {
        if !self.mistakes.is_empty() {
            return Err(self.mistakes.remove(0));
        }
        let root = root();
        for entry in self.entries.iter().filter(|entry| entry.own) {
            let clap = entry.command.clap();
            definition::check(&clap, &root)?;
            for word in [entry.name.as_str()].into_iter().chain(clap.get_all_aliases()) {
                let mut others = self.entries.iter().filter(|other| other.name != entry.name);
                if let Some(other) = others.find(|other| other.answers_to(word)) {
                    return Err(Error::failure(format!(
                        "the own command `{}` answers to `{word}`, which the command `{}` answers to",
                        entry.name, other.name
                    ))
                    .hint("give it another name or alias"));
                }
            }
        }
        Ok(())
    }

    /// Reads a command line, the program's name first.
    pub(super) fn parse(&self, arguments: impl Iterator<Item = OsString>) -> Result<(Globals, ArgMatches), Refusal> {
        let arguments: Vec<OsString> = arguments.collect();
        let read = |program: clap::Command| {
            let parsed = program.clone().try_get_matches_from(&arguments);
            parsed.or_else(|error| backward::with_steps(&program, &arguments, error))
        };
        let parsed = read(self.clap()).or_else(|error| match error.kind() {
            ErrorKind::DisplayVersion => Err(error),
            // Laying the pages out takes longer than all else, and only now is anybody going to see one.
            _ => read(page::with_pages(self, self.clap())),
        });
        parsed
            .and_then(|matches| Ok((Globals::from_arg_matches(&matches)?, matches)))
            .map_err(|error| self.refuse(error))
    }

    /// Carries it out.
    pub(super) fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        let (name, matches) = matches.subcommand().ok_or_else(no_command)?;
        let entry = self.entries.iter().find(|entry| entry.name == name).ok_or_else(no_command)?;
        entry.command.run(context, matches)?.checked()
    }

    /// The page about a command, or about all of them.
    ///
    /// # Errors
    /// When there is no such command.
    pub(crate) fn page(&self, names: &[String]) -> Result<StyledStr> {
        if names.is_empty() {
            return Ok(self.whole_page());
        }
        let mut root = self.whole();
        let mut command = &mut root;
        for (place, name) in names.iter().enumerate() {
            command = match command.find_subcommand_mut(name) {
                Some(inner) => inner,
                None if place == 0 => {
                    self.known(name)?;
                    return Err(no_command());
                }
                None => {
                    let above = names.get(..place).unwrap_or_default().join(" ");
                    return Err(Error::usage(format!("`manage {above}` has no command `{name}`"))
                        .hint(format!("`manage help {above}` tells what it takes")));
                }
            };
        }
        Ok(command.render_long_help())
    }

    fn whole(&self) -> clap::Command {
        let mut whole = page::with_pages(self, self.clap());
        whole.build();
        whole
    }

    /// The page about all commands: options in short, and all else at length.
    fn whole_page(&self) -> StyledStr {
        let help = |help: clap::Arg| help.help("Print help; -h: in short");
        self.whole().mut_arg("help", help).after_help(page::reference(self.width)).render_help()
    }

    /// The commands, as clap knows them, for the completions of shells.
    pub(crate) fn for_completions(&self) -> clap::Command {
        let names: Vec<String> = self.entries.iter().map(|entry| entry.name.clone()).collect();
        self.clap().mut_subcommand(HELP, |help| help.mut_arg("command", |arg| arg.value_parser(names)))
    }

    /// Whether there is such a command.
    ///
    /// # Errors
    /// When there is none, with what could be meant.
    pub(crate) fn known(&self, name: &str) -> Result<()> {
        if self.entries.iter().any(|entry| entry.answers_to(name)) {
            return Ok(());
        }
        // A flag in its place is not for clap to look at.
        let error = match name.starts_with('-') {
            true => return Err(self.unknown(name, &[])),
            false => self.clap().try_get_matches_from(["manage", name]),
        };
        match error.map_err(|error| self.refuse(error)) {
            Err(Refusal::Error(error)) => Err(error),
            _ => Err(self.unknown(name, &[])),
        }
    }

    /// Answers a command line that clap does not take, and a wish for help.
    fn refuse(&self, error: clap::Error) -> Refusal {
        if usage::is_page(&error) {
            let mut page = error.render();
            // Of the whole program, the page of `manage help` is the long one.
            if error.kind() != ErrorKind::DisplayVersion
                && page.to_string() == self.whole().render_long_help().to_string()
            {
                page = self.whole_page();
            }
            return Refusal::Page { page, asked_for: !error.use_stderr() };
        }
        let name = |kind| match error.get(kind) {
            Some(ContextValue::String(name)) => vec![name.clone()],
            Some(ContextValue::Strings(names)) => names.clone(),
            _ => Vec::new(),
        };
        // A command of a command is clap's matter.
        let top = matches!(error.get(ContextKind::Usage), Some(ContextValue::StyledStr(usage)) if
            usage.to_string().trim_start_matches("Usage: ").starts_with("manage ["));
        match (error.kind(), name(ContextKind::InvalidSubcommand).first()) {
            (ErrorKind::InvalidSubcommand, Some(typed)) if top => {
                Refusal::Error(self.unknown(typed, &name(ContextKind::SuggestedSubcommand)))
            }
            (ErrorKind::MissingSubcommand, _) if top => Refusal::Error(no_command()),
            _ => Refusal::Error(usage::error(error)),
        }
    }

    fn unknown(&self, typed: &str, similar: &[String]) -> Error {
        let unknown = Error::usage(format!("there is no command `{typed}`"));
        let ours = habits::ours(typed).filter(|line| {
            let name = line.split(' ').next().unwrap_or_default();
            self.entries.iter().any(|entry| entry.name == name)
        });
        // The likeliest stands last.
        match (ours, similar.last()) {
            (Some(ours), _) => unknown.hint(format!("here it is called `manage {ours}`")),
            (None, Some(meant)) => unknown.hint(format!("did you mean `manage {meant}`?")),
            (None, None) => unknown.hint("`manage help` lists the commands"),
        }
    }

    fn clap(&self) -> clap::Command {
        let subcommand = |entry: &Entry| {
            // `downgrade -1` is a target, not a flag.
            let clap = entry.command.clap();
            clap.mut_args(|arg| if arg.is_positional() { arg.allow_negative_numbers(true) } else { arg })
        };
        root().term_width(self.width).subcommands(self.entries.iter().map(subcommand))
    }
}

impl Entry {
    fn of(command: Box<dyn Command>, own: bool) -> Self {
        let group = if own { "Commands of this project" } else { "Project" };
        Self { name: command.clap().get_name().to_owned(), command, own, group: group.to_owned() }
    }

    /// Where it is listed.
    pub(super) fn heading(&self) -> String {
        self.command.manual().group.unwrap_or_else(|| self.group.clone())
    }

    fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.command.clap().get_all_aliases().any(|alias| alias == name)
    }
}

/// The program without its commands.
fn root() -> clap::Command {
    // The description of the options would be taken for that of the program if it were added last.
    Globals::augment_args(clap::Command::new("manage"))
        .about("Django's manage.py for Diesel: migrations made from Rust structs")
        .long_about(None)
        .version(env!("CARGO_PKG_VERSION"))
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

fn no_command() -> Error {
    Error::usage("no command is given").hint("`manage help` lists the commands")
}
