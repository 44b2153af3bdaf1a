use std::marker::PhantomData;

use clap::ArgMatches;

use super::{Context, Manual, Outcome, usage};
use crate::error::Result;

/// Something that `manage` can do. Built-in commands and a project's own are the same.
///
/// This is the form for a command that says by itself what [`clap`] is to parse; [`Arguments`] is the one for a struct
/// with clap's derive.
///
/// ```
/// use diesel_manage::clap::{self, Arg, ArgMatches};
/// use diesel_manage::{Command, Context, Outcome, Result};
///
/// struct Greet;
///
/// impl Command for Greet {
///     fn clap(&self) -> clap::Command {
///         clap::Command::new("greet").about("Greets somebody").arg(Arg::new("name").required(true))
///     }
///
///     fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
///         let name: &String = matches.get_one("name").expect("clap has seen to it");
///         context.ui.data(format!("Hello {name}"));
///         Ok(Outcome::Done)
///     }
/// }
/// # let folder = std::env::temp_dir();
/// # let manage = diesel_manage::Manage::new().command(Greet);
/// # assert_eq!(diesel_manage::testing::run(manage, &["greet", "Ada"], folder).stdout, "Hello Ada\n");
/// ```
pub trait Command {
    /// Its name, its arguments and its help. The first line of the help is what `manage help` shows.
    fn clap(&self) -> clap::Command;

    /// What `manage help` says of it beside that: its group, examples, exit codes.
    fn manual(&self) -> Manual {
        Manual::new()
    }

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

    fn manual(&self) -> Manual {
        (**self).manual()
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        (**self).run(context, matches)
    }
}

/// A command as a struct with clap's derive: its fields are the arguments, its doc comments the help.
///
/// ```
/// use diesel_manage::clap;
/// use diesel_manage::{Arguments, Context, Outcome, Result};
///
/// /// Greets somebody
/// #[derive(clap::Args)]
/// struct Greet {
///     /// Who is greeted
///     name: String,
/// }
///
/// impl Arguments for Greet {
///     const NAME: &'static str = "greet";
///
///     fn run(self, context: &mut Context) -> Result<Outcome> {
///         context.ui.data(format!("Hello {}", self.name));
///         Ok(Outcome::Done)
///     }
/// }
/// # let manage = diesel_manage::Manage::new().arguments::<Greet>();
/// # assert_eq!(diesel_manage::testing::run(manage, &["greet", "Ada"], std::env::temp_dir()).stdout, "Hello Ada\n");
/// ```
pub trait Arguments: clap::Args {
    /// The command's name.
    const NAME: &'static str;

    /// What `manage help` says of it beside its arguments: its group, examples, exit codes.
    fn manual() -> Manual {
        Manual::new()
    }

    /// Does what the command does with these arguments.
    ///
    /// # Errors
    /// With what went wrong; it is shown, and its kind decides the exit code.
    fn run(self, context: &mut Context) -> Result<Outcome>;
}

/// The command whose arguments are this struct: `manage.command(command::<Seed>())`.
pub fn command<A: Arguments + 'static>() -> Box<dyn Command> {
    Box::new(Derived::<A>(PhantomData))
}

struct Derived<A>(PhantomData<A>);

impl<A: Arguments> Command for Derived<A> {
    fn clap(&self) -> clap::Command {
        A::augment_args(clap::Command::new(A::NAME))
    }

    fn manual(&self) -> Manual {
        A::manual()
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        A::from_arg_matches(matches).map_err(usage::error)?.run(context)
    }
}

/// A command that is a function.
pub(super) struct Function<F> {
    pub(super) clap: clap::Command,
    pub(super) run: F,
}

impl<F: Fn(&mut Context, &ArgMatches) -> Result<Outcome>> Command for Function<F> {
    fn clap(&self) -> clap::Command {
        self.clap.clone()
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        (self.run)(context, matches)
    }
}
