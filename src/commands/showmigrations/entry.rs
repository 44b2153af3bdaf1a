use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::cli::Context;
use crate::commands::deployed::Deployed;
use crate::database::{MigrationState, State, Unread};
use crate::error::Result;
use crate::history::{Migration, Version};

/// All that is known of one migration on one database.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Entry {
    pub(in crate::commands) version: String,
    pub(in crate::commands) name: String,
    /// Where its files are; absent if they are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) directory: Option<String>,
    #[serde(serialize_with = "state")]
    pub(in crate::commands) state: State,
    /// What the ledger says, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) applied_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) duration_ms: Option<u64>,
    /// What applied it: `manage 0.1.0`, or `diesel` where the journal knows nothing of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) by: Option<String>,
    /// Over the statements that ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) checksum: Option<String>,
    /// The environment whose variant ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) variant: Option<String>,
    /// The migrations that it builds on, as versions.
    pub(in crate::commands) revises: Vec<String>,
    /// Whether it is older than one that is applied, and is not applied itself.
    pub(in crate::commands) late: bool,
    /// Whether nothing leads back.
    pub(in crate::commands) irreversible: bool,
    pub(in crate::commands) in_transaction: bool,
    /// What there is to say of the Rust that runs with it; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) rust_step: Option<&'static str>,
    /// What is odd about its record, in words.
    #[serde(skip)]
    pub(in crate::commands) record: Option<&'static str>,
    /// How far it is, where it is half done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) stopped: Option<Stopped>,
}

/// Where a migration stopped that is half done.
#[derive(Debug, Serialize)]
pub(in crate::commands) struct Stopped {
    /// Statements done.
    pub(in crate::commands) done: usize,
    /// Statements in all.
    pub(in crate::commands) total: usize,
    /// What stopped it, if there was time to write that down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::commands) error: Option<String>,
}

/// Every migration that the directories or the ledger of the database know, in the order in which they run.
pub(in crate::commands) fn entries(context: &Context, deployed: &Deployed) -> Result<Vec<Entry>> {
    let states = deployed.status()?;
    let ours = |state: &&MigrationState| state.is_applied() && !state.is_stranger();
    let newest = states.iter().filter(ours).map(|state| state.version.clone()).max();
    let migrations: BTreeMap<&Version, &Migration> =
        deployed.migrations().iter().map(|migration| (&migration.version, migration)).collect();
    let entry = |state: MigrationState| {
        let migration = migrations.get(&state.version).copied();
        let late = !state.is_applied() && newest.as_ref().is_some_and(|newest| state.version < *newest);
        let rust_step = deployed.step_note(&state);
        Entry { rust_step, ..entry(state, migration, late, &context.directory) }
    };
    Ok(states.into_iter().map(entry).collect())
}

fn entry(own: MigrationState, migration: Option<&Migration>, late: bool, directory: &Path) -> Entry {
    let journal = own.entry.as_ref();
    let applied = own.run_on.is_some();
    let by = journal.map(|entry| entry.tool.clone()).or_else(|| applied.then(|| "diesel".to_owned()));
    let by = by.map(|by| match &own.unread {
        Some(Unread::Newer { tool, .. }) => tool.clone(),
        _ => by,
    });
    let record = match &own.unread {
        Some(Unread::Newer { .. }) => Some("the journal is of a newer format"),
        Some(Unread::Damaged(_)) => Some("the journal's row is damaged"),
        None if own.is_stranger() => Some("unknown to the journal"),
        None => None,
    };
    let ran = journal.and_then(|entry| entry.variant.as_deref());
    let irreversible = match migration {
        Some(migration) => migration.way_back_from(ran).is_err(),
        None => journal.is_none_or(|entry| entry.down.is_none()),
    };
    let in_transaction =
        migration.map(|migration| migration.run_in_transaction).or_else(|| journal.map(|entry| entry.in_transaction));
    let stopped = journal.filter(|_| own.state == State::HalfDone).map(|entry| Stopped {
        done: entry.done,
        total: entry.total,
        error: entry.error.clone(),
    });
    Entry {
        version: own.version.to_string(),
        name: own.name.clone(),
        directory: migration.map(|migration| {
            migration.directory.strip_prefix(directory).unwrap_or(&migration.directory).display().to_string()
        }),
        state: own.state,
        duration_ms: journal.and_then(|entry| entry.duration_ms),
        by,
        checksum: journal.map(|entry| entry.checksum.clone()),
        variant: journal.and_then(|entry| entry.variant.clone()),
        revises: migration.iter().flat_map(|migration| &migration.parents).map(ToString::to_string).collect(),
        late,
        irreversible,
        in_transaction: in_transaction.unwrap_or(true),
        rust_step: None,
        record,
        stopped,
        applied_at: own.run_on,
    }
}

fn state<S: serde::Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match state {
        State::Applied => "applied",
        State::Pending => "pending",
        State::Edited => "edited",
        State::Missing => "missing",
        State::HalfDone => "half_done",
    })
}
