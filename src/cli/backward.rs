use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Command};

/// What stands for a step where only the rest of the line is looked at.
const PLACE: &str = "base";

/// Reads a command line once more that clap does not take, where it has steps back in it that look like flags: `-1:`,
/// `--from -2`. What is wrong beside them is what clap says of the line without them.
///
/// # Errors
/// When the line is wrong all the same.
pub(super) fn with_steps(
    program: &Command,
    arguments: &[OsString],
    error: clap::Error,
) -> Result<ArgMatches, clap::Error> {
    if !matches!(error.kind(), ErrorKind::UnknownArgument | ErrorKind::InvalidValue | ErrorKind::NoEquals) {
        return Err(error);
    }
    let flags = arguments.iter().take_while(|own| *own != "--").count();
    let (before, behind) = arguments.split_at_checked(flags).unwrap_or((arguments, &[]));
    if !before.iter().any(is_step) {
        return Err(error);
    }
    let plain = before.iter().map(|own| if is_step(own) { OsString::from(PLACE) } else { own.clone() });
    let plain: Vec<OsString> = plain.chain(behind.iter().cloned()).collect();
    match program.clone().try_get_matches_from(plain) {
        Ok(_) => lenient(program.clone()).try_get_matches_from(arguments).map_err(|_| error),
        // A mistyped flag is what is meant, and not the step before it.
        Err(other) if other.kind() == ErrorKind::UnknownArgument && !is_about_step(&other) => Err(other),
        Err(_) => Err(error),
    }
}

/// Whether clap does not take the step itself.
fn is_about_step(error: &clap::Error) -> bool {
    matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(argument)) if argument == PLACE)
}

/// Whether it is a step back, alone or in a range: `-1`, `-2:`, `-3:head`.
fn is_step(argument: &OsString) -> bool {
    let text = argument.to_string_lossy();
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// The commands with steps allowed where a single place of a history is meant.
fn lenient(program: Command) -> Command {
    let allow = |arg: Arg| {
        let is_place = arg.is_positional() || names_a_place(&arg);
        // Of several values, the ones behind the first would be taken whatever they are.
        let is_one =
            matches!(arg.get_action(), ArgAction::Set) && arg.get_num_args().is_none_or(|own| own.max_values() == 1);
        if is_place && is_one { arg.allow_hyphen_values(true) } else { arg }
    };
    program.mut_subcommands(|command| command.mut_args(allow))
}

/// Whether the option takes a revision.
fn names_a_place(arg: &Arg) -> bool {
    let names = arg.get_value_names().unwrap_or_default();
    names.iter().any(|name| matches!(name.as_str(), "REV" | "REV,REV" | "MIGRATION" | "RANGE" | "TARGET"))
}
