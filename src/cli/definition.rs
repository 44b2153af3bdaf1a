use std::cell::Cell;
use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use clap::Arg;

use crate::error::{Error, Result};

/// Finds what is wrong with the definition of an own command, which clap would panic about, or not notice at all.
pub(super) fn check(command: &clap::Command, root: &clap::Command) -> Result<()> {
    let name = command.get_name().to_owned();
    words(command)?;
    arguments(command, root, &name)?;
    asserted(command, root).map_err(|message| {
        Error::failure(format!("the own command `{name}` is defined in a way that cannot work")).because(message)
    })
}

/// Names and aliases are words.
fn words(command: &clap::Command) -> Result<()> {
    for name in [command.get_name()].into_iter().chain(command.get_all_aliases()) {
        let problem = match name {
            "" => "is empty",
            _ if name.starts_with('-') => "looks like a flag",
            _ if name.chars().any(char::is_whitespace) => "has a blank in it",
            _ if name.chars().any(char::is_control) => "has a control character in it",
            _ => continue,
        };
        return Err(Error::failure(format!("the name of the own command `{name}` {problem}"))
            .hint("a name is one word: `seed`, `seed-demo`"));
    }
    Ok(())
}

/// No argument has the name or a flag of a global option, or of another one.
fn arguments(command: &clap::Command, root: &clap::Command, path: &str) -> Result<()> {
    let mut taken: BTreeMap<String, Option<&Arg>> = BTreeMap::new();
    for global in root.get_arguments() {
        taken.extend(names(global).into_iter().map(|name| (name, None)));
    }
    for flag in ["id `help`", "flag `--help`", "flag `-h`"] {
        if !command.is_disable_help_flag_set() {
            taken.insert(flag.to_owned(), None);
        }
    }
    for arg in command.get_arguments() {
        let id = arg.get_id();
        for name in names(arg) {
            match taken.insert(name.clone(), Some(arg)) {
                None => {}
                Some(None) => {
                    return Err(Error::failure(format!(
                        "the argument `{id}` of the own command `{path}` has the {name} of a global option"
                    ))
                    .hint("give it another name; what the global options say is in `context.globals`"));
                }
                Some(Some(other)) => {
                    let other = other.get_id();
                    return Err(Error::failure(format!(
                        "the arguments `{other}` and `{id}` of the own command `{path}` have the same {name}"
                    )));
                }
            }
        }
    }
    for inner in command.get_subcommands() {
        words(inner)?;
        arguments(inner, root, &format!("{path} {}", inner.get_name()))?;
    }
    Ok(())
}

/// What must be its alone: its id, its flags.
fn names(arg: &Arg) -> Vec<String> {
    let longs = arg.get_long().into_iter().chain(arg.get_all_aliases().unwrap_or_default());
    let shorts = arg.get_short().into_iter().chain(arg.get_all_short_aliases().unwrap_or_default());
    let ids = [format!("id `{}`", arg.get_id())].into_iter();
    ids.chain(longs.map(|long| format!("flag `--{long}`")))
        .chain(shorts.map(|short| format!("flag `-{short}`")))
        .collect()
}

/// What clap asserts in debug builds, and only there, as an error.
fn asserted(command: &clap::Command, root: &clap::Command) -> Result<(), String> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    quietly(|| root.clone().subcommand(command.clone()).debug_assert())
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Does something that may panic, and gives its message instead of printing it.
fn quietly(work: impl FnOnce()) -> Result<(), String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !QUIET.get() {
                usual(panic);
            }
        }));
    });
    QUIET.set(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
    })
}
