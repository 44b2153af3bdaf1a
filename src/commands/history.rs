use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::applied_on::{Applied, AppliedOn, by_directory, companions, to_the_second};
use super::deployed::Deployed;
use super::leave::leave;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::State;
use crate::error::{Error, Result};
use crate::history::{Migration, Version};
use crate::settings::Database;
use crate::ui::{Style, Table, Text};

/// List migrations, newest first, and where they are applied
///
/// A RANGE is FROM:TO, both included: what TO builds on and what builds on FROM. Either may be left out.
#[derive(Debug, clap::Args)]
pub(super) struct History {
    /// Only these: FROM:TO, or a migration and all before it [default: all]
    #[arg(value_name = "RANGE")]
    range: Option<String>,

    /// Only this database; can be given several times [default: all, or with a RANGE the default one]
    #[arg(long, value_name = "ALIAS")]
    database: Vec<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    histories: Vec<Directory>,
}

/// The migrations of one directory.
#[derive(Serialize)]
struct Directory {
    directory: String,
    /// The databases that they are for.
    databases: Vec<String>,
    /// Newest first.
    migrations: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    version: String,
    name: String,
    message: String,
    revises: Vec<String>,
    /// Whether nothing builds on it.
    is_head: bool,
    /// Whether several build on it.
    is_branchpoint: bool,
    applied: Vec<Applied>,
}

impl Arguments for History {
    const NAME: &'static str = "history";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage history", "all migrations, with the databases that have them")
            .example("manage history head-3:", "the last four")
            .example("manage history create_users:add_posts", "what lies between two, these included")
            .see_also("showmigrations")
            .see_also("show")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let groups = self.groups(context)?;
        let mut report = Report { histories: Vec::new() };
        let mut outcome = Ok(Outcome::Done);
        for (directory, group) in &groups {
            match self.directory(context, directory, group) {
                Ok(found) => {
                    if !context.ui.wants_json() {
                        found.show(context);
                    }
                    report.histories.push(found);
                }
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        context.report(&report)?;
        outcome
    }
}

impl History {
    /// The directories, each with its databases. A range is one of one directory.
    fn groups(&self, context: &mut Context) -> Result<Vec<(PathBuf, Vec<Database>)>> {
        match (&self.range, self.database.as_slice()) {
            (None, aliases) => by_directory(context.databases(aliases)?),
            (Some(range), [_, _, ..]) => {
                Err(Error::usage(format!("`{range}` is a range of one history, and several are given"))
                    .hint("give one `--database`"))
            }
            (Some(_), aliases) => {
                let database = context.database(aliases.first().map(String::as_str))?;
                Ok(vec![(database.migrations_directory()?, companions(context, &database)?)])
            }
        }
    }

    fn directory(&self, context: &mut Context, directory: &Path, group: &[Database]) -> Result<Directory> {
        let shown = directory.strip_prefix(&context.directory).unwrap_or(directory).display().to_string();
        let databases = group.iter().map(|database| database.alias().to_owned()).collect();
        let nothing = Directory { directory: shown, databases, migrations: Vec::new() };
        let Some(first) = group.first() else { return Ok(nothing) };
        let deployed = Deployed::read(context, first)?;
        let Some(own) = deployed.history_in(directory) else { return Ok(nothing) };
        let applied_on = AppliedOn::of(context, group);
        let applied: BTreeSet<Version> = own
            .migrations
            .iter()
            .map(|migration| migration.version.clone())
            .filter(|version| {
                let first = applied_on.databases.first().and_then(|first| first.entries.as_ref());
                first.and_then(|all| all.get(version.as_str())).is_some_and(|entry| entry.applied_at.is_some())
            })
            .collect();
        let chosen: Vec<&Migration> = match &self.range {
            Some(range) => own.range(range, &applied).map_err(|error| deployed.about(error))?,
            None => own.migrations.iter().collect(),
        };
        let entry = |migration: &&Migration| {
            let children = own.children(&migration.version).len();
            Entry {
                version: migration.version.to_string(),
                name: migration.name.clone(),
                message: migration.title(),
                revises: migration.parents.iter().map(ToString::to_string).collect(),
                is_head: children == 0,
                is_branchpoint: children > 1,
                applied: applied_on.applied(migration.version.as_str()),
            }
        };
        let found = Directory { migrations: chosen.iter().rev().map(entry).collect(), ..nothing };
        leave(deployed);
        Ok(found)
    }
}

impl Directory {
    fn show(&self, context: &Context) {
        let heading = Text::new().styled(Style::Alias, self.databases.join(", ")).plain(" (");
        context.ui.data(heading.styled(Style::Path, &self.directory).plain(")"));
        if self.migrations.is_empty() {
            context.ui.data(" (no migrations)");
            return;
        }
        let mut table = Table::new();
        for entry in &self.migrations {
            let mut notes = Vec::new();
            if entry.is_head {
                notes.push("head");
            }
            if entry.is_branchpoint {
                notes.push("branches part");
            }
            if entry.revises.len() > 1 {
                notes.push("branches meet");
            }
            let note = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
            let name = Text::new().plain(" ").styled(Style::Name, &entry.name).styled(Style::Good, note);
            table.row([name, Text::new().plain(one_line(&entry.message)), self.applied(entry)]);
        }
        context.ui.table(table);
    }

    /// Where it is applied: on the only database, or on which.
    fn applied(&self, entry: &Entry) -> Text {
        let mut text = Text::new();
        for (place, own) in entry.applied.iter().enumerate() {
            let word = if own.state == State::HalfDone { "half done" } else { "applied" };
            text = if place > 0 { text.plain(", ") } else { text.styled(Style::Good, word).plain(" ") };
            if self.databases.len() > 1 {
                text = text.styled(Style::Alias, &own.database).plain(" ");
            }
            text = text.styled(Style::Faint, own.applied_at.as_deref().map(to_the_second).unwrap_or_default());
        }
        text
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
