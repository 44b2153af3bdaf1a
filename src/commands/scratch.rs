use crate::database::sqlite::SqliteSession;
use crate::database::{self, Session};
use crate::dialect::Driver;
use crate::error::{Error, Result};
use crate::settings::Database;

/// A database that is empty and soon gone.
pub(super) fn scratch(database: &Database) -> Result<Box<dyn Session>> {
    if database.driver()? == Driver::Sqlite {
        return Ok(Box::new(SqliteSession::in_memory()?));
    }
    let mut session = database::scratch(&database.scratch_address()?)?;
    for statement in database.session()? {
        session.execute(&statement).map_err(|error| {
            let (origin, alias) = (database.origin(), database.alias());
            Error::failure(format!(
                "{origin}: a statement of `session` of `{alias}` fails on a scratch database: {error}"
            ))
        })?;
    }
    Ok(session)
}
