use super::session::MysqlSession;
use crate::database::session::{Session, SqlError};
use crate::dialect::Dialect;
use crate::error::{Error, Result};
use crate::schema::{Schema, TableName};
use crate::settings::ServerAddress;

/// What the names of all scratch databases begin with.
const PREFIX: &str = "manage_scratch_";

/// A database that is gone with the session.
#[derive(Debug)]
pub struct MysqlScratch {
    session: MysqlSession,
    name: String,
}

impl MysqlScratch {
    /// Makes one on the server of the address, with that database's character set, after it has dropped those that
    /// killed processes left behind.
    ///
    /// # Errors
    /// When the server cannot be reached, or the user may not make databases there.
    pub fn create(address: &ServerAddress) -> Result<Self> {
        let mut session = MysqlSession::connect(&without_database(address))?;
        let label = session.label.clone();
        let cannot = |error: SqlError| refused(&label, error);
        drop_leftovers(&mut session);
        let user = session.value("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)").map_err(cannot)?;
        let name = name(&user.unwrap_or_default());
        // Before it is there: nobody may take it for a leftover.
        session.take(&name).map_err(cannot)?;
        let configured = address_database(address);
        let words = configured.and_then(|database| character_set(&mut session, &database)).unwrap_or_default();
        let quoted = session.dialect().quote(&name);
        session.execute(&format!("CREATE DATABASE {quoted}{words}")).map_err(cannot)?;
        let mut scratch = Self { session, name };
        scratch.session.execute(&format!("USE {quoted}")).map_err(cannot)?;
        scratch.session.database.clone_from(&scratch.name);
        scratch.session.wandered = false;
        Ok(scratch)
    }
}

impl MysqlScratch {
    /// The name is another one each time, and nobody's concern.
    fn without_name(&self, error: SqlError) -> SqlError {
        let message = error.message.replace(&format!("`{}`.", self.name), "").replace(&format!("{}.", self.name), "");
        SqlError { message, ..error }
    }
}

impl Drop for MysqlScratch {
    fn drop(&mut self) {
        // What cannot be dropped now is a leftover, which the next one drops.
        let _ = self.session.execute("ROLLBACK");
        let _ = self.session.execute("UNLOCK TABLES");
        let quoted = self.session.dialect().quote(&self.name);
        let _ = self.session.execute(&format!("DROP DATABASE IF EXISTS {quoted}"));
    }
}

/// `manage_scratch_<user>_<pid>_<random>`, 64 characters at most.
fn name(user: &str) -> String {
    use std::hash::{BuildHasher, Hasher};
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    let user: String = user
        .chars()
        .filter(|own| own.is_ascii_alphanumeric() || *own == '_')
        .take(16)
        .collect::<String>()
        .to_lowercase();
    format!("{PREFIX}{user}_{}_{:08x}", std::process::id(), random & 0xffff_ffff)
}

/// Drops what killed processes left behind: a database whose lock is free.
fn drop_leftovers(session: &mut MysqlSession) {
    let query = format!(
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE '{}%'",
        PREFIX.replace('_', "\\_")
    );
    let Ok(rows) = session.query(&query) else { return };
    for name in rows.into_iter().filter_map(|row| row.into_iter().next().flatten()) {
        if session.take(&name).is_ok_and(|taken| taken) {
            let quoted = session.dialect().quote(&name);
            let _ = session.execute(&format!("DROP DATABASE IF EXISTS {quoted}"));
            session.release(&name);
        }
    }
}

/// The same server, without a database: that of the settings need not be there yet.
fn without_database(address: &ServerAddress) -> ServerAddress {
    address.with_database("")
}

/// The database that the address names.
fn address_database(address: &ServerAddress) -> Option<String> {
    Some(address.database.clone()).filter(|name| !name.is_empty())
}

/// The words that give a database the character set of another one.
fn character_set(session: &mut MysqlSession, database: &str) -> Option<String> {
    let database = session.quoted(database);
    let rows = session.query(&format!(
        "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA \
         WHERE SCHEMA_NAME = {database}"
    ));
    let [Some(set), Some(collation)] = <[_; 2]>::try_from(rows.ok()?.into_iter().next()?).ok()? else { return None };
    Some(format!(" CHARACTER SET {set} COLLATE {collation}"))
}

fn refused(label: &str, error: SqlError) -> Error {
    error.during(format!("{label}: no scratch database can be made, on which the migrations would be replayed")).hint(
        "let this user make them (as root: GRANT ALL ON `manage\\_scratch\\_%`.* TO …), or name a server where it may: \
             `\"scratch\": { \"url\": \"mysql://…\" }` in the settings",
    )
}

impl Session for MysqlScratch {
    fn dialect(&self) -> &'static dyn Dialect {
        self.session.dialect()
    }

    fn execute(&mut self, statement: &str) -> Result<(), SqlError> {
        self.session.execute(statement).map_err(|error| self.without_name(error))
    }

    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError> {
        self.session.query(query).map_err(|error| self.without_name(error))
    }

    fn introspect(&mut self) -> Result<Schema> {
        self.session.introspect()
    }

    fn introspect_only(&mut self, tables: &[TableName]) -> Result<Schema> {
        self.session.introspect_only(tables)
    }
}
