use std::collections::BTreeMap;
use std::path::PathBuf;

use super::deployed::Deployed;
use super::leave::leave;
use super::showmigrations::{Entry, entries};
use crate::cli::Context;
use crate::database::{Access, State};
use crate::error::Result;
use crate::settings::Database;

/// Where the migrations of one directory are applied.
pub(super) struct AppliedOn {
    pub(super) databases: Vec<DatabaseState>,
}

/// One of the databases that a directory's migrations are for.
pub(super) struct DatabaseState {
    pub(super) alias: String,
    /// By version; `None` where the database cannot be asked.
    pub(super) entries: Option<BTreeMap<String, Entry>>,
}

/// A migration on one database.
#[derive(serde::Serialize)]
pub(super) struct Applied {
    pub(super) database: String,
    /// When the ledger says that it was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) applied_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duration_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by: Option<String>,
    /// Whether it stopped half way, or was changed afterwards.
    #[serde(skip)]
    pub(super) state: State,
}

impl AppliedOn {
    /// Asks each of these databases, those that cannot be asked with a warning.
    pub(super) fn of(context: &mut Context, databases: &[Database]) -> Self {
        let databases = databases.iter().map(|database| {
            let ask = |context: &mut Context| -> Result<BTreeMap<String, Entry>> {
                let deployed = Deployed::of(context, database, Access::ReadOnly)?;
                let entries = entries(context, &deployed)?;
                leave(deployed);
                Ok(entries.into_iter().map(|entry| (entry.version.clone(), entry)).collect())
            };
            let asked = ask(context);
            let alias = database.alias().to_owned();
            if let Err(error) = &asked {
                context.ui.warn(format!("what is applied on {alias} is not known: {error}"));
            }
            DatabaseState { alias, entries: asked.ok() }
        });
        Self { databases: databases.collect() }
    }

    /// The databases that it is applied on, or half applied.
    pub(super) fn applied(&self, version: &str) -> Vec<Applied> {
        let applied = |own: &DatabaseState| {
            let entry = own.entries.as_ref()?.get(version).filter(|entry| entry.state != State::Pending)?;
            Some(Applied {
                database: own.alias.clone(),
                applied_at: entry.applied_at.clone(),
                duration_ms: entry.duration_ms,
                by: entry.by.clone(),
                state: entry.state,
            })
        };
        self.databases.iter().filter_map(applied).collect()
    }
}

/// When it was applied, as people read it: to the second, though some databases keep more.
pub(super) fn to_the_second(at: &str) -> &str {
    match at.split_once('.') {
        Some((clock, rest)) if clock.contains(':') && rest.bytes().all(|byte| byte.is_ascii_digit()) => clock,
        _ => at,
    }
}

/// The databases by each of their directories, in the order of the settings: a library's can be in several.
pub(super) fn by_directory(databases: Vec<Database>) -> Result<Vec<(PathBuf, Vec<Database>)>> {
    let mut groups: Vec<(PathBuf, Vec<Database>)> = Vec::new();
    for database in databases {
        for directory in database.migrations()? {
            match groups.iter_mut().find(|(own, _)| *own == directory) {
                Some((_, group)) => group.push(database.clone()),
                None => groups.push((directory, vec![database.clone()])),
            }
        }
    }
    Ok(groups)
}

/// The databases that have the migrations of this one's own directory, itself first.
pub(super) fn companions(context: &mut Context, database: &Database) -> Result<Vec<Database>> {
    let directory = database.migrations_directory()?;
    let none: [&str; 0] = [];
    let mut found = vec![database.clone()];
    for other in context.databases(&none)? {
        if other.alias() != database.alias() && other.migrations().is_ok_and(|all| all.contains(&directory)) {
            found.push(other);
        }
    }
    Ok(found)
}
