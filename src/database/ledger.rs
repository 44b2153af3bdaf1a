//! What is applied: Diesel's own table, in Diesel's own words.

use std::collections::BTreeMap;

use diesel::migration::CREATE_MIGRATIONS_TABLE;

use super::session::SqlError;
use super::shape::Shape;
use super::target::Target;
use crate::error::{Error, Result};
use crate::history::Version;

/// The table's name.
pub(super) const TABLE: &str = "__diesel_schema_migrations";

/// What is applied, with the time at which the database says that it was. Nothing is created for it.
///
/// # Errors
/// When it cannot be read, or is not what Diesel makes: more columns are fine, fewer or other ones are not.
pub(super) fn read(target: &mut dyn Target) -> Result<BTreeMap<Version, String>> {
    let failed = |error: SqlError| error.during("what is applied cannot be read");
    let Some(shape) = target.shape(TABLE).map_err(failed)? else {
        return match target.passed_over(TABLE).map_err(failed)? {
            Some(places) => Err(elsewhere(&places)),
            None => Ok(BTreeMap::new()),
        };
    };
    fits(&shape)?;
    let rows = target.query(&format!("SELECT version, run_on FROM {TABLE}")).map_err(failed)?;
    let row = |row: Vec<Option<String>>| {
        let mut values = row.into_iter();
        let version = values.next().flatten()?;
        Some((Version::of_ledger(version), values.next().flatten().unwrap_or_default()))
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// A second ledger would have every migration run once more.
fn elsewhere([there, looked]: &[String; 2]) -> Error {
    Error::history(format!("the ledger {TABLE} is in the schema `{there}`, and tables are looked for in `{looked}`"))
        .hint(format!(
            "connect as the role that made it, or look there: `\"session\": [\"SET search_path = {there}\"]`"
        ))
        .hint(format!(
            "if a history of its own is to begin in `{looked}`, say so: `\"session\": [\"SET search_path = {looked}\"]`"
        ))
}

/// Refuses a table in which versions could not be kept, before anything depends on it.
fn fits(shape: &Shape) -> Result<()> {
    let wrong = |what: String| Error::history(format!("the ledger {TABLE} {what}"));
    let anew = format!(
        "make it as diesel does: `ALTER TABLE {TABLE} RENAME TO old_ledger; CREATE TABLE {TABLE} (version VARCHAR(50) \
         PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP); INSERT INTO {TABLE} (version) \
         SELECT version FROM old_ledger;`"
    );
    if shape.is_view {
        let hint = format!(
            "give the view another name, and put what it holds into a table: `CREATE TABLE {TABLE} (version \
                            VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)`"
        );
        return Err(wrong("is a view, and diesel's is a table".to_owned()).hint(hint));
    }
    if shape.column("version").is_none() {
        return Err(wrong("has no column `version`".to_owned())
            .hint(format!("put it aside (`ALTER TABLE {TABLE} RENAME TO old_ledger`), and say what is applied: `manage stamp REVISION`")));
    }
    if shape.column("run_on").is_none() {
        return Err(wrong("has no column `run_on`".to_owned()).hint(anew));
    }
    match shape.column("version") {
        Some(kind) if shape.makes_numbers("version") => {
            let what = format!("has a column `version` of the type {kind}, which can change what is written into it");
            Err(wrong(what).hint(anew))
        }
        _ => Ok(()),
    }
}

/// Makes the table if there is none.
pub(super) fn create(target: &mut dyn Target) -> Result<(), SqlError> {
    target.execute(creation())
}

/// The statement that does so.
pub(super) fn creation() -> &'static str {
    CREATE_MIGRATIONS_TABLE.trim_end().trim_end_matches(';')
}

/// When the version was applied, if it is.
pub(super) fn run_on(target: &mut dyn Target, version: &Version) -> Result<Option<String>, SqlError> {
    if !target.has_table(TABLE)? {
        return Ok(None);
    }
    recorded(target, version)
}

/// The same where the table is known to be there, and another one, too: where one of them is not, that is the error.
pub(super) fn run_on_beside(
    target: &mut dyn Target,
    version: &Version,
    other: &str,
) -> Result<Option<String>, SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    let rows = target.query(&format!(
        "SELECT run_on FROM {TABLE} WHERE version = {literal} UNION ALL SELECT NULL FROM {other} WHERE 1 = 0"
    ))?;
    Ok(rows.into_iter().next().map(|row| row.into_iter().next().flatten().unwrap_or_default()))
}

fn recorded(target: &mut dyn Target, version: &Version) -> Result<Option<String>, SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    let rows = target.query(&format!("SELECT run_on FROM {TABLE} WHERE version = {literal}"))?;
    Ok(rows.into_iter().next().map(|row| row.into_iter().next().flatten().unwrap_or_default()))
}

/// Records a version, and gives the time that the database gave it.
pub(super) fn insert(target: &mut dyn Target, version: &Version) -> Result<String, SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    target.execute_by_commit(format!("INSERT INTO {TABLE} (version) VALUES ({literal})"))?;
    Ok(recorded(target, version)?.unwrap_or_default())
}

/// Records versions, and gives the times that the database gave them.
pub(super) fn insert_all(
    target: &mut dyn Target,
    versions: &[&Version],
) -> Result<BTreeMap<Version, String>, SqlError> {
    let literals = literals(target, versions);
    target.execute(&format!("INSERT INTO {TABLE} (version) VALUES ({})", literals.join("), (")))?;
    let rows =
        target.query(&format!("SELECT version, run_on FROM {TABLE} WHERE version IN ({})", literals.join(", ")))?;
    let row = |row: Vec<Option<String>>| {
        let mut values = row.into_iter();
        Some((Version::of_ledger(values.next().flatten()?), values.next().flatten().unwrap_or_default()))
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Takes versions out.
pub(super) fn remove_all(target: &mut dyn Target, versions: &[&Version]) -> Result<(), SqlError> {
    let literals = literals(target, versions).join(", ");
    target.execute(&format!("DELETE FROM {TABLE} WHERE version IN ({literals})"))
}

fn literals(target: &mut dyn Target, versions: &[&Version]) -> Vec<String> {
    versions.iter().map(|version| target.dialect().quote_text_anywhere(version.as_str())).collect()
}

/// Gives a version another one's place, and the time that it keeps.
pub(super) fn rename(target: &mut dyn Target, from: &Version, to: &Version) -> Result<Option<String>, SqlError> {
    let [old, new] = [from, to].map(|version| target.dialect().quote_text_anywhere(version.as_str()));
    target.execute(&format!("UPDATE {TABLE} SET version = {new} WHERE version = {old}"))?;
    run_on(target, to)
}

/// Takes a version out, by the commit of the transaction that is open.
pub(super) fn remove_by_commit(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    target.execute_by_commit(format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}

/// Takes a version out.
pub(super) fn remove(target: &mut dyn Target, version: &Version) -> Result<(), SqlError> {
    let literal = target.dialect().quote_text_anywhere(version.as_str());
    target.execute(&format!("DELETE FROM {TABLE} WHERE version = {literal}"))
}
