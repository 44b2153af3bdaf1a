use serde::Serialize;

use super::deployed::Deployed;
use super::progress::heading;
use crate::cli::Context;
use crate::database::{Direction, Step};
use crate::history::{Migration, Version};
use crate::sql::effects;
use crate::ui::{Style, Text};

/// How much is told of one migration to a person.
const MOST: usize = 12;

/// A migration that would run, and what it would do.
#[derive(Debug, Serialize)]
pub(super) struct Planned {
    name: String,
    version: String,
    /// What it does to which table, in words.
    does: Vec<String>,
    in_transaction: bool,
    /// Whether nothing leads back, once it has run.
    irreversible: bool,
    /// The environment whose variant it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    /// Whether Rust runs with it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    rust_step: bool,
    /// Whether it would not run, but count as applied.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    counts_as_applied: bool,
}

impl Planned {
    /// What the steps of a plan would do.
    pub(super) fn of(deployed: &Deployed, steps: &[Step]) -> Vec<Self> {
        let migration = |step: &Step| -> Option<&Migration> {
            let all = deployed.migrations();
            all.binary_search_by(|own| own.version.cmp(&step.version)).ok().and_then(|place| all.get(place))
        };
        let planned = |step: &Step| Self {
            name: step.name.clone(),
            version: step.version.to_string(),
            does: effects(&step.statements),
            in_transaction: step.in_transaction,
            irreversible: step.direction == Direction::Up
                && migration(step).is_some_and(|own| own.way_back_from(step.variant.as_deref()).is_err()),
            variant: step.variant.clone(),
            rust_step: deployed.has_step(&step.name, step.direction),
            counts_as_applied: false,
        };
        steps.iter().map(planned).collect()
    }

    /// Those that would count as applied without being run.
    pub(super) fn counted(deployed: &Deployed, versions: &[Version]) -> Vec<Self> {
        let counts = |own: &&Migration| versions.contains(&own.version);
        let counted = |own: &Migration| Self {
            name: own.name.clone(),
            version: own.version.to_string(),
            does: Vec::new(),
            in_transaction: own.run_in_transaction,
            irreversible: own.way_back().is_err(),
            variant: None,
            rust_step: false,
            counts_as_applied: true,
        };
        deployed.migrations().iter().filter(counts).map(counted).collect()
    }

    /// Lists those for a person.
    pub(super) fn show_counted(all: &[Self], context: &Context, deployed: &Deployed) {
        if !all.is_empty() {
            context.ui.data(heading("To be counted as applied, without being run, on", deployed));
        }
        for own in all {
            context.ui.data(Text::new().plain("  ").styled(Style::Name, &own.name));
        }
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    /// Lists them for a person.
    pub(super) fn show(all: &[Self], context: &Context, deployed: &Deployed, direction: Direction) {
        let [none, some] = match direction {
            Direction::Up => ["Nothing to apply on", "To be applied on"],
            Direction::Down => ["Nothing to undo on", "To be undone on"],
        };
        if all.is_empty() {
            context.ui.data(heading(none, deployed));
            return;
        }
        context.ui.data(heading(some, deployed).plain(":"));
        for own in all {
            let line = Text::new().plain("  ").styled(Style::Name, &own.name);
            let line = if own.rust_step { line.styled(Style::Faint, " + Rust step") } else { line };
            context.ui.data(line.then(own.notes()));
            for does in own.does.iter().take(MOST) {
                context.ui.data(Text::new().plain("    ").styled(Style::Plain, does));
            }
            if let Some(more @ 1..) = own.does.len().checked_sub(MOST) {
                context.ui.data(Text::new().plain("    ").styled(Style::Faint, format!("… and {more} more")));
            }
        }
    }

    fn notes(&self) -> Text {
        let variant = self.variant.as_ref().map(|variant| format!("for {variant}"));
        let notes: Vec<String> = variant
            .into_iter()
            .chain((!self.in_transaction).then(|| "outside a transaction".to_owned()))
            .chain(self.irreversible.then(|| "irreversible".to_owned()))
            .collect();
        if notes.is_empty() {
            Text::new()
        } else {
            Text::new().styled(Style::Faint, format!(" ({})", notes.join(", ")))
        }
    }
}
