//! Own commands, as a user of the crate has them: through its public face alone, and without a process.

use std::cell::Cell;
use std::fs;
use std::rc::Rc;

use diesel_manage::clap::{self, Arg, ArgAction, ArgMatches};
use diesel_manage::diesel::prelude::*;
use diesel_manage::diesel::sql_types::{BigInt, Text};
use diesel_manage::diesel::sqlite::SqliteConnection;
use diesel_manage::diesel::{self, sql_query};
use diesel_manage::testing::{Caller, Run};
use diesel_manage::{
    Arguments, Command, Context, Error, ErrorContext, ErrorKind, Manage, Manual, Outcome, Result, command,
};

use crate::project::{NOW, Project};

pub(crate) const USER: &str = "#[derive(Model)] pub struct User { pub id: i64, pub name: String }";

/// A migrated project.
pub(crate) fn migrated() -> Project {
    let project = Project::sqlite(USER);
    for command in ["makemigrations", "migrate"] {
        let run = run(&project, Manage::new(), &[command]);
        assert_eq!(run.code, 0, "{run}");
    }
    project
}

pub(crate) fn run(project: &Project, manage: Manage, arguments: &[&str]) -> Run {
    Caller::in_folder(project.path()).at(NOW).run(manage, arguments)
}

/// Runs a command that is this function.
pub(crate) fn run_own(
    project: &Project,
    own: impl Fn(&mut Context) -> Result<Outcome> + 'static,
    arguments: &[&str],
) -> Run {
    let manage = Manage::new().function(named("own"), move |context, _| own(context));
    let arguments: Vec<&str> = ["own"].iter().chain(arguments).copied().collect();
    run(project, manage, &arguments)
}

fn named(name: &'static str) -> clap::Command {
    clap::Command::new(name)
}

fn done(_: &mut Context, _: &ArgMatches) -> Result<Outcome> {
    Ok(Outcome::Done)
}

/// Greets somebody
#[derive(clap::Args)]
struct Greet {
    /// Who is greeted
    name: String,
    /// With a shout
    #[arg(long)]
    loud: bool,
}

impl Arguments for Greet {
    const NAME: &'static str = "greet";

    fn manual() -> Manual {
        Manual::new().example("manage greet Ada", "Hello Ada").exit_code(11, "nobody is there").see_also("migrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        context.ui.data(format!("Hello {}{}", self.name, if self.loud { "!" } else { "" }));
        Ok(Outcome::Done)
    }
}

/// A built-in command that is replaced whole.
struct Migrate;

impl Command for Migrate {
    fn clap(&self) -> clap::Command {
        named("migrate").about("Does nothing")
    }

    fn run(&self, context: &mut Context, _: &ArgMatches) -> Result<Outcome> {
        context.ui.data("nothing");
        Ok(Outcome::Done)
    }
}

/// A built-in command that is counted.
struct Counted(Box<dyn Command>, Rc<Cell<u32>>);

impl Command for Counted {
    fn clap(&self) -> clap::Command {
        self.0.clap().arg(Arg::new("twice").long("twice").action(ArgAction::SetTrue))
    }

    fn manual(&self) -> Manual {
        self.0.manual()
    }

    fn run(&self, context: &mut Context, matches: &ArgMatches) -> Result<Outcome> {
        self.1.set(self.1.get() + if matches.get_flag("twice") { 2 } else { 1 });
        self.0.run(context, matches)
    }
}

#[test]
fn own_commands_of_every_form_are_in_the_help() {
    let project = Project::empty();
    let manage = || {
        Manage::new().command(Migrate).command(command::<Greet>()).function(named("ping").about("Answers {x}"), done)
    };
    let help = run(&project, manage(), &["help"]);
    assert_eq!((help.code, help.stderr.as_str()), (0, ""));
    let expected = "\nCommands of this project:\n  greet           Greets somebody\n  ping            Answers {x}\n";
    assert!(help.stdout.contains(expected), "{help}");
    assert!(help.stdout.contains("  migrate         Does nothing\n"), "{help}");
    let greet = run(&project, manage(), &["help", "greet"]);
    insta::assert_snapshot!(greet.stdout, @r"
    Greets somebody

    Usage: manage greet [OPTIONS] <NAME>

    Arguments:
      <NAME>
              Who is greeted

    Options:
          --loud
              With a shout

      -h, --help
              Print help (see a summary with '-h')

    Global options:
      --settings, --no-input, --json, --color, -v, -q  see `manage help`

    Examples:
      manage greet Ada  Hello Ada

    Exit codes:
      11  nobody is there

    See also: migrate
    ");
    assert_eq!(run(&project, manage(), &["greet", "--help"]).stdout, greet.stdout);
    assert_eq!(run(&project, manage(), &["greet", "Ada", "--loud"]).stdout, "Hello Ada!\n");
    assert_eq!(run(&project, manage(), &["migrate"]).stdout, "nothing\n");
}

#[test]
fn a_command_with_commands_of_its_own() {
    let project = Project::empty();
    let fixtures = || {
        let load = named("load").about("Load them").arg(Arg::new("file").required(true));
        let clap = named("fixtures").about("Fixtures").subcommand_required(true).subcommand(load);
        Manage::new().function(clap, |context, matches| {
            if let Some((name, matches)) = matches.subcommand() {
                let file: &String = matches.get_one("file").expect("it is required");
                context.ui.data(format!("{name} {file}"));
            }
            Ok(Outcome::Done)
        })
    };
    assert_eq!(run(&project, fixtures(), &["fixtures", "load", "a.json"]).stdout, "load a.json\n");
    let help = run(&project, fixtures(), &["help", "fixtures", "load"]);
    assert!(help.stdout.starts_with("Load them\n\nUsage: manage fixtures load [OPTIONS] <file>\n"), "{help}");
    assert!(help.stdout.contains("Global options:\n  --settings, --no-input, "), "{help}");
    for (arguments, message) in [
        (&["fixtures", "lod", "a.json"][..], "error: unrecognized subcommand 'lod'\nhint: did you mean `load`?\n"),
        (&["fixtures", "migrat"], "error: unrecognized subcommand 'migrat'\n"),
        (&["help", "fixtures", "lod"], "error: `manage fixtures` has no command `lod`\n"),
        (
            &["fixtures"],
            "error: 'manage fixtures' requires a subcommand but one was not provided [subcommands: load]\n",
        ),
    ] {
        let run = run(&project, fixtures(), arguments);
        assert!(run.code == 2 && run.stderr.starts_with(message), "{arguments:?}: {run}");
    }
}

#[test]
fn a_definition_that_cannot_work_is_an_error_of_every_run() {
    struct Ghost(Box<dyn Command>);
    impl Command for Ghost {
        fn clap(&self) -> clap::Command {
            self.0.clap().name("ghost")
        }
        fn run(&self, _: &mut Context, _: &ArgMatches) -> Result<Outcome> {
            Ok(Outcome::Done)
        }
    }
    let own = |clap: clap::Command| Manage::new().function(clap, done);
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let project = Project::empty();
    for (manage, message) in [
        (own(named("see d")), "the name of the own command `see d` has a blank in it"),
        (own(named("")), "the name of the own command `` is empty"),
        (own(named("--seed")), "the name of the own command `--seed` looks like a flag"),
        (own(named("seed").alias("a b")), "the name of the own command `a b` has a blank in it"),
        (own(named("help")), "an own command is called `help`, which cannot be replaced"),
        (own(named("seed")).function(named("seed"), done), "two own commands are called `seed`"),
        (
            own(named("seed").alias("migrate")),
            "the own command `seed` answers to `migrate`, which the command `migrate` answers to",
        ),
        (
            own(named("seed").alias("s")).function(named("sow").alias("s"), done),
            "the own command `seed` answers to `s`, which the command `sow` answers to",
        ),
        (
            own(named("seed").arg(Arg::new("json"))),
            "the argument `json` of the own command `seed` has the id `json` of a global option",
        ),
        (
            own(named("seed").arg(flag("x").long("settings"))),
            "the argument `x` of the own command `seed` has the flag `--settings` of a global option",
        ),
        (
            own(named("seed").arg(flag("x").alias("noinput"))),
            "the argument `x` of the own command `seed` has the flag `--noinput` of a global option",
        ),
        (
            own(named("seed").arg(flag("x").short('q'))),
            "the argument `x` of the own command `seed` has the flag `-q` of a global option",
        ),
        (
            own(named("seed").arg(flag("hosts").short('h'))),
            "the argument `hosts` of the own command `seed` has the flag `-h` of a global option",
        ),
        (
            own(named("seed").arg(flag("a")).arg(flag("b").alias("a"))),
            "the arguments `a` and `b` of the own command `seed` have the same flag `--a`",
        ),
        (
            own(named("seed").subcommand(named("all").arg(Arg::new("json")))),
            "the argument `json` of the own command `seed all` has the id `json` of a global option",
        ),
        (Manage::new().wrap("nowhere", |command| command), "there is no built-in command `nowhere` to be wrapped"),
        (Manage::new().wrap("migrate", Ghost), "what wraps the command `migrate` is called `ghost`"),
    ] {
        // The mistake is that of the program: whatever is called.
        let run = run(&project, manage, &["showmigrations"]);
        assert!(run.code == 6 && run.stderr.starts_with(&format!("error: {message}\n")), "{message}: {run}");
    }
    // What clap would panic about, which it does in debug builds alone.
    if cfg!(debug_assertions) {
        let run = run(&project, own(named("seed").arg(flag("a").conflicts_with("nowhere"))), &["help"]);
        let message = "error: the own command `seed` is defined in a way that cannot work\n  caused by: Command seed: ";
        assert!(run.code == 6 && run.stderr.starts_with(message) && run.stderr.contains("'nowhere'"), "{run}");
    }
}

#[test]
fn what_wraps_a_built_in_command_can_do_what_it_does() {
    let project = migrated();
    let count = Rc::new(Cell::new(0));
    let manage = || {
        let count = Rc::clone(&count);
        Manage::new().wrap("migrate", |migrate| Counted(migrate, count))
    };
    let run = run(&project, manage(), &["migrate", "--twice", "--plan"]);
    assert!(run.code == 0 && run.stdout.starts_with("Nothing to apply on default ("), "{run}");
    assert_eq!(count.get(), 2);
    let help = self::run(&project, manage(), &["help"]);
    assert!(help.stdout.contains("Running:\n  migrate         Apply migrations\n"), "{help}");
}

#[test]
fn a_connection_is_one_to_the_database_of_the_settings() {
    let project = migrated();
    project.write(
        "settings.json",
        r#"{"default": "default", "databases": {
            "default": {"driver": "sqlite", "database": "db.sqlite3", "session": ["PRAGMA cache_size = 77"]},
            "none": {"driver": "sqlite", "database": "none.sqlite3"},
            "broken": {"driver": "sqlite", "database": "broken.sqlite3", "session": ["SELECT nonsense"]},
            "server": {"driver": "postgresql", "database": "shop"}}}"#,
    );
    fs::copy(project.file("db.sqlite3"), project.file("broken.sqlite3")).expect("a copy");
    #[derive(QueryableByName)]
    struct Value {
        #[diesel(sql_type = BigInt)]
        value: i64,
    }
    let asked = |context: &mut Context, alias: Option<&str>, pragma: &str| -> Result<i64> {
        let mut connection: SqliteConnection = context.connection(alias)?;
        let value =
            sql_query(format!("SELECT {pragma} AS value FROM pragma_{pragma}")).get_result::<Value>(&mut connection);
        Ok(value?.value)
    };
    let run = run_own(
        &project,
        move |context| {
            // The default one, by its alias and without; foreign keys are on, and `session` has been run.
            assert_eq!(asked(context, None, "foreign_keys")?, 1);
            assert_eq!(asked(context, Some("default"), "cache_size")?, 77);
            let mut connection: SqliteConnection = context.connection("default")?;
            sql_query("INSERT INTO users (name) VALUES (?)").bind::<Text, _>("Ada").execute(&mut connection)?;
            Ok(Outcome::Done)
        },
        &[],
    );
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");

    for (alias, code, expected) in [
        ("nowhere", 2, "error: there is no database \"nowhere\" in settings.json\n"),
        ("none", 6, "error: there is no database `"),
        ("broken", 6, "error: a statement of `session` of the database `broken` failed\n  caused by: no such column"),
        (
            "server",
            6,
            "error: the database `server` is postgresql, and SqliteConnection is a connection to sqlite\nhint: ask for",
        ),
    ] {
        let run = run_own(
            &project,
            move |context| {
                let _: SqliteConnection = context.connection(alias)?;
                Ok(Outcome::Done)
            },
            &[],
        );
        assert!(run.code == code && run.stderr.starts_with(expected), "{alias}: {run}");
    }
    assert!(!project.file("none.sqlite3").exists());
}

#[test]
fn errors_of_others_become_ours() {
    let project = migrated();
    let insert = |context: &mut Context| -> Result<Outcome> {
        let mut connection: SqliteConnection = context.connection("default")?;
        connection.transaction::<_, Error, _>(|connection| {
            sql_query("INSERT INTO users (id, name) VALUES (1, 'a')").execute(connection)?;
            sql_query("INSERT INTO users (id, name) VALUES (1, 'b')").execute(connection).context("cannot add b")?;
            Ok(Outcome::Done)
        })
    };
    let run = run_own(&project, insert, &[]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (6, "error: cannot add b\n  caused by: UNIQUE constraint failed: users.id\n")
    );
    let run = run_own(&project, |_| Ok(fs::read_to_string("/nowhere").map(|_| Outcome::Done)?), &[]);
    assert_eq!((run.code, run.stderr.as_str()), (6, "error: No such file or directory (os error 2)\n"));
    let run =
        run_own(&project, |_| "x".parse::<u8>().map(Outcome::Code).with_context(|| format!("{} is no code", "x")), &[]);
    assert_eq!(run.stderr, "error: x is no code\n  caused by: invalid digit found in string\n");
    // What has a kind and hints keeps them, behind any number of words and boxes.
    let nested = |_: &mut Context| -> Result<Outcome> {
        let inner: Result<Outcome> = Err(Error::new(ErrorKind::Question, "inner").because("root").hint("do it"));
        let boxed: Result<Outcome, Box<dyn std::error::Error + Send + Sync>> =
            inner.context("outer").map_err(Into::into);
        Ok(boxed?)
    };
    let run = run_own(&project, nested, &[]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (3, "error: outer\n  caused by: inner\n  caused by: root\nhint: do it\n")
    );
}

#[test]
fn a_locked_database_is_exit_code_4() {
    let project = migrated();
    let locked = |context: &mut Context| -> Result<Outcome> {
        let mut one: SqliteConnection = context.connection("default")?;
        let mut other: SqliteConnection = context.connection("default")?;
        sql_query("PRAGMA busy_timeout = 0").execute(&mut other)?;
        one.immediate_transaction::<_, Error, _>(|_| {
            sql_query("DELETE FROM users").execute(&mut other).context("cannot tidy up")?;
            Ok(Outcome::Done)
        })
    };
    let run = run_own(&project, locked, &[]);
    assert_eq!(run.code, 6, "{run}");
    let locked = move |context: &mut Context| -> Result<Outcome> {
        let mut one: SqliteConnection = context.connection("default")?;
        let mut other: SqliteConnection = context.connection("default")?;
        sql_query("PRAGMA busy_timeout = 0").execute(&mut other)?;
        one.immediate_transaction::<_, Error, _>(|_| {
            sql_query("DELETE FROM users").execute(&mut other)?;
            Ok(Outcome::Done)
        })
    };
    let run = run_own(&project, locked, &[]);
    assert!(run.code == 4 && run.stderr.starts_with("error: database is locked\nhint: another program"), "{run}");
}

#[test]
fn questions_are_answered_by_lines_flags_or_nobody() {
    let project = Project::empty();
    let asks = |context: &mut Context| -> Result<Outcome> {
        let questions = context.questions();
        let sure = questions.confirm("Sure?", false, "--yes")?;
        let place = questions.select("Which?", &["one", "two"], 0, "--which")?;
        let count =
            questions.input("How many?", "--count", |line| line.parse::<u8>().map_err(|error| error.to_string()))?;
        context.ui.data(format!("{sure} {place} {count}"));
        Ok(Outcome::Done)
    };
    let call = |typed: &[&str], arguments: &[&str]| {
        let manage = Manage::new().function(named("own"), move |context, _| asks(context));
        let arguments: Vec<&str> = ["own"].iter().chain(arguments).copied().collect();
        Caller::in_folder(project.path()).typing(typed.iter().copied()).run(manage, &arguments)
    };
    let run = call(&["yes", "2", "300", "3", "more"], &[]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.unread.as_slice()),
        (0, "true 1 3\n", &["more".to_owned()][..]),
        "{run}"
    );
    assert!(run.stderr.contains("number too large to fit in target type"), "{run}");
    assert_eq!(call(&["", "", "7"], &[]).stdout, "false 0 7\n");
    // Whoever was there has left, or is not to be asked.
    let run = call(&["yes"], &[]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""));
    assert!(
        run.stderr.ends_with("error: a question needs an answer: Which?\nhint: answer it with `--which`\n"),
        "{run}"
    );
    let run = call(&["yes", "2", "3"], &["--no-input"]);
    assert_eq!((run.code, run.unread.len()), (3, 3), "{run}");
    assert_eq!(run.stderr, "error: a question needs an answer: Sure?\nhint: answer it with `--yes`\n");
}

#[test]
fn exit_codes_of_ones_own() {
    let project = Project::empty();
    for code in [10, 42, 99] {
        assert_eq!(run_own(&project, move |_| Ok(Outcome::Code(code)), &[]).code, code);
    }
    for code in [0, 2, 6, 9, 100, 101, 255] {
        let run = run_own(&project, move |_| Ok(Outcome::Code(code)), &[]);
        let message = format!("error: the command ended with the exit code {code}, which is not free\nhint: ");
        assert!(run.code == 6 && run.stderr.starts_with(&message), "{run}");
    }
    assert_eq!(Outcome::Code(99).or_graver(Outcome::Failed(ErrorKind::Question)).exit_code(), 3);
    assert_eq!(Outcome::No.or_graver(Outcome::Code(10)).exit_code(), 10);
    assert_eq!(Outcome::Code(12).or_graver(Outcome::Code(11)).exit_code(), 12);
}

#[test]
fn everything_that_a_step_and_a_context_give_has_a_public_name() {
    use diesel_manage::inspect::{Column, ColumnType, Index, Schema, Table};
    use diesel_manage::{Clock, Direction, Inspector, RustStep, Version, chrono};
    fn look(inspector: &mut Inspector<'_>) -> Result<(Schema, Option<Table>)> {
        Ok((inspector.schema()?, inspector.table("users")?))
    }
    fn step(step: &mut RustStep<'_>) -> Result<()> {
        let (_, table) = look(&mut step.inspector())?;
        let (version, direction): (&Version, Direction) = (step.version(), step.direction());
        let columns: Vec<Column> = table.map(|table| table.columns).unwrap_or_default();
        let types: Vec<&ColumnType> = columns.iter().map(|column| &column.ty).collect();
        let told = format!("{version} {direction:?} {types:?}");
        step.say(told);
        let _: Option<Index> = None;
        Ok(())
    }
    let project = Project::sqlite(USER);
    run(&project, Manage::new(), &["makemigrations"]);
    let manage = Manage::new().migration("2026-11-21-101500-0000_create_users", step);
    let run = run(&project, manage, &["migrate"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("202611211015000000 Up "), "{run}");
    let time = chrono::DateTime::from_timestamp(0, 0).unwrap();
    assert_eq!(Clock::Fixed(time).now(), time);
}
