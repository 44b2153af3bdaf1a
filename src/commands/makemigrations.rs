//! `manage makemigrations`.

mod asking;
mod drafted;
mod edited;
mod found;
mod from_database;
mod goal;
mod leg;
mod merging;
mod report;
mod templated;
mod ungenerated;

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use asking::{Asking, recordable};
use drafted::Drafted;
use edited::Editing;
use found::Found;
use goal::Goal;
pub(super) use merging::Merging;
use templated::Templated;
pub(super) use ungenerated::Ungenerated;

use super::leave::leave;
use crate::autodetect::Unspoken;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::dialect::Driver;
use crate::error::{Error, ErrorKind, Result};
use crate::interruption::{self, Signal};
use crate::questions::{AnswerFlags, Beforehand, Filed, Given};
use crate::schema::Schema;
use crate::settings::Database;
use crate::ui::{Style, Text};

/// Write migrations for what changed in the models
///
/// Compares the models with what the migrations lead to, and writes a migration for each database in which something
/// differs. Whatever would lose rows or values is a question: it is asked on the terminal, or answered by the flags
/// under "Answers".
#[derive(Debug, clap::Args)]
pub(super) struct MakeMigrations {
    /// What the migration is for; its directory is named after it [default: what changed]
    message: Option<String>,

    /// Another way to give the message
    #[arg(short = 'm', long = "message", value_name = "MESSAGE", conflicts_with = "message")]
    said: Option<String>,

    /// The name of the directory, after its version [default: made from the message]
    #[arg(long)]
    name: Option<String>,

    /// Only this database; can be given several times [default: all]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,

    /// Write nothing: exit with 1 if something would be written
    #[arg(long)]
    check: bool,

    /// Write nothing: print the SQL that would be written
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,

    #[command(flatten)]
    templated: Templated,

    /// Join branches that collide, as `manage merge` does, and write nothing else
    #[arg(long, conflicts_with_all = ["check", "by_hand", "edit", "variant", "from_database", "answers", "record"])]
    merge: bool,

    /// With --merge: the branches in the order in which they count
    #[arg(long, value_name = "REV,REV", value_delimiter = ',', requires = "merge")]
    order: Vec<String>,

    /// Open up.sql, then down.sql, in your editor (VISUAL, EDITOR) before they are tried and written; an emptied file
    /// writes nothing
    #[arg(long, conflicts_with_all = ["check", "dry_run"])]
    edit: bool,

    /// Write a copy of up.sql for this environment as well, to be changed by hand; can be given several times
    #[arg(long, value_name = "ENVIRONMENT", conflicts_with_all = ["check", "edit"])]
    variant: Vec<String>,

    /// Keep the migrations without trying them on a scratch database
    #[arg(long)]
    no_verify: bool,

    /// Go by what the live database holds: where there is no migration yet, write the one that makes all of it; else take
    /// it for what the migrations lead to, without a scratch database
    #[arg(long, conflicts_with_all = ["check", "edit", "empty", "template"])]
    from_database: bool,

    /// Answers in a file: what --json printed, completed, or what --record wrote; `-` is the standard input
    #[arg(long, value_name = "FILE", help_heading = "Answers")]
    answers: Option<PathBuf>,

    /// Write the answers that were given, and what is open, to a file for --answers
    #[arg(long, value_name = "FILE", help_heading = "Answers")]
    record: Option<PathBuf>,

    #[command(flatten)]
    flags: AnswerFlags,
}

impl Arguments for MakeMigrations {
    const NAME: &'static str = "makemigrations";

    fn manual() -> Manual {
        Manual::new()
            .group("Changes")
            .example("manage makemigrations", "what changed in the models, as migrations")
            .example("manage makemigrations \"Add profiles\"", "the same with a message, which names the directory too")
            .example("manage makemigrations --check", "in CI: is a migration missing?")
            .example("manage makemigrations --dry-run", "the SQL, and nothing written")
            .example(
                "manage makemigrations --rename users.name:username --backfill users.age=18",
                "with the questions answered",
            )
            .example("manage makemigrations --from-database", "the first one, for a database that is there already")
            .example("manage makemigrations --empty -m \"Fill the slugs\"", "one to be written by hand")
            .example("manage makemigrations --empty --edit", "the same, written in your editor straight away")
            .exit_code(1, "`--check`: something would be written")
            .exit_code(3, "a question needs an answer, or an edited file was emptied; nothing is written")
            .exit_code(5, "branches collide: `manage merge` joins them")
            .see_also("merge")
            .see_also("migrate")
            .see_also("printschema")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        if self.merge {
            let message = self.message().map(str::to_owned);
            let Self { name, order, database, dry_run, no_verify, flags, .. } = self;
            let revisions = Vec::new();
            return Merging { revisions, message, name, order, database, dry_run, no_verify, flags }.run(context);
        }
        let ui = context.ui.clone();
        let _held = ui.at_once(nothing);
        let databases = context.databases(&self.database)?;
        // What an editor or a server was given is tidied up on the way out; all else is in memory.
        let tidies = self.edit || databases.iter().any(|own| own.driver().is_ok_and(|own| own != Driver::Sqlite));
        let _tidied = tidies.then(|| ui.until_boundary(nothing));
        self.work(context, &databases)
    }
}

/// What is said when the process is asked to end.
fn nothing(signal: Signal) -> Error {
    Error::new(signal.kind(), format!("{}: nothing is written", signal.word()))
}

impl MakeMigrations {
    fn work(self, context: &mut Context, databases: &[Database]) -> Result<Outcome> {
        let ui = context.ui.clone();
        let by_hand = self.templated.is_asked();
        if by_hand && databases.len() > 1 {
            let flag = self.templated.flag();
            return Err(Error::usage(format!("{flag} writes into one database, and the settings have several"))
                .hint("say which one: `--database ALIAS`"));
        }
        let mut editing = self.edit.then(|| Editing::begin(context)).transpose()?;
        let mut asking = self.asking(context, databases.len() > 1)?;
        if self.from_database
            && let Some(outcome) = from_database::begin(context, &self, databases)?
        {
            return Ok(outcome);
        }
        let (mut all, goals) = unwritten(read(context, databases, by_hand, self.from_database))?;
        not_interrupted()?;
        if !by_hand {
            all.iter().try_for_each(|found| found.warn_without_models(context))?;
            let unspoken: Vec<Unspoken> = goals.iter().map(|goal| Unspoken::of(&goal.wanted)).collect();
            let both = all.into_iter().zip(goals);
            all = unwritten(both.map(|(found, goal)| asking.detect(context, found, goal)).collect::<Result<_>>())?;
            if asking.open.is_empty() {
                all.iter().zip(&unspoken).try_for_each(|(found, unspoken)| unspoken.check(&found.changes))?;
            }
        }
        // A statement that was to wait may end as if it had waited.
        not_interrupted()?;
        report::notes(context, &all);
        if self.check {
            let outcome = report::check(context, &all, &asking.open);
            leave(all);
            return outcome;
        }
        asking.finish(context)?;
        if !asking.open.is_empty() {
            let _whole = ui.until_boundary(nothing);
            self.record.iter().try_for_each(|file| asking.record(context, file))?;
        }
        report::open(context, &asking.open)?;
        if !self.dry_run {
            let _whole = ui.until_boundary(nothing);
            all.iter().filter(|found| found.changes.is_empty()).for_each(|found| found.remember(context));
        }
        all.retain(|found| by_hand || !found.changes.is_empty());
        if !self.dry_run && !all.is_empty() {
            asking.confirm(context, all.iter().map(|found| found.portions(by_hand).len()).sum())?;
        }
        {
            let _whole = ui.until_boundary(nothing);
            self.record.iter().try_for_each(|file| asking.record(context, file))?;
        }
        if all.is_empty() {
            report::nothing(context)?;
            return Ok(Outcome::Done);
        }
        let drafts = all.into_iter().map(|found| {
            not_interrupted()?;
            found.draft(context, &self, editing.as_mut())
        });
        let drafts = unwritten(drafts.collect::<Result<Vec<_>>>());
        let _whole = ui.until_boundary(|signal| Error::new(signal.kind(), format!("{} while writing", signal.word())));
        // Everything is computed and tried: only then is the first file written.
        let written = drafts.and_then(|drafts| {
            not_interrupted()?;
            if !self.dry_run {
                Drafted::write(&drafts)?;
            }
            Ok(drafts)
        });
        let changed = editing.as_ref().is_some_and(|editing| editing.changed);
        let drafts = match (written, editing) {
            (Err(error), Some(editing)) => Err(asking.helped(editing.helped(error))),
            (written, _) => written.map_err(|error| asking.helped(error)),
        }?;
        if self.dry_run {
            return report::dry_run(context, &drafts);
        }
        let outcome = report::written(context, &drafts)?;
        // No flag says what was typed into an editor.
        if let Some(flags) = asking.repeated().filter(|_| !changed) {
            let command = format!("{} {flags}", self.repeated(context));
            context.ui.say(Text::new().styled(Style::Faint, "The same without questions:").plain(" ").plain(command));
        }
        interruption::check()
            .map_err(|error| Error::new(error.kind(), format!("{error} after the migrations were written")))?;
        leave(drafts);
        Ok(outcome)
    }

    /// Who answers questions in this run.
    fn asking(&self, context: &Context, several: bool) -> Result<Asking> {
        let given = Given::parse(&self.flags)?;
        let file = self.answers.as_ref().map(|file| Filed::read(&context.directory, file)).transpose()?;
        self.record.iter().try_for_each(|file| recordable(&context.directory, file))?;
        let person = !self.check && context.questions().can_ask();
        Ok(Asking::new(Beforehand::new(given, file), person, several))
    }

    /// The command line of this run, without answers.
    fn repeated(&self, context: &Context) -> String {
        let mut words = vec!["manage".to_owned(), "makemigrations".to_owned()];
        let settings = context.globals.settings.as_ref().map(|file| file.to_string_lossy().into_owned());
        let named =
            [("--settings", settings), ("-m", self.message().map(str::to_owned)), ("--name", self.name.clone())];
        for (flag, value) in named {
            // What begins as a flag does would be taken for one.
            let between = |value: &str| if value.starts_with('-') { '=' } else { ' ' };
            words.extend(value.map(|value| format!("{flag}{}{}", between(&value), shell_words::quote(&value))));
        }
        words.extend(self.database.iter().map(|alias| format!("--database {}", shell_words::quote(alias))));
        words.extend(self.no_verify.then(|| "--no-verify".to_owned()));
        words.join(" ")
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref().or(self.said.as_deref()).map(str::trim).filter(|message| !message.is_empty())
    }
}

/// The result of something after which nothing is written yet. What a server says of a statement that was cancelled is
/// not what happened.
fn unwritten<T>(result: Result<T>) -> Result<T> {
    result.map_err(|error| match (error.kind(), not_interrupted()) {
        (ErrorKind::Failure | ErrorKind::Interrupted | ErrorKind::Terminated, Err(interrupted)) => interrupted,
        _ => error,
    })
}

/// Whether the work may go on: nothing is written yet.
fn not_interrupted() -> Result<()> {
    interruption::check().map_err(|error| Error::new(error.kind(), format!("{error}: nothing is written")))
}

/// Where the migrations of the databases stand and, unless one is to be written by hand, what their models want: all of
/// it before the first question is asked. The two are read at the same time, unless the models may refer to tables of
/// other directories' migrations.
fn read(context: &mut Context, databases: &[Database], by_hand: bool, live: bool) -> Result<(Vec<Found>, Vec<Goal>)> {
    let settings = context.settings()?;
    let settings = settings.as_ref();
    let nothing = Schema::default();
    let mut alone = Vec::new();
    for database in databases {
        alone.push(database.migrations()?.len() < 2);
    }
    let goal = |database: &Database| Goal::read(database, settings, &nothing);
    thread::scope(|scope| {
        let goals = || databases.iter().zip(&alone).map(|(own, alone)| alone.then(|| goal(own))).collect::<Vec<_>>();
        let goals = (!by_hand).then(|| scope.spawn(goals));
        let found = databases
            .iter()
            .map(|database| match live {
                true => from_database::found(context, database),
                false => Found::of(context, database),
            })
            .collect::<Result<Vec<_>>>();
        let goals = goals.map(|goals| goals.join().unwrap_or_else(|panic| resume_unwind(panic))).unwrap_or_default();
        // A mistake in the models is told before one that a server makes.
        let mut read = Vec::new();
        for goal in goals {
            read.push(goal.transpose()?);
        }
        let found = found?;
        let mut goals = Vec::new();
        for ((database, found), goal) in databases.iter().zip(&found).zip(read) {
            goals.push(match goal {
                Some(goal) => goal,
                None => Goal::read(database, settings, &found.state.beside.part_of(&found.state.schema))?,
            });
        }
        Ok((found, goals))
    })
}
