use std::marker::PhantomData;

use clap::ArgMatches;

use super::{Context, Outcome};
use crate::error::{Error, Result};

/// Something that `manage` can do. Built-in commands and a project's own are the same.
pub trait Command {
    /// Its name, its arguments and its help.
    fn clap(&self) -> clap::Command;

    /// Does it.
    ///
    /// # Errors
    /// With what went wrong; it is shown, and its kind decides the exit code.
    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome>;
}

impl<C: Command + ?Sized> Command for Box<C> {
    fn clap(&self) -> clap::Command {
        (**self).clap()
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        (**self).run(context, matches)
    }
}

/// The arguments of a command as a struct, whose doc comments are the help.
pub trait Arguments: clap::Args {
    /// The command's name.
    const NAME: &'static str;

    /// Does what the command does with these arguments.
    ///
    /// # Errors
    /// With what went wrong; it is shown, and its kind decides the exit code.
    fn run(self, context: &mut Context) -> Result<Outcome>;
}

/// The command whose arguments are this struct.
pub fn command<A: Arguments + 'static>() -> Box<dyn Command> {
    Box::new(Derived::<A>(PhantomData))
}

struct Derived<A>(PhantomData<A>);

impl<A: Arguments> Command for Derived<A> {
    fn clap(&self) -> clap::Command {
        A::augment_args(clap::Command::new(A::NAME))
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        A::from_arg_matches(matches).map_err(|error| Error::usage(error.to_string()))?.run(context)
    }
}
