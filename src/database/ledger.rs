//! What is applied: Diesel's own table, in Diesel's own words.

use std::collections::BTreeMap;

use diesel::migration::CREATE_MIGRATIONS_TABLE;

use super::session::SqlError;
use super::target::Target;
use crate::history::Version;

/// The table's name.
pub(super) const TABLE: &str = "__diesel_schema_migrations";

/// What is applied, with the time at which the database says that it was. Nothing is created for it.
pub(super) fn read(target: &mut dyn Target) -> Result<BTreeMap<Version, String>, SqlError> {
    if !target.has_table(TABLE)? {
        return Ok(BTreeMap::new());
    }
    let rows = target.query(&format!("SELECT version, run_on FROM {TABLE}"))?;
    let row = |row: Vec<Option<String>>| {
        let mut values = row.into_iter();
        let version = values.next().flatten()?;
        Some((Version::new(&version), values.next().flatten().unwrap_or_default()))
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Makes the table if there is none.
pub(super) fn create(target: &mut dyn Target) -> Result<(), SqlError> {
    target.execute(CREATE_MIGRATIONS_TABLE.trim_end().trim_end_matches(';'))
}

/// When the version was applied, if it is.
pub(super) fn run_on(target: &mut dyn Target, version: &Version) -> Result<Option<String>, SqlError> {
    if !target.has_table(TABLE)? {
        return Ok(None);
    }
    recorded(target, version)
}

fn recorded(target: &mut dyn Target, version: &Version) -> Result<Option<String>, SqlError> {
    let literal = target.dialect().quote_text(version.as_str());
    let rows = target.query(&format!("SELECT run_on FROM {TABLE} WHERE version = {literal}"))?;
    Ok(rows.into_iter().next().map(|row| row.into_iter().next().flatten().unwrap_or_default()))
}

/// Records a version, and gives the time that the database gave it.
pub(super) fn insert(target: &mut dyn Target, version: &Version) -> Result<String, SqlError> {
    let literal = target.dialect().quote_text(version.as_str());
    target.execute(&format!("INSERT INTO {TABLE} (version) VALUES ({literal})"))?;
    Ok(recorded(target, version)?.unwrap_or_default())
}

/// Takes a version out.
pub(super) fn remove(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text(version.as_str());
    target.execute(&format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}
