use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;

use super::applied_on::{Applied, AppliedOn, companions, to_the_second};
use super::deployed::Deployed;
use super::goal::applied;
use super::leave::leave;
use super::progress::seconds;
use crate::cli::{Arguments, Context, Manual, Outcome};
use crate::database::{State, runs_in_transaction};
use crate::error::Result;
use crate::history::{Migration, Version};
use crate::sql::effects;
use crate::ui::{Style, Table, Text};

/// Show one migration
///
/// What it builds on, what it changes, where and when it was applied, and its SQL.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The migration
    #[arg(value_name = "REV")]
    revision: String,

    /// The database [default: the one that the settings name]
    #[arg(long, value_name = "ALIAS")]
    database: Option<String>,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    migration: Entry,
}

#[derive(Serialize)]
struct Entry {
    version: String,
    name: String,
    directory: String,
    message: String,
    /// When it was made, as its header says.
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    /// The versions that it builds on.
    revises: Vec<String>,
    /// The versions that build on it.
    next: Vec<String>,
    in_transaction: bool,
    irreversible: bool,
    /// What it does to which table, in words.
    does: Vec<String>,
    /// What its way back does.
    undoes: Vec<String>,
    up: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    down: Option<String>,
    /// The environments that it has variants for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variants: Vec<String>,
    /// The databases that it is applied on.
    applied: Vec<Applied>,
}

impl Arguments for Show {
    const NAME: &'static str = "show";

    fn manual() -> Manual {
        Manual::new()
            .group("Looking")
            .example("manage show head", "the newest one")
            .example("manage show create_users", "by its name")
            .see_also("history")
            .see_also("sqlmigrate")
    }

    fn run(self, context: &mut Context) -> Result<Outcome> {
        let database = context.database(self.database.as_deref())?;
        let deployed = Deployed::read(context, &database)?;
        // Only steps that are counted from what is applied need to know that.
        let text = self.revision.trim();
        let known = if text.starts_with(['+', '-']) { applied(&deployed.status()?) } else { BTreeSet::new() };
        let migration = deployed.own().find(text, &known).map_err(|error| deployed.about(error))?;
        let companions = companions(context, &database)?;
        let applied_on = AppliedOn::of(context, &companions);
        let entry = entry(context, &deployed, migration, &applied_on);
        if !context.ui.wants_json() {
            entry.show(context);
        }
        context.report(&Report { migration: entry })?;
        leave(deployed);
        Ok(Outcome::Done)
    }
}

fn entry(context: &Context, deployed: &Deployed, own: &Migration, applied_on: &AppliedOn) -> Entry {
    let versions = |versions: &mut dyn Iterator<Item = &Version>| versions.map(ToString::to_string).collect();
    let next = deployed.own().children(&own.version);
    let variants: BTreeSet<String> = own.ups().filter_map(|up| up.variant.clone()).collect();
    Entry {
        version: own.version.to_string(),
        name: own.name.clone(),
        directory: own.directory.strip_prefix(&context.directory).unwrap_or(&own.directory).display().to_string(),
        message: own.title(),
        created: own.header.as_ref().map(|header| header.created.clone()).filter(|created| !created.is_empty()),
        revises: versions(&mut own.parents.iter()),
        next: versions(&mut next.into_iter().map(|next| &next.version)),
        in_transaction: runs_in_transaction(own, deployed.dialect()),
        irreversible: own.way_back().is_err(),
        does: effects(&own.up.statements),
        undoes: own.down.as_ref().map(|down| effects(&down.statements)).unwrap_or_default(),
        up: own.up.text.clone(),
        down: own.down.as_ref().map(|down| down.text.clone()),
        variants: variants.into_iter().collect(),
        applied: applied_on.applied(own.version.as_str()),
    }
}

impl Entry {
    fn show(&self, context: &Context) {
        let ui = &context.ui;
        ui.data(Text::new().styled(Style::Name, &self.name));
        ui.data(Text::new().plain("  ").plain(self.message.split_whitespace().collect::<Vec<_>>().join(" ")));
        let or = |list: &[String], none: &str| if list.is_empty() { none.to_owned() } else { list.join(", ") };
        let runs = match (self.in_transaction, self.irreversible) {
            (true, false) => "in a transaction",
            (true, true) => "in a transaction, irreversible",
            (false, false) => "outside a transaction",
            (false, true) => "outside a transaction, irreversible",
        };
        let mut rows = vec![
            ("Revision", self.version.clone()),
            ("Revises", or(&self.revises, "base")),
            ("Next", or(&self.next, "nothing: it is a head")),
        ];
        rows.extend(self.created.clone().map(|created| ("Created", created)));
        rows.push(("Files", self.directory.clone()));
        if !self.variants.is_empty() {
            rows.push(("Variants", self.variants.join(", ")));
        }
        rows.push(("Runs", runs.to_owned()));
        if self.applied.is_empty() {
            rows.push(("Applied", "nowhere".to_owned()));
        }
        rows.extend(
            self.applied
                .iter()
                .enumerate()
                .map(|(place, own)| (if place == 0 { "Applied" } else { "" }, whereabout(own))),
        );
        let mut table = Table::new();
        for (name, value) in rows {
            table.row([Text::new().plain("  ").styled(Style::Faint, name), Text::new().plain(value)]);
        }
        ui.table(table);
        for (heading, does) in [("What it does:", &self.does), ("What its way back does:", &self.undoes)] {
            if !does.is_empty() {
                ui.data("");
                ui.data(Text::new().styled(Style::Heading, heading));
                does.iter().for_each(|does| ui.data(Text::new().plain("  ").styled(Style::Plain, does)));
            }
        }
        for (heading, text) in [("up.sql:", Some(&self.up)), ("down.sql:", self.down.as_ref())] {
            if let Some(text) = text {
                ui.data("");
                ui.data(Text::new().styled(Style::Heading, heading));
                ui.verbatim(text);
                if !text.ends_with('\n') {
                    ui.data("");
                }
            }
        }
    }
}

fn whereabout(own: &Applied) -> String {
    let mut text = format!("on {}", own.database);
    if let Some(at) = &own.applied_at {
        text.push_str(&format!(" at {}", to_the_second(at)));
    }
    match own.state {
        State::HalfDone => text.push_str(", half done"),
        State::Edited => text.push_str(", changed afterwards"),
        State::Applied | State::Pending | State::Missing => {}
    }
    if let Some(duration) = own.duration_ms {
        text.push_str(&format!(", took {}", seconds(Duration::from_millis(duration))));
    }
    if let Some(by) = &own.by {
        text.push_str(&format!(", by {by}"));
    }
    text
}
