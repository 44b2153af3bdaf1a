//! `manage makemigrations`.

mod asking;
mod drafted;
mod found;
mod report;
mod templated;

use std::path::PathBuf;

use asking::{Asking, recordable};
use drafted::Drafted;
use found::Found;
use templated::Templated;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::questions::{AnswerFlags, Beforehand, Filed, Given};
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

    /// Keep the migrations without trying them on a scratch database
    #[arg(long)]
    no_verify: bool,

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
            .example("manage makemigrations --empty -m \"Fill the slugs\"", "one to be written by hand")
            .exit_code(1, "`--check`: something would be written")
            .exit_code(3, "a question needs an answer; nothing is written")
            .see_also("migrate")
            .see_also("printschema")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let databases = context.databases(&self.database)?;
        let by_hand = self.templated.is_asked();
        if by_hand && databases.len() > 1 {
            let flag = self.templated.flag();
            return Err(Error::usage(format!("{flag} writes into one database, and the settings have several"))
                .hint("say which one: `--database ALIAS`"));
        }
        let mut asking = self.asking(context, databases.len() > 1)?;
        let mut all = Vec::new();
        for database in &databases {
            all.push(Found::of(context, database)?);
        }
        if !by_hand {
            all = self.detect(context, all, &mut asking)?;
        }
        report::notes(context, &all);
        if self.check {
            return report::check(context, &all, &asking.open);
        }
        asking.finish(context)?;
        if !asking.open.is_empty() {
            self.record.iter().try_for_each(|file| asking.record(context, file))?;
        }
        report::open(context, &asking.open)?;
        if !self.dry_run {
            all.iter().filter(|found| found.changes.is_empty()).for_each(|found| found.remember(context));
        }
        all.retain(|found| by_hand || !found.changes.is_empty());
        if !self.dry_run && !all.is_empty() {
            asking.confirm(context, all.len())?;
        }
        self.record.iter().try_for_each(|file| asking.record(context, file))?;
        if all.is_empty() {
            report::nothing(context)?;
            return Ok(Outcome::Done);
        }
        let drafts = all.into_iter().map(|found| found.draft(context, &self)).collect::<Result<Vec<_>>>();
        let drafts = drafts.map_err(|error| asking.helped(error))?;
        if self.dry_run {
            return report::dry_run(context, &drafts);
        }
        // Everything is computed and tried: only now is the first file written.
        Drafted::write(&drafts).map_err(|error| asking.helped(error))?;
        let outcome = report::written(context, &drafts)?;
        if let Some(flags) = asking.repeated() {
            let command = format!("{} {flags}", self.repeated(context));
            context.ui.say(Text::new().styled(Style::Faint, "The same without questions:").plain(" ").plain(command));
        }
        Ok(outcome)
    }
}

impl MakeMigrations {
    /// Who answers questions in this run.
    fn asking(&self, context: &Context, several: bool) -> Result<Asking> {
        let given = Given::parse(&self.flags)?;
        let file = self.answers.as_ref().map(|file| Filed::read(&context.directory, file)).transpose()?;
        self.record.iter().try_for_each(|file| recordable(&context.directory, file))?;
        let person = !self.check && context.questions().can_ask();
        Ok(Asking::new(Beforehand::new(given, file), person, several))
    }

    /// Finds out what changed. The models of all databases are read before the first question is asked.
    fn detect(&self, context: &mut Context, all: Vec<Found>, asking: &mut Asking) -> Result<Vec<Found>> {
        for found in &all {
            found.warn_without_models(context)?;
        }
        let settings = context.settings()?;
        let wanted = all.iter().map(|found| found.wanted(&settings)).collect::<Result<Vec<_>>>()?;
        all.into_iter().zip(&wanted).map(|(found, wanted)| asking.detect(context, found, wanted)).collect()
    }

    /// The command line of this run, without answers.
    fn repeated(&self, context: &Context) -> String {
        let mut words = vec!["manage".to_owned(), "makemigrations".to_owned()];
        let settings = context.globals.settings.as_ref().map(|file| file.to_string_lossy().into_owned());
        let named =
            [("--settings", settings), ("-m", self.message().map(str::to_owned)), ("--name", self.name.clone())];
        for (flag, value) in named {
            words.extend(value.map(|value| format!("{flag} {}", shell_words::quote(&value))));
        }
        words.extend(self.database.iter().map(|alias| format!("--database {}", shell_words::quote(alias))));
        words.extend(self.no_verify.then(|| "--no-verify".to_owned()));
        words.join(" ")
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref().or(self.said.as_deref()).map(str::trim).filter(|message| !message.is_empty())
    }
}
