use crate::dialect::Dialect;
use crate::error::Result;
use crate::schema::Schema;

/// A connection on which migrations run, or on which a scratch database is looked at.
pub trait Session {
    /// The dialect that is spoken on it.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Runs one statement.
    ///
    /// # Errors
    /// With what the database says.
    fn execute(&mut self, statement: &str) -> Result<(), SqlError>;

    /// Runs a query and gives every row as one text per column; NULL is `None`.
    ///
    /// # Errors
    /// With what the database says.
    fn query(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, SqlError>;

    /// What the database holds, ledger and journal left out, in the dialect's canonical form.
    ///
    /// # Errors
    /// When the catalog cannot be read or holds something that cannot be understood.
    fn introspect(&mut self) -> Result<Schema>;
}

/// What a database says when a statement fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SqlError {
    /// Its message.
    pub message: String,
}
