use std::path::Path;

use clap::ArgMatches;

use super::{AfterFailure, Arguments, Command, Context, Manage, Outcome, command};
use crate::error::{Error, ErrorKind, Result};
use crate::settings::Variables;
use crate::ui::{Colour, Ui};

/// Does what it is told, to each database.
///
/// The long help says more.
#[derive(Debug, clap::Args)]
struct Downgrade {
    /// Where to
    #[arg(value_name = "TARGET", default_value = "head")]
    target: String,

    /// Work on these databases
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// Stop at the first error
    #[arg(long)]
    stop: bool,
}

impl Arguments for Downgrade {
    const NAME: &'static str = "downgrade";

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let after = if self.stop { AfterFailure::Stop } else { AfterFailure::Continue };
        context.each(&databases, after, |context, database| {
            context.ui.data(format!("{}: {}", database.alias(), self.target));
            match database.models()?.concat().as_str() {
                "no" => Ok(Outcome::No),
                "question" => Err(Error::new(ErrorKind::Question, "a question is open").hint("answer it")),
                "lock" => Err(Error::new(ErrorKind::Lock, "the lock is taken")),
                "history" => Err(Error::history("edited").because(Error::failure("two\nlines"))),
                "failure" => Err(Error::failure("broken \u{1b}[31m\nname")),
                _ => Ok(Outcome::Done),
            }
        })
    }
}

/// A command of a project's own.
struct Own(&'static str);

impl Command for Own {
    fn clap(&self) -> clap::Command {
        clap::Command::new(self.0).about("Tells what it is given")
    }

    fn run(&self, context: &mut Context, _: &ArgMatches) -> Result<Outcome> {
        context.ui.data(format!("own {}", self.0));
        context.ui.say(format!("input {} now {}", !context.globals.no_input, context.clock.now()));
        context.ui.detail("a detail");
        context.ui.warn("a warning");
        if context.ui.wants_json() {
            context.ui.json(&serde_json::json!({"name": self.0}))?;
        }
        Ok(Outcome::Done)
    }
}

struct Run {
    code: u8,
    out: String,
    err: String,
}

fn manage_in(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let manage = Manage { commands: vec![command::<Downgrade>()], ..Manage::new() }.command(Own("own"));
    let variables = Variables::of(variables.iter().copied());
    let arguments = ["manage"].into_iter().chain(arguments.iter().copied());
    let (ui, out, err) = Ui::captured();
    let code = manage.run_with(arguments, variables, Ok(folder.to_owned()), |_| ui);
    Run { code, out: out.text(), err: err.text() }
}

/// Runs in a folder whose databases `a`, `b`, … have these models.
fn manage_with(models: &[&str], arguments: &[&str]) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let databases: Vec<String> = models
        .iter()
        .zip('a'..)
        .map(|(models, alias)| format!("\"{alias}\": {{\"url\": \"{alias}.sqlite3\", \"models\": [\"{models}\"]}}"))
        .collect();
    let settings = format!("{{\"databases\": {{{}}}}}", databases.join(","));
    std::fs::write(folder.path().join("settings.json"), settings).expect("a file");
    manage_in(folder.path(), &[], arguments)
}

fn manage(arguments: &[&str]) -> Run {
    manage_with(&["done"], arguments)
}

#[test]
fn the_help_lists_built_in_and_own_commands() {
    for arguments in [&["help"][..], &["--help"]] {
        let run = manage(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.contains("downgrade  Does what it is told, to each database"), "{}", run.out);
        assert!(run.out.contains("own        Tells what it is given"), "{}", run.out);
        assert!(run.out.starts_with("Django's manage.py for Diesel"), "{}", run.out);
        assert!(run.out.contains("--no-input") && !run.out.contains('\u{1b}'), "{}", run.out);
    }
    let run = manage(&["downgrade", "--help"]);
    assert!(run.out.contains("The long help says more") && run.out.contains("Where to"), "{}", run.out);
    assert_eq!(manage(&["--version"]).out, format!("manage {}\n", env!("CARGO_PKG_VERSION")));
    let run = manage(&[]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("Usage: manage"), "{}", run.err);
}

#[test]
fn a_negative_number_is_a_target() {
    for target in ["-1", "+1", "-12", "base", "2026-11-21-101500-0000_x", "abc-1"] {
        let run = manage(&["downgrade", target]);
        assert_eq!((run.code, run.out), (0, format!("a: {target}\n")), "{}", run.err);
    }
    let run = manage(&["downgrade", "-x"]);
    assert_eq!(run.code, 2);
}

#[test]
fn global_options_stand_before_and_behind() {
    for arguments in [["--noinput", "own"], ["own", "--no-input"], ["own", "--noinput"]] {
        let run = manage(&arguments);
        assert_eq!((run.code, run.out.as_str()), (0, "own own\n"));
        assert!(run.err.starts_with("input false"), "{}", run.err);
    }
    assert_eq!(manage(&["own", "-q"]).err, "warning: a warning\n");
    assert!(manage(&["-v", "own"]).err.contains("a detail"));
    assert!(!manage(&["own"]).err.contains("a detail"));
    assert_eq!(manage(&["own", "-q", "-v"]).code, 2);
    assert_eq!(manage(&["own", "--color", "pink"]).code, 2);
    let run = manage(&["own", "--json"]);
    assert_eq!(run.out, "own own\n{\n  \"version\": 1,\n  \"name\": \"own\"\n}\n");
}

#[test]
fn colours_are_obeyed_when_the_rest_is_wrong() {
    for (arguments, expected) in [
        (&["--color", "always", "nonsense"][..], Colour::Always),
        (&["nonsense", "--color=never"], Colour::Never),
        (&["--color=pink", "own"], Colour::Auto),
        (&["--help"], Colour::Auto),
        (&["--color"], Colour::Auto),
    ] {
        let (ui, _, _) = Ui::captured();
        let manage = Manage { commands: vec![Box::new(Own("own"))], ..Manage::new() };
        let arguments = ["manage"].into_iter().chain(arguments.iter().copied());
        let mut asked = None;
        manage.run_with(arguments, Variables::default(), Ok("/".into()), |colour| {
            asked = Some(colour);
            ui
        });
        assert_eq!(asked, Some(expected));
    }
}

#[test]
fn a_wrong_command_line_is_answered() {
    for (typed, ours) in [("rollback", "downgrade -1"), ("revert", "downgrade -1"), ("down", "downgrade -1")] {
        let run = manage(&[typed, "--autogenerate"]);
        assert_eq!(run.code, 2);
        let expected = format!("error: there is no command `{typed}`\nhint: here it is called `manage {ours}`\n");
        assert_eq!(run.err, expected);
    }
    // What would be the command is not among these.
    assert!(!manage(&["upgrade"]).err.contains("here it is called"));
    let run = manage(&["downgrad"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'downgrade'"), "{}", run.err);
    let run = manage(&["nonsense"]);
    assert!(run.code == 2 && run.err.starts_with("error: "), "{}", run.err);
    let run = manage(&["downgrade", "--databse", "a"]);
    assert!(run.code == 2 && run.err.contains("'--database'"), "{}", run.err);
}

#[test]
fn an_own_command_takes_the_place_of_a_built_in_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let manage = Manage { commands: vec![command::<Downgrade>()], ..Manage::new() }.command(Own("downgrade"));
    let (ui, out, _) = Ui::captured();
    let code = manage.run_with(["manage", "downgrade"], Variables::default(), Ok(folder.path().into()), |_| ui);
    assert_eq!((code, out.text().as_str()), (0, "own downgrade\n"));
}

#[test]
fn the_gravest_outcome_wins() {
    for (models, code) in [
        (&["done", "done"][..], 0),
        (&["no", "done"], 1),
        (&["no", "question", "no"], 3),
        (&["lock", "question"], 4),
        (&["question", "history", "lock"], 5),
        (&["failure", "history", "no"], 6),
        (&["no"], 1),
        (&["question"], 3),
        (&["failure"], 6),
    ] {
        let run = manage_with(models, &["downgrade"]);
        assert_eq!(run.code, code, "{models:?}\n{}", run.err);
        assert_eq!(run.out.lines().count(), models.len(), "{models:?}\n{}", run.out);
    }
}

#[test]
fn after_a_failure_the_rest_is_named() {
    let run = manage_with(&["done", "history", "done", "done"], &["downgrade", "--stop"]);
    assert_eq!((run.code, run.out.as_str()), (5, "a: head\nb: head\n"));
    assert_eq!(
        run.err,
        "warning: the database b failed\nerror: edited\n  caused by: two\n    lines\nwarning: not reached: c, d\n"
    );
    let run = manage_with(&["no", "done"], &["downgrade", "--stop"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2));
}

#[test]
fn errors_are_one_line_and_control_characters_are_shown() {
    let run = manage_with(&["failure"], &["downgrade"]);
    assert_eq!(run.err, "error: broken \\u{1b}[31m\\nname\n");
    let run = manage_with(&["question"], &["downgrade"]);
    assert_eq!(run.err, "error: a question is open\nhint: answer it\n");
}

#[test]
fn settings_are_found_named_or_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("other.json");
    std::fs::write(&file, r#"{"databases": {"named": {"url": "a"}}}"#).expect("a file");
    let run = manage_in(folder.path(), &[], &["downgrade"]);
    assert!(run.code == 6 && run.err.starts_with("error: there is no settings.json in "), "{}", run.err);
    for (variables, arguments) in [
        (&[("MANAGE_SETTINGS", "other.json")][..], &["downgrade"][..]),
        (&[], &["downgrade", "--settings", "other.json"]),
        (&[("MANAGE_SETTINGS", "nowhere.json")], &["--settings", "other.json", "downgrade"]),
    ] {
        let run = manage_in(folder.path(), variables, arguments);
        assert_eq!((run.code, run.out.as_str()), (0, "named: head\n"), "{}", run.err);
    }
    let run = manage_in(folder.path(), &[("MANAGE_SETTINGS", "nowhere.json")], &["downgrade"]);
    assert!(run.code == 6 && run.err.contains("nowhere.json"), "{}", run.err);
    let run = manage_in(folder.path(), &[("MANAGE_SETTINGS", "other.json")], &["downgrade", "--database", "nmaed"]);
    assert!(run.code == 2 && run.err.ends_with("hint: did you mean `named`?\n"), "{}", run.err);
    // A command that needs no settings runs without.
    assert_eq!(manage_in(folder.path(), &[], &["own"]).code, 0);
}

#[test]
fn the_clock_can_be_held_still() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = manage_in(folder.path(), &[("MANAGE_NOW", "2026-11-21T11:15:00+01:00")], &["own"]);
    assert!(run.err.contains("now 2026-11-21 10:15:00 UTC"), "{}", run.err);
    let run = manage_in(folder.path(), &[("MANAGE_NOW", "yesterday")], &["own"]);
    assert!(run.code == 2 && run.err.contains("hint: write it like 2026-11-21T10:15:00Z"), "{}", run.err);
}

#[test]
fn a_working_directory_that_is_gone() {
    let (ui, _, err) = Ui::captured();
    let gone = Err(std::io::Error::other("gone"));
    let code = Manage { commands: vec![Box::new(Own("own"))], ..Manage::new() }.run_with(
        ["manage", "own"],
        Variables::default(),
        gone,
        |_| ui,
    );
    assert_eq!(code, 6);
    assert!(err.text().starts_with("error: the working directory is gone\n"), "{}", err.text());
}

#[test]
fn habits_lead_to_commands_that_are_not_habits() {
    for (typed, ours) in super::habits::HABITS {
        let command = ours.split(' ').next().expect("a command");
        assert!(super::habits::ours(command).is_none(), "{typed} leads to {command}, which is a habit itself");
    }
}
