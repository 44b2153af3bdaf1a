//! Whether the variants of migrations lead to the state that the plain files lead to.

use std::collections::BTreeSet;

use super::replay::replay_as;
use super::{History, Migration, Script};
use crate::database::Session;
use crate::error::{Error, Result};
use crate::schema::Schema;

/// Runs the migrations once more for each environment that has variants, and tells in words where that leads elsewhere.
/// What cannot run is told as well: a variant for an environment that is no SQLite, say.
///
/// # Errors
/// When it is this environment's variants that lead elsewhere or do not run, or there is no scratch database.
pub(super) fn check(
    history: &History,
    plain: &Schema,
    scratch: &mut dyn FnMut() -> Result<Box<dyn Session>>,
) -> Result<Vec<String>> {
    let ups = || history.migrations.iter().flat_map(Migration::ups);
    let environments: BTreeSet<&str> = ups().filter_map(|up| up.variant.as_deref()).collect();
    let mut notes = Vec::new();
    for environment in environments {
        let Some(error) = elsewhere(history, plain, environment, scratch()?.as_mut()) else { continue };
        if history.migrations.iter().any(|migration| migration.up.variant.as_deref() == Some(environment)) {
            return Err(error);
        }
        notes.push(error.to_string());
    }
    Ok(notes)
}

fn elsewhere(history: &History, plain: &Schema, environment: &str, session: &mut dyn Session) -> Option<Error> {
    let files = history.migrations.iter().filter_map(|migration| own(migration, environment));
    let files: Vec<String> = files.map(|script| script.path.display().to_string()).collect();
    let ran = replay_as(history, session, &mut |_| (), &|migration| chosen(migration, environment));
    let differences = match ran {
        Ok(schema) => plain.differences(&schema),
        Err(error) => {
            let error = Error::failure(format!(
                "the variants for the environment `{environment}` do not run on an empty database: {error}"
            ));
            return Some(error.hint("correct the variant: like up.sql, it must run after what stands before it"));
        }
    };
    let first = differences.first()?;
    let more = match differences.len() {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    Some(
        Error::failure(format!(
            "in the environment `{environment}` the migrations lead to another state than up.sql does: {first}{more}"
        ))
        .hint(format!("both must lead to the same state: compare {} with up.sql", files.join(", ")))
        .hint("variants are for other ways to one state: rows, indexes built otherwise, settings of the session"),
    )
}

/// The variant of a migration for the environment, if it has one.
fn own<'a>(migration: &'a Migration, environment: &str) -> Option<&'a Script> {
    migration.ups().find(|script| script.variant.as_deref() == Some(environment))
}

fn chosen<'a>(migration: &'a Migration, environment: &str) -> &'a Script {
    own(migration, environment).unwrap_or_else(|| migration.plain_up())
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Folder;
    use super::super::replay::replay;
    use super::check;
    use crate::database::Session;
    use crate::database::sqlite::SqliteSession;
    use crate::dialect::Sqlite;
    use crate::error::Result;
    use crate::history::History;

    fn found(folder: &Folder, environment: Option<&str>) -> Result<Vec<String>> {
        let history = History::read(folder.path(), &Sqlite, environment).unwrap();
        let plain = replay(&history, &mut SqliteSession::in_memory().unwrap(), &mut |_| ()).unwrap();
        check(&history, &plain, &mut || Ok(Box::new(SqliteSession::in_memory()?) as Box<dyn Session>))
    }

    #[test]
    fn other_ways_to_the_same_state_are_fine_and_other_states_are_told() {
        let folder = Folder::with(&[
            ("1_a", "CREATE TABLE t (a INTEGER PRIMARY KEY NOT NULL);"),
            ("2_b", "ALTER TABLE t ADD COLUMN b TEXT;"),
        ]);
        folder.file("1_a/up.production.sql", "INSERT INTO nowhere VALUES (1);");
        folder.file("2_b/up.staging.sql", "ALTER TABLE t ADD b TEXT;\nINSERT INTO t (b) VALUES ('x');");
        folder.file("2_b/up.testing.sql", "SELECT 1;");
        let notes = found(&folder, None).unwrap();
        assert_eq!(notes.len(), 2, "{notes:?}");
        assert!(notes[0].starts_with("the variants for the environment `production` do not run"), "{notes:?}");
        assert!(notes[1].ends_with("another state than up.sql does: column t.b is missing"), "{notes:?}");
        assert_eq!(found(&folder, Some("staging")).unwrap().len(), 2);
        let error = found(&folder, Some("testing")).unwrap_err();
        assert!(error.hints()[0].starts_with("both must lead to the same state"), "{error:?}");
        assert!(error.hints()[0].contains("2_b/up.testing.sql"), "{error:?}");
    }
}
