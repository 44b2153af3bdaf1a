//! `manage makemigrations`.

mod drafted;
mod found;
mod report;

use drafted::Drafted;
use found::Found;

use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::error::{Error, Result};
use crate::questions::{AnswerFlags, Given, OpenQuestions};

/// Write migrations for what changed in the models
///
/// Compares the models with what the migrations lead to, and writes a migration for each database in which something
/// differs. Whatever would lose rows or values is a question; the flags under "Answers" answer it.
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

    /// Write a migration to be filled in by hand
    #[arg(long, conflicts_with = "check")]
    empty: bool,

    /// Keep the migrations without trying them on a scratch database
    #[arg(long)]
    no_verify: bool,

    #[command(flatten)]
    answers: AnswerFlags,
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
        let mut given = Given::parse(&self.answers)?;
        let mut open = OpenQuestions::new(databases.len() > 1);
        if self.empty && databases.len() > 1 {
            return Err(Error::usage("--empty writes into one database, and the settings have several")
                .hint("say which one: `--database ALIAS`"));
        }
        let settings = context.settings()?;
        let mut all = Vec::new();
        for database in &databases {
            let found = Found::of(context, database)?;
            all.push(if self.empty { found } else { found.detect(&settings, &mut given, &mut open)? });
        }
        report::notes(context, &all);
        if self.check {
            return report::check(context, &all, &open);
        }
        given.finish(&open)?;
        report::open(context, open)?;
        if !self.dry_run {
            all.iter().filter(|found| found.changes.is_empty()).for_each(|found| found.remember(context));
        }
        all.retain(|found| self.empty || !found.changes.is_empty());
        if all.is_empty() {
            report::nothing(context)?;
            return Ok(Outcome::Done);
        }
        let drafts = all.into_iter().map(|found| found.draft(context, &self)).collect::<Result<Vec<_>>>()?;
        if self.dry_run {
            return report::dry_run(context, &drafts);
        }
        // Everything is computed and tried: only now is the first file written.
        Drafted::write(&drafts)?;
        report::written(context, &drafts)
    }
}

impl MakeMigrations {
    fn message(&self) -> Option<&str> {
        self.message.as_deref().or(self.said.as_deref()).map(str::trim).filter(|message| !message.is_empty())
    }
}
