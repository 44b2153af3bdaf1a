use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use diesel::migration::MigrationSource;

use super::backend::Backend;
use super::read::Read;

/// What a database says of its migrations. Nothing is written to know it.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Whether any program ever migrated it.
    pub(super) exists: bool,
    /// The versions that are applied.
    pub(super) applied: BTreeSet<String>,
    /// The versions that `manage` began outside a transaction and has not finished.
    pub(super) half_done: BTreeSet<String>,
}

impl Ledger {
    pub(super) fn read<C: Read>(connection: &mut C) -> QueryResult<Self> {
        let backend = Backend::of::<C::Backend>();
        let tables = match backend.tables() {
            Some(query) => connection.texts(query)?,
            None => vec!["__diesel_schema_migrations".to_owned()],
        };
        let has = |name: &str| tables.iter().any(|table| table == name);
        let mut ledger = Self { exists: has("__diesel_schema_migrations"), ..Self::default() };
        if ledger.exists {
            ledger.applied.extend(connection.texts("SELECT version FROM __diesel_schema_migrations")?);
        }
        if has("__manage_journal") {
            // Else it was overtaken: another program has finished it by now.
            let begun = "SELECT version FROM __manage_journal WHERE finished_at IS NULL AND direction";
            let up = connection.texts(&format!("{begun} = 'up'"))?;
            let up = up.into_iter().filter(|version| !ledger.applied.contains(version));
            // The same times in both: another one was applied anew since.
            let same = match backend {
                Backend::Sqlite if ledger.exists => {
                    " AND run_on = (SELECT CAST(own.run_on AS TEXT) FROM __diesel_schema_migrations AS own \
                     WHERE own.version = __manage_journal.version)"
                }
                _ => "",
            };
            let down = connection.texts(&format!("{begun} = 'down'{same}"))?;
            let down = down.into_iter().filter(|version| ledger.applied.contains(version));
            ledger.half_done = up.chain(down).collect();
        }
        Ok(ledger)
    }
}

/// The names of a source's migrations by their versions.
pub(super) fn names<C, S>(source: &S) -> diesel::migration::Result<BTreeMap<String, String>>
where
    C: Read,
    S: MigrationSource<C::Backend>,
{
    let migrations = source.migrations()?;
    Ok(migrations.iter().map(|own| (own.name().version().to_string(), own.name().to_string())).collect())
}
